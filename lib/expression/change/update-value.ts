// Values that updates write, in their stored form: whole values, amounts to add, members of sets, elements of lists.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { maxDepth, parseOperand } from '../../entity/codec/trail.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { ofThisRealm } from '../../util/own-realm.js'
import { madeOperand } from '../condition/value-operand.js'
import {
  elementMisfit,
  noSchemaOfPart,
  partMisfit,
  refuseUpdate,
  type UpdatePlace,
  valueMisfit,
} from '../need/update-place.js'
import { isFixedLength, isOneOfMany } from '../need/update-removal.js'
import type { ValueOperand } from '../path/operand.js'
import { setOf } from '../stored/stored-sets.js'

/**
 * Encodes a whole value. Returns `undefined` if it is stored as absence: null that the entity does not store, an empty
 * Set.
 * @throws ValidationError if it does not fit the struct at the path.
 * @throws InvalidUpdateError if it is `undefined`, or an empty Set in a list or record, where absence would not be read
 * back as an empty Set.
 */
export function wholeValue(place: UpdatePlace, value: unknown): ValueOperand | undefined {
  const { codec, steps } = place.path
  if (value === undefined) refuseUpdate(place, 'the value is undefined; use remove() to remove an attribute')
  const failures: Failure[] = []
  const parsed = parseOperand(codec, value, failures)
  if (parsed === invalid) throw valueMisfit(place, value, failures)
  const stored = codec.encode(parsed)
  if (stored !== undefined) return operandWithin(place, stored)
  const inList = typeof steps.at(-1) === 'number'
  if ((inList || isOneOfMany(place)) && parsed instanceof Set)
    refuseUpdate(place, 'an empty set is stored as absence, which cannot be read back as an empty set here')
  return inList ? madeOperand({ NULL: true }) : undefined
}

// The codec knows how deep the value is, but not at which depth it will be stored.
function operandWithin(place: UpdatePlace, stored: AttributeValue): ValueOperand {
  const { length } = place.path.steps
  if (isDeeper(stored, maxDepth - length))
    refuseUpdate(
      place,
      `the value would be nested more than ${maxDepth} levels deep (nested attribute depth)`,
    )
  return madeOperand(stored)
}

function isDeeper(stored: AttributeValue, most: number): boolean {
  const list = 'L' in stored
  if (!list && !('M' in stored)) return most < 0
  if (most < 1) return true
  if (list) {
    for (let at = 0; at < stored.L.length; at++)
      if (isDeeper(stored.L[at] as AttributeValue, most - 1)) return true
    return false
  }
  for (const name in stored.M) if (isDeeper(stored.M[name] as AttributeValue, most - 1)) return true
  return false
}

/** Encodes members of a set: one, an array of them, or a Set. */
export function setMembers(place: UpdatePlace, given: unknown): ValueOperand {
  const value = ofThisRealm(given)
  const { codec } = place.path
  if (value === undefined) refuseUpdate(place, 'the value is undefined')
  const members: unknown[] = Array.isArray(value) || value instanceof Set ? [...value] : [value]
  if (members.length === 0)
    refuseUpdate(place, 'there are no members, and DynamoDB has no empty sets; leave out the change')
  const { element } = codec
  const stored =
    element === undefined
      ? encoded(codec, new Set(members), [])
      : setOf(members.map((member) => memberOf(place, element, member)))
  if (stored === undefined || !('SS' in stored || 'NS' in stored || 'BS' in stored))
    throw partMisfit(place, value, `members of a set (${codec.types.filter(isSetType).join(' or ')})`)
  return madeOperand(stored)
}

/** Encodes elements of a list: an array of them, or one. */
export function listElements(place: UpdatePlace, value: unknown): ValueOperand {
  const { codec } = place.path
  if (value === undefined) refuseUpdate(place, 'the value is undefined')
  const element = codec.element ?? codec.at(0)?.codec
  if (element === undefined || (codec.element === undefined && isFixedLength(codec)))
    return refuseUpdate(place, 'it has a fixed number of elements and cannot grow')
  if (element.unchecked === true) return refuseUpdate(place, noSchemaOfPart)
  const elements: unknown[] = Array.isArray(value) ? value : [value]
  if (elements.length === 0) return noElements
  const stored: AttributeValue[] = []
  // A loop, which takes a tenth of Array.from, also meets the holes of a list.
  for (let index = 0; index < elements.length; index++)
    stored.push(elementOf(place, element, elements[index], index))
  return operandWithin(place, { L: stored })
}

// The list that most appends use if the list is absent.
const noElements = madeOperand({ L: [] })

function memberOf(place: UpdatePlace, element: Codec, member: unknown): AttributeValue {
  const failures: Failure[] = []
  const stored = member === undefined || member === null ? undefined : encoded(element, member, failures)
  if (stored !== undefined) return stored
  throw partMisfit(place, member, `a member stored as ${element.types.join(' or ')}`, failures)
}

// In a list, null is stored as NULL; any other value that is stored as absence would be read back as null.
function elementOf(place: UpdatePlace, element: Codec, value: unknown, index: number): AttributeValue {
  const failures: Failure[] = []
  const parsed = parseOperand(element, value, failures)
  const kept = parsed !== invalid && parsed !== undefined && !(parsed instanceof Set && parsed.size === 0)
  if (kept) return element.encode(parsed) ?? { NULL: true }
  throw elementMisfit(place, value, index, failures)
}

function encoded(codec: Codec, value: unknown, failures: Failure[]): AttributeValue | undefined {
  const parsed = parseOperand(codec, value, failures)
  return parsed === invalid ? undefined : codec.encode(parsed)
}

const isSetType = (type: string): boolean => type === 'SS' || type === 'NS' || type === 'BS'
