// Objects with known properties: object() and type(), stored as M.
import { object, type } from 'superstruct'
import { type CodecStep, invalid } from '../codec/codec.js'
import { mostBytes, mostTextBytes, type Tally } from '../codec/item-size.js'
import { type CodecRow, type Core, type Node, prepend } from '../codec/node.js'
import { propertiesOf } from '../codec/properties.js'
import { stepTo, type Trail, tooDeep, trailFrom } from '../codec/trail.js'
import { objectScan } from '../scan/object-scan.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { childrenOf } from '../struct/probe.js'
import type { AnyStruct } from '../struct/struct.js'
import { type Field, fieldsOf, placed } from './fields.js'
import { unlikeness } from './likeness.js'
import { naturalCore, naturalNode } from './natural.js'
import { decodeObject, decodePartOfObject, type ObjectShape } from './object-decode.js'
import { encodeRest, type Rest, withRest } from './rest.js'
import { failuresOf } from './struct-failures.js'

/** A shape, and the fields that are met in step with the properties of an object: none if that is not worth it. */
interface SteppedShape extends ObjectShape {
  readonly steps: readonly Field[]
}

/**
 * From about this many properties on, V8 keeps an object that was made property by property as a hash table, over which
 * a loop takes longer than loads by name.
 */
const mostSteps = 16

function stepped(shape: ObjectShape): SteppedShape {
  const { fields } = shape
  const odd = fields.some(({ oddKey, oddName }) => oddKey || oddName)
  return { ...shape, steps: odd || fields.length > mostSteps ? [] : fields }
}

// What became of a field of an object that is parsed; several of these at once.
const found = 1
const misfit = 2
const dropped = 4

function parseField(
  field: Field,
  given: unknown,
  out: Record<string, unknown>,
  failures: Failure[],
  here: Trail | undefined,
): number {
  if (field.plain && typeof given === 'string' && given.isWellFormed()) return found
  const { key } = field
  const from = failures.length
  let parsed = field.parse(given, failures, field.contextual ? stepTo(here, key, given) : undefined)
  const state = given === undefined ? 0 : found
  // Most values stay unchanged. Zero may have lost its sign.
  if (parsed === given && given !== null && given !== 0) return state
  if (parsed !== invalid && field.vanishes) parsed = placed(field, parsed, failures)
  if (failures.length > from) prepend(failures, from, key)
  if (parsed === invalid) return state | misfit
  if (Object.is(parsed, given)) return state
  out[key] = parsed
  return parsed === undefined ? state | dropped : state
}

// The object is copied first, and the copy is checked: a getter is called only once, and most properties stay
// unchanged. V8 loads a property of the object that a loop is over in a third of the time of a load by name: fields are
// met in step with the properties, as long as these are in their order.
function parseObject(
  shape: SteppedShape,
  value: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const { fields, steps, rest, contextual } = shape
  const out = propertiesOf(value, failures, fields)
  if (out === undefined) return invalid
  const here = contextual ? (trail ?? trailFrom(value, false)) : undefined
  if (here !== undefined && tooDeep(here.depth, failures, value)) return invalid
  let count = 0
  for (const _key in out) count++
  let all = 0
  let states = 0
  let at = 0
  for (const key in out) {
    const field = steps[at]
    if (field === undefined || field.key !== key) break
    const state = parseField(field, out[key], out, failures, here)
    all += state & found
    states |= state
    at++
  }
  for (; at < fields.length; at++) {
    const field = fields[at] as Field
    const given = field.oddKey && !Object.hasOwn(out, field.key) ? undefined : out[field.key]
    const state = parseField(field, given, out, failures, here)
    all += state & found
    states |= state
  }
  const valid = (states & misfit) === 0
  // If there are as many properties as were found, each with a value, there are no others, and none must be removed.
  if (count === all && (states & dropped) === 0) return valid ? out : invalid
  const complete = withRest(rest, out, failures, here)
  return valid ? complete : invalid
}

function encodeField(field: Field, given: unknown, map: StoredItem, tally: Tally | undefined): void {
  if (given === undefined) return
  if (field.plain) {
    map[field.name] = { S: given as string }
    if (tally !== undefined) tally.bytes += field.nameBytes + mostTextBytes(given as string)
    return
  }
  const stored = field.encode(given, tally)
  if (stored === undefined) return
  map[field.name] = stored
  if (tally !== undefined) tally.bytes += field.nameBytes + (field.valueBytes ?? mostBytes(stored))
}

function encodeObject(
  { fields, steps, rest }: SteppedShape,
  value: unknown,
  tally: Tally | undefined,
): AttributeValue {
  const source = value as Record<string, unknown>
  const map: StoredItem = {}
  let at = 0
  if (steps.length > 0)
    for (const key in source) {
      const field = steps[at]
      if (field === undefined || field.key !== key) break
      encodeField(field, source[key], map, tally)
      at++
    }
  for (; at < fields.length; at++) {
    const field = fields[at] as Field
    if (!field.oddKey || Object.hasOwn(source, field.key)) encodeField(field, source[field.key], map, tally)
  }
  if (rest.keeps) encodeRest(rest, source, map, tally)
  if (tally !== undefined) tally.bytes += 3
  return { M: map }
}

/** Makes the codec of a shape. */
export function objectCore(whole: ObjectShape): Core {
  const shape = stepped(whole)
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
    encode: (value, tally) => encodeObject(shape, value, tally),
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
