// Checks that the JSON of a request has the types of its shape; a parameter that is null counts as absent.
import { ServiceFailure } from '../values/service-failure.js'
import { nestedTooDeep } from '../values/value-checks.js'
import type { WireObject } from '../values/wire.js'
import { item, type MapShape, type Members, type Shape } from './shape.js'

const model = 'com.amazonaws.dynamodb.v20120810.'
const blob = 'java.nio.ByteBuffer'

/** Refuses a request with a parameter of another type, and removes parameters that are null. */
export function checkTypes(input: WireObject, members: Members): void {
  for (const name of Object.keys(input)) {
    const shape = Object.hasOwn(members, name) ? members[name] : undefined
    const given = input[name]
    if (given === null || shape === undefined) delete input[name]
    else checkType(given, shape, true)
  }
}

function checkType(given: unknown, shape: Shape, own = false): void {
  switch (shape.kind) {
    case 'text':
      if (typeof given !== 'string') throw notScalar(given, 'String')
      return
    case 'boolean':
      if (typeof given !== 'boolean')
        throw typeof given === 'string'
          ? wrong('Unexpected token received from parser')
          : notScalar(given, 'Boolean')
      return
    case 'integer':
    case 'long':
      if (typeof given !== 'number') throw notScalar(given, shape.kind === 'long' ? 'Long' : 'Integer')
      return
    case 'bytes':
      checkBytes(given)
      return
    case 'value':
      checkValueTypes(given)
      return
    case 'list':
      checkList(listOf(given), shape.of)
      return
    case 'map':
      checkMap(given, shape)
      return
    case 'structure':
      checkTypes(
        objectOf(given, () => model + shape.name, own),
        shape.members,
      )
  }
}

// A structure, a map or a value that is null has no members: it is refused for what it lacks.
function checkList(members: unknown[], of: Shape): void {
  for (const [at, member] of members.entries())
    if (member !== null) checkType(member, of)
    else if (of.kind === 'structure' || of.kind === 'map' || of.kind === 'value') members[at] = {}
}

function checkMap(given: unknown, shape: MapShape, depth = 0): void {
  const { of } = shape
  const members = objectOf(given, () => mapClass(shape), true)
  for (const name of Object.keys(members)) {
    const member = members[name]
    // A value that is null has no type, and is refused for that; without its name it would be lost silently.
    if (member === null && of.kind === 'value') members[name] = {}
    else if (member === null) delete members[name]
    else if (of.kind === 'value') checkValueTypes(member, depth + 1)
    else checkType(member, of)
  }
}

function mapClass({ of, className }: MapShape): string {
  const plain = of.kind === 'list' ? `java.util.List<${model}${className}>` : model + className
  return `java.util.Map<java.lang.String, ${of.kind === 'text' ? 'java.lang.String' : plain}>`
}

// Deeper than any value may be; what is deeper still would exhaust the stack.
const mostLevels = 100

function checkValueTypes(given: unknown, depth = 1): void {
  if (depth > mostLevels) throw nestedTooDeep()
  const value = objectOf(given, valueClass, false)
  for (const tag of Object.keys(value)) {
    const member = value[tag]
    const check = Object.hasOwn(valueTypes, tag) ? valueTypes[tag] : undefined
    if (member === null || check === undefined) delete value[tag]
    else check(member, depth)
  }
}

const valueTypes: { readonly [tag: string]: (given: unknown, depth: number) => void } = {
  S: (given) => checkText(given),
  N: (given) => checkText(given),
  B: (given) => checkBytes(given),
  BOOL: (given) => checkType(given, { kind: 'boolean' }),
  NULL: (given) => checkType(given, { kind: 'boolean' }),
  SS: (given) => listOf(given).forEach(checkText),
  NS: (given) => listOf(given).forEach(checkText),
  BS: (given) => listOf(given).forEach(checkBytes),
  L: (given, depth) => {
    for (const member of listOf(given)) checkValueTypes(member, depth + 1)
  },
  M: (given, depth) => checkMap(given, item, depth),
}

function checkText(given: unknown): void {
  if (typeof given !== 'string') throw notScalar(given, 'String')
}

function checkBytes(given: unknown): void {
  if (typeof given !== 'string')
    throw typeof given === 'object'
      ? notScalar(given, blob)
      : wrong('only base-64-encoded strings are convertible to bytes')
  if (given.length % 4 > 0)
    throw wrong(`Base64 encoded length is expected a multiple of 4 bytes but found: ${given.length}`)
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(given)) throw wrong('Invalid Base64 character')
  if (given.endsWith('=') && Buffer.from(given, 'base64').toString('base64') !== given)
    throw wrong('Invalid last non-pad Base64 character dectected')
}

function listOf(given: unknown): unknown[] {
  if (Array.isArray(given)) return given
  throw wrong(
    typeof given === 'object'
      ? 'Start of structure or map found where not expected'
      : 'Unexpected field type',
  )
}

const valueClass = () => `${model}AttributeValue`

function objectOf(given: unknown, classOf: () => string, field: boolean): WireObject {
  if (Array.isArray(given)) {
    const className = classOf()
    throw wrong(`Unrecognized collection type ${className.startsWith('java') ? '' : 'class '}${className}`)
  }
  if (typeof given !== 'object' || given === null)
    throw wrong(field ? 'Unexpected field type' : 'Unexpected value type in payload')
  return given as WireObject
}

function notScalar(given: unknown, type: string): ServiceFailure {
  if (Array.isArray(given))
    return wrong(`Unrecognized collection type class ${type.includes('.') ? type : `java.lang.${type}`}`)
  if (typeof given === 'object') return wrong('Start of structure or map found where not expected')
  return wrong(`${tokenOf(given)} cannot be converted to ${type}`)
}

function tokenOf(given: unknown): string {
  if (typeof given === 'boolean') return given ? 'TRUE_VALUE' : 'FALSE_VALUE'
  if (typeof given === 'number') return Number.isInteger(given) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
  return 'STRING_VALUE'
}

function wrong(Message: string): ServiceFailure {
  return new ServiceFailure({ __type: 'com.amazon.coral.service#SerializationException', Message })
}
