// Objects with known properties: object() and type(), stored as M.
import { object, type } from 'superstruct'
import { type CodecStep, invalid } from '../codec/codec.js'
import { type CodecRow, type Core, mismatch, type Node, prepend, type Wire } from '../codec/node.js'
import { propertiesOf } from '../codec/properties.js'
import { standing, stepTo, type Trail, tooDeep, trailFrom } from '../codec/trail.js'
import { objectScan } from '../scan/object-scan.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { childrenOf } from '../struct/probe.js'
import type { AnyStruct } from '../struct/struct.js'
import { type Field, fieldsOf, placed, storedField } from './fields.js'
import { unlikeness } from './likeness.js'
import { naturalCore, naturalNode } from './natural.js'
import { decodeRest, encodeRest, type Rest, withRest } from './rest.js'
import { failuresOf } from './struct-failures.js'

/** The parts of an object codec. */
export interface ObjectShape {
  readonly struct: AnyStruct
  readonly fields: readonly Field[]
  readonly rest: Rest
  readonly contextual: boolean
  readonly contextualDecode: boolean
}

// The object is copied first, and the copy is checked: a getter is called only once, and most properties stay
// unchanged.
function parseObject(
  shape: ObjectShape,
  value: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const { fields, rest, contextual } = shape
  const out = propertiesOf(value, failures, fields)
  if (out === undefined) return invalid
  const here = contextual ? (trail ?? trailFrom(value, false)) : undefined
  if (here !== undefined && tooDeep(here.depth, failures, value)) return invalid
  let before = failures.length
  let count = 0
  for (const _key in out) count++
  let found = 0
  let valid = true
  let dropped = false
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as Field
    const { key } = field
    const given = field.oddKey && !Object.hasOwn(out, key) ? undefined : out[key]
    if (field.plain && typeof given === 'string' && given.isWellFormed()) {
      found++
      continue
    }
    let parsed = field.parse(given, failures, field.contextual ? stepTo(here, key, given) : undefined)
    if (given !== undefined) found++
    // Most values stay unchanged. Zero may have lost its sign.
    if (parsed === given && given !== null && given !== 0) continue
    const from = before
    if (parsed !== invalid && field.vanishes) parsed = placed(field, parsed, failures)
    if (failures.length > from) before = prepend(failures, from, key)
    if (parsed === invalid) valid = false
    else if (!Object.is(parsed, given)) {
      out[key] = parsed
      dropped ||= parsed === undefined
    }
  }
  // If there are as many properties as were found, each with a value, there are no others, and none must be removed.
  if (count === found && !dropped) return valid ? out : invalid
  const complete = withRest(rest, out, failures, here)
  return valid ? complete : invalid
}

function encodeObject({ fields, rest }: ObjectShape, value: unknown): AttributeValue {
  const source = value as Record<string, unknown>
  const map: StoredItem = {}
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as Field
    const given = source[field.key]
    if (given === undefined || (field.oddKey && !Object.hasOwn(source, field.key))) continue
    if (field.plain) {
      map[field.name] = { S: given as string }
      continue
    }
    const stored = field.encode(given)
    if (stored !== undefined) map[field.name] = stored
  }
  if (rest.keeps) encodeRest(rest, source, map)
  return { M: map }
}

function decodeObject(
  shape: ObjectShape,
  stored: Wire | undefined,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const map = stored?.M
  if (typeof map !== 'object' || map === null) return mismatch(stored, ['M'], failures)
  const { fields, rest } = shape
  const out: Record<string, unknown> = {}
  const here = shape.contextualDecode ? standing(trail, out) : undefined
  let valid = true
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as Field
    const value = field.oddName ? storedField(map, field) : map[field.name]
    if (field.plain) {
      const text = (value as Wire | undefined)?.S
      if (typeof text === 'string') {
        out[field.key] = text
        continue
      }
    }
    const from = failures.length
    const child = field.contextualDecode ? stepTo(here, field.key, undefined) : undefined
    const decoded = field.decode(value, failures, child)
    if (decoded === invalid) {
      valid = false
      prepend(failures, from, field.key)
    } else if (decoded !== undefined) out[field.key] = decoded
  }
  if (rest.looks && !decodeRest(rest, map, out, failures)) return invalid
  // Refinements that read values around them saw an unfinished item: now it is complete.
  if (valid && trail === undefined && here?.state?.crossed) {
    const from = failures.length
    failures.push(...failuresOf(shape.struct, out))
    return failures.length > from ? invalid : out
  }
  return valid ? out : invalid
}

function decodePartOfObject(
  shape: ObjectShape,
  stored: Wire | undefined,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const map = stored?.M
  if (typeof map !== 'object' || map === null) return mismatch(stored, ['M'], failures)
  const { fields, rest } = shape
  const out: Record<string, unknown> = {}
  const here = shape.contextualDecode ? standing(trail, out) : undefined
  let valid = true
  for (const field of fields) {
    const value = storedField(map, field)
    if (value === undefined) continue
    const from = failures.length
    const child = field.contextualDecode ? stepTo(here, field.key, undefined) : undefined
    const decoded = field.node.decodePart(value, failures, child)
    if (decoded === invalid) {
      valid = false
      prepend(failures, from, field.key)
    } else if (decoded !== undefined) out[field.key] = decoded
  }
  if (rest.looks && !decodeRest(rest, map, out, failures)) return invalid
  return valid ? out : invalid
}

/** Makes the codec of a shape. */
export function objectCore(shape: ObjectShape): Core {
  const { fields, rest } = shape
  const { value: scan, item: scanItem } = objectScan({
    fields,
    drops: !rest.looks,
    contextualDecode: shape.contextualDecode,
    passes: (value) => failuresOf(shape.struct, value).length === 0,
  })
  const byKey = new Map<string, CodecStep>(fields.map(({ key, name, node }) => [key, { name, codec: node }]))
  return {
    types: ['M'],
    names: Object.freeze([...byKey.keys()]),
    contextual: shape.contextual,
    contextualDecode: shape.contextualDecode,
    ...unlikeness(fields),
    keys: fields.map(({ key }) => key),
    parse: (value, failures, trail) => parseObject(shape, value, failures, trail),
    encode: (value) => encodeObject(shape, value),
    decode: (stored, failures, trail) => decodeObject(shape, stored, failures, trail),
    decodePart: (stored, failures, trail) => decodePartOfObject(shape, stored, failures, trail),
    scan,
    scanItem,
    at(segment) {
      if (typeof segment !== 'string') return undefined
      const known = byKey.get(segment)
      return known ?? (rest.keeps ? { name: segment, codec: rest.node } : undefined)
    },
  }
}

/** Makes the codec of objects without a schema, stored by their content. */
export function naturalObjectCore(natural: Core): Core {
  return {
    ...natural,
    vanishes: false,
    parse(value, failures, trail) {
      const source = propertiesOf(value, failures)
      return source === undefined ? invalid : natural.parse(source, failures, trail)
    },
  }
}

export const objectRow: CodecRow = {
  doc: 'M. Unknown properties of `object` are rejected on write, those of `type` are kept.',
  kinds: ['object', 'type'],
  reference: ({ kind }) => (kind === 'type' ? type({}) : object()),
  make({ struct, kind, path }, compiler) {
    const { options } = compiler
    // The schema behind lazy() is not visible: an object() without one accepts any name.
    const schemaless = kind === 'object' && childrenOf(struct, { probe: 1 }).length === 0
    if (schemaless) return naturalObjectCore(naturalCore(options.nulls, ['M']))
    const children = new Map<string, AnyStruct>()
    for (const [key, , child] of childrenOf(struct, {})) children.set(String(key), child)
    const fields = fieldsOf(children, path, compiler)
    const unknown = kind === 'type' ? 'preserve' : options.unknown
    // What is preserved keeps its NULLs: reading an item and saving it must not change unknown attributes.
    const rest = restOf(fields, unknown, naturalNode(unknown === 'preserve' ? 'store' : options.nulls))
    const contextual = rest.keeps || fields.some((field) => field.contextual)
    const contextualDecode = fields.some((field) => field.contextualDecode)
    return objectCore({ struct, fields, rest, contextual, contextualDecode })
  },
}

export function restOf(fields: readonly Field[], unknown: Rest['unknown'], node: Node): Rest {
  return {
    unknown,
    node,
    keeps: unknown === 'preserve',
    looks: unknown !== 'drop',
    keys: new Map(fields.map((field) => [field.key, field])),
    names: new Map(fields.map((field) => [field.name, field])),
  }
}
