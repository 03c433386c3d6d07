// Whether the JSON of a request has the types of its shape; what is null counts as absent.
import { ServiceFailure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import type { MapShape, Members, Shape } from './shape.js'

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
      for (const member of listOf(given)) if (member !== null) checkType(member, shape.of)
      return
    case 'map':
      checkMap(given, shape)
      return
    case 'structure':
      checkTypes(objectOf(given, model + shape.name, own), shape.members)
  }
}

function checkMap(given: unknown, { of, className }: MapShape): void {
  const valueClass =
    of.kind === 'text'
      ? 'java.lang.String'
      : of.kind === 'list'
        ? `java.util.List<${model}${className}>`
        : model + className
  const members = objectOf(given, `java.util.Map<java.lang.String, ${valueClass}>`, true)
  for (const name of Object.keys(members)) {
    const member = members[name]
    if (member === null) delete members[name]
    else checkType(member, of)
  }
}

function checkValueTypes(given: unknown): void {
  const value = objectOf(given, `${model}AttributeValue`, false)
  for (const tag of Object.keys(value)) {
    const member = value[tag]
    const check = Object.hasOwn(valueTypes, tag) ? valueTypes[tag] : undefined
    if (member === null || check === undefined) delete value[tag]
    else check(member)
  }
}

const valueTypes: { readonly [tag: string]: (given: unknown) => void } = {
  S: (given) => checkText(given),
  N: (given) => checkText(given),
  B: checkBytes,
  BOOL: (given) => checkType(given, { kind: 'boolean' }),
  NULL: (given) => checkType(given, { kind: 'boolean' }),
  SS: (given) => listOf(given).forEach(checkText),
  NS: (given) => listOf(given).forEach(checkText),
  BS: (given) => listOf(given).forEach(checkBytes),
  L: (given) => listOf(given).forEach(checkValueTypes),
  M: (given) => checkMap(given, { kind: 'map', of: { kind: 'value' }, className: 'AttributeValue' }),
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

function objectOf(given: unknown, className: string, field: boolean): WireObject {
  if (Array.isArray(given))
    throw wrong(`Unrecognized collection type ${className.startsWith('java') ? '' : 'class '}${className}`)
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
