// Checks of values that DynamoDB rejects in any item, and normalization of numbers.
import { checkAttributeName } from './attribute-names.js'
import { normalNumber } from './decimal.js'
import { invalid, type ServiceFailure } from './service-failure.js'
import type { WireItem, WireValue } from './wire.js'

/** Attributes nest up to 32 levels, the scalar at the bottom included. */
const maximumDepth = 32

const prefix = 'One or more parameter values were invalid: '

/** Refuses a value that DynamoDB does not take, and normalises its numbers in place. */
export function checkValue(value: WireValue, depth = 1): void {
  let found: string | undefined
  for (const tag in value) {
    if (found !== undefined)
      throw invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      )
    found = tag
  }
  if (depth > maximumDepth) throw nestedTooDeep()
  if (value.S !== undefined) return
  if (value.N !== undefined) value.N = normalNumber(value.N)
  else if (value.M !== undefined)
    for (const name of Object.keys(value.M)) checkValue(memberOf(value.M, name), depth + 1)
  else if (value.L !== undefined) for (const member of value.L) checkValue(member, depth + 1)
  else if (value.SS !== undefined || value.NS !== undefined || value.BS !== undefined) checkSet(value)
  // AWS takes false for NULL, and reads it back as true.
  else if (value.NULL !== undefined) value.NULL = true
  else if (found === undefined)
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes')
}

/** The refusal of a value with more levels than an attribute may have. */
export function nestedTooDeep(): ServiceFailure {
  return invalid(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  )
}

/** Refuses an item with a value that DynamoDB does not take. */
export function checkItemValues(item: WireItem): void {
  for (const name of Object.keys(item)) checkValue(memberOf(item, name))
}

function memberOf(item: WireItem, name: string): WireValue {
  checkAttributeName(name)
  return item[name] ?? {}
}

function checkSet(value: WireValue): void {
  if (value.SS?.length === 0) throw invalid(`${prefix}An string set  may not be empty`)
  if (value.NS?.length === 0) throw invalid(`${prefix}An number set  may not be empty`)
  if (value.BS?.length === 0) throw invalid(`${prefix}Binary sets should not be empty`)
  if (value.NS !== undefined) value.NS = value.NS.map(normalNumber)
  const members = value.SS ?? value.NS ?? value.BS ?? []
  if (members.length > 1 && new Set(members).size < members.length) throw duplicates(value, members)
}

function duplicates(value: WireValue, members: readonly string[]): ServiceFailure {
  if (value.NS !== undefined) return invalid('Input collection contains duplicates')
  const binary = value.BS === undefined ? ' ' : 'of type BS '
  return invalid(`${prefix}Input collection [${members.join(', ')}]${binary}contains duplicates.`)
}

/** What a key value that is empty lacks, in words; `undefined` if it is not empty. Keys cannot be empty. */
export function emptyKind(value: WireValue): 'string' | 'binary' | undefined {
  return value.S === '' ? 'string' : value.B === '' ? 'binary' : undefined
}

/** The refusal of an empty value in the key of an index. */
export function emptyIndexKey(index: string, name: string, value: WireValue): ServiceFailure {
  return invalid(
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${emptyKind(value)} value. IndexName: ${index}, IndexKey: ${name}`,
  )
}
