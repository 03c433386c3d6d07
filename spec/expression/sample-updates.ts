// A sample entity for the specs of updates, on the real codecs: its root, and what its changes print.
import {
  any,
  array,
  bigint,
  boolean,
  date,
  enums,
  instance,
  integer,
  lazy,
  min,
  nullable,
  number,
  object,
  optional,
  record,
  type Struct,
  set,
  string,
  tuple,
  union,
} from 'superstruct'
import { compileCodec } from '../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../lib/entity/struct/attribute.js'
import type { AnyStruct } from '../../lib/entity/struct/struct.js'
import { type Change, changeOf } from '../../lib/expression/change/update-change.js'
import type { UpdateFunctionName } from '../../lib/expression/function/update-functions.js'
import type { UpdateRoot } from '../../lib/expression/need/update-place.js'
import { Placeholders } from '../../lib/expression/path/placeholders.js'
import { printUpdate } from '../../lib/expression/update/update-text.js'

interface Tree {
  name: string
  children: Tree[]
}
const tree: Struct<Tree> = object({ name: string(), children: array(lazy(() => tree)) }) as never

const line = object({ sku: string(), quantity: integer(), note: optional(string()) })

const schema = object({
  customerId: string(),
  status: enums(['open', 'paid']),
  total: number(),
  discount: number(),
  age: min(integer(), 0),
  big: bigint(),
  price: attribute(optional(string()), { as: 'decimal' }),
  at: date(),
  expiresAt: attribute(optional(date()), { as: 'epochSeconds' }),
  active: boolean(),
  photo: optional(instance(Uint8Array)),
  note: attribute(optional(string()), { name: 'n' }),
  nickname: nullable(string()),
  level: attribute(integer(), { default: 1 }),
  lines: array(line),
  more: optional(array(line)),
  grid: array(array(number())),
  sets: array(set(string())),
  pair: tuple([string(), number()]),
  address: optional(
    object({
      city: attribute(string(), { name: 'c' }),
      zip: optional(string()),
      country: attribute(string(), { default: 'IT' }),
      geo: optional(object({ lat: number(), lng: optional(number()) })),
    }),
  ),
  stats: object({ views: number(), plus: number() }),
  tags: optional(set(string())),
  scores: set(number()),
  blobs: optional(set(instance(Uint8Array))),
  counts: record(string(), number()),
  groups: record(string(), set(string())),
  people: record(string(), object({ name: string(), age: optional(number()) })),
  shape: union([
    object({ kind: enums(['circle']), radius: number() }),
    object({ kind: enums(['square']), side: number() }),
  ]),
  cents: attribute(optional(number()), {
    encode: (value) => value * 100,
    decode: (stored: number) => stored / 100,
    type: 'N',
  }),
  secret: attribute(optional(object({ a: string() })), {
    encode: (value) => value.a,
    decode: (a: string) => ({ a }),
  }),
  extra: any(),
  tree: optional(tree),
  'a.b': optional(string()),
})

// superstruct's types say more of a struct than its readers here ask for.
const struct = schema as unknown as AnyStruct

/** Where the paths of the specs begin. */
export const root: UpdateRoot = {
  entity: 'Order',
  codec: compileCodec(struct, { nulls: 'omit', unknown: 'drop' }),
  schema: struct,
  fixed: [
    { steps: ['customerId'], reason: 'is part of the key' },
    { steps: ['tree', 'name'], reason: 'is immutable' },
  ],
}

/** The same entity, which stores null. */
export const storingRoot: UpdateRoot = {
  ...root,
  codec: compileCodec(struct, { nulls: 'store', unknown: 'drop' }),
}

/** Another entity with one of the same attributes. */
export const otherRoot: UpdateRoot = {
  ...root,
  entity: 'Customer',
  codec: compileCodec(object({ total: number() }), { nulls: 'omit', unknown: 'drop' }),
}

/** `attr` and `value` of callbacks, whose types have specs of their own. */
// biome-ignore lint/suspicious/noExplicitAny: paths are data here
type Loose = any

/** A change of the sample entity. */
export function change(name: UpdateFunctionName, path: string, ...args: readonly unknown[]): Change {
  return changeOf(root, name, path, args)
}

/** A `set` to what a callback returns. */
export function worked(path: string, callback: (attr: Loose, value: Loose) => unknown): Change {
  return changeOf(root, 'set', path, [callback])
}

/** What changes print, with stored names in the place of their placeholders, and the values. */
export function printed(...changes: readonly Change[]) {
  const placeholders = new Placeholders()
  const text = printUpdate(changes, placeholders, 'Order')
  const names = placeholders.names() ?? {}
  const values = placeholders.values()
  return {
    text: text.replace(/#\d+/g, (name) => names[name] ?? name),
    ...(values && { values: Object.values(values) }),
  }
}
