// A sample entity for the specs of expressions: small codecs of its own, so that these specs depend on the contract
// only.

import { type Codec, type CodecStep, invalid } from '../../lib/entity/codec/codec.js'
import {
  type AttributeType,
  type AttributeValue,
  attributeType,
  type StoredItem,
} from '../../lib/entity/struct/attribute-value.js'
import type { PathRoot } from '../../lib/expression/path/resolved-path.js'

interface Parts {
  readonly optional?: boolean
  readonly element?: Codec
  at?(segment: string | number): CodecStep | undefined
}

function codec(
  types: readonly AttributeType[],
  fits: (value: unknown) => boolean,
  encode: (value: never) => AttributeValue | undefined,
  { optional = false, element, at = () => undefined }: Parts = {},
): Codec {
  return {
    types,
    optional,
    parse: (value) => (fits(value) ? value : invalid),
    encode: (value) => encode(value as never),
    decode: (stored) => stored,
    decodePart: (stored) => stored,
    at,
    ...(element === undefined ? {} : { element }),
  }
}

export const text = codec(
  ['S'],
  (value) => typeof value === 'string',
  (S: string) => ({ S }),
)
export const status = codec(
  ['S'],
  (value) => value === 'open' || value === 'paid',
  (S: string) => ({ S }),
)
export const number = codec(
  ['N'],
  (value) => typeof value === 'number' || typeof value === 'bigint',
  (N: number | bigint) => ({ N: String(N) }),
)
export const flag = codec(
  ['BOOL'],
  (value) => typeof value === 'boolean',
  (BOOL: boolean) => ({ BOOL }),
)
export const bytes = codec(
  ['B'],
  (value) => value instanceof Uint8Array,
  (B: Uint8Array) => ({ B }),
)
export const isoDate = codec(
  ['S'],
  (value) => value instanceof Date,
  (date: Date) => ({ S: date.toISOString() }),
)
/** Stored in whole seconds: parsing cuts the fraction off. */
export const epoch: Codec = {
  ...codec(
    ['N'],
    () => true,
    (date: Date) => ({ N: String(date.getTime() / 1000) }),
  ),
  parse: (value) => (value instanceof Date ? new Date(Math.floor(value.getTime() / 1000) * 1000) : invalid),
}

/** null is a value, and stored as absence. */
export const nullable = (inner: Codec): Codec => ({
  ...inner,
  parse: (value, failures) => (value === null ? null : inner.parse(value, failures)),
  encode: (value) => (value === null ? undefined : inner.encode(value)),
})

export const setOf = (element: Codec, type: 'SS' | 'NS' | 'BS'): Codec =>
  codec(
    [type],
    (value) => value instanceof Set && [...value].every((member) => element.parse(member, []) !== invalid),
    (set: Set<unknown>) =>
      set.size === 0
        ? undefined
        : ({
            [type]: [...set].map((member) => Object.values(element.encode(member) ?? {})[0]),
          } as AttributeValue),
    { element },
  )

export const listOf = (element: Codec): Codec =>
  codec(
    ['L'],
    (value) => Array.isArray(value) && value.every((member) => element.parse(member, []) !== invalid),
    (list: unknown[]) => ({ L: list.map((member) => element.encode(member) ?? { NULL: true }) }),
    {
      element,
      at: (segment) => (typeof segment === 'number' ? { name: segment, codec: element } : undefined),
    },
  )

export const recordOf = (value: Codec): Codec =>
  codec(
    ['M'],
    (record) => typeof record === 'object' && record !== null,
    (record: Record<string, unknown>) => ({
      M: storedMap(Object.entries(record), (name) => ({ name, codec: value })),
    }),
    { at: (segment) => (typeof segment === 'string' ? { name: segment, codec: value } : undefined) },
  )

/** Names to codecs; `stored:name` where the stored name differs. */
export function objectOf(members: Record<string, Codec | readonly [stored: string, codec: Codec]>): Codec {
  const steps = new Map(
    Object.entries(members).map(([name, member]): [string, CodecStep] =>
      'parse' in member ? [name, { name, codec: member }] : [name, { name: member[0], codec: member[1] }],
    ),
  )
  return codec(
    ['M'],
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.entries(value).every(([name, part]) => steps.get(name)?.codec.parse(part, []) !== invalid),
    (value: Record<string, unknown>) => ({
      M: storedMap(Object.entries(value), (name) => steps.get(name)),
    }),
    { at: (segment) => (typeof segment === 'string' ? steps.get(segment) : undefined) },
  )
}

function storedMap(
  entries: readonly (readonly [string, unknown])[],
  find: (name: string) => CodecStep | undefined,
): StoredItem {
  const map: StoredItem = {}
  for (const [name, value] of entries) {
    const step = find(name)
    const stored = step?.codec.encode(value)
    if (step !== undefined && stored !== undefined) map[step.name] = stored
  }
  return map
}

/** Any value: stored values pass as they are, and other values by their JavaScript type. */
export const any: Codec = {
  ...codec(
    ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'],
    () => true,
    (value: unknown): AttributeValue | undefined => {
      if (typeof value === 'string') return { S: value }
      if (typeof value === 'number') return { N: String(value) }
      if (typeof value === 'boolean') return { BOOL: value }
      if (value === null) return undefined
      if (Array.isArray(value)) return { L: value.map((member) => any.encode(member) ?? { NULL: true }) }
      const stored = value as AttributeValue
      return attributeType(stored) === 'NULL' && !('NULL' in stored) ? undefined : stored
    },
  ),
  at: (segment) => ({ name: segment, codec: any }),
}

const line = objectOf({ sku: text, quantity: number, note: nullable(text) })

export interface SampleItem {
  customerId: string
  status: 'open' | 'paid'
  total: number
  revision: number
  placedAt: Date
  expiresAt: Date
  lines: { sku: string; quantity: number; note: string | null }[]
  address?: { city: string; zip: string; size: string; in: string }
  tags?: Set<string>
  scores: Set<number>
  keys: Set<Uint8Array>
  note?: string | null
  nullables: (string | null)[]
  open: boolean
  photo: Uint8Array
  counts: Record<string, number>
  extra: unknown
  size: number
  pair: [string, string]
  'a.b': string
}

export const root: PathRoot = {
  entity: 'Order',
  codec: objectOf({
    customerId: text,
    status,
    total: number,
    revision: number,
    placedAt: isoDate,
    expiresAt: epoch,
    lines: listOf(line),
    address: objectOf({ city: ['c', text], zip: text, size: text, in: text }),
    tags: setOf(text, 'SS'),
    scores: setOf(number, 'NS'),
    keys: setOf(bytes, 'BS'),
    note: ['n', nullable(text)],
    nullables: listOf(nullable(text)),
    open: flag,
    photo: bytes,
    counts: recordOf(number),
    extra: any,
    size: number,
    pair: {
      ...listOf(text),
      at: (step: string | number) => (step === 0 || step === 1 ? { name: step, codec: text } : undefined),
    },
    'a.b': text,
  }),
}

/** Another entity with one of the same attributes. */
export const otherRoot: PathRoot = { entity: 'Customer', codec: objectOf({ total: number }) }

/** What is thrown. */
export function thrown(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
