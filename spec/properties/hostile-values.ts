// Values and structs that cannot be stored, or cannot come back, and places to hide them in.
import { attribute } from 'dyntastic'
import {
  any,
  array,
  bigint,
  date,
  func,
  instance,
  integer,
  map,
  never,
  nullable,
  number,
  object,
  optional,
  record,
  regexp,
  type Struct,
  set,
  string,
  tuple,
  union,
} from 'superstruct'

type AnyStruct = Struct<unknown, unknown>

class Money {
  readonly cents = 5
}

const cyclic: Record<string, unknown> = {}
cyclic['self'] = cyclic

function nest(levels: number): unknown {
  return levels === 0 ? 'x' : [nest(levels - 1)]
}

interface Hostile {
  readonly words: string
  readonly struct: AnyStruct
  readonly value: unknown
  /** Whether it is kept after all, wherever it stands; otherwise it is refused. */
  readonly may?: 'survive'
}

/** Values that their struct takes, or may take, and that DynamoDB or the way back does not. */
export const hostile: readonly Hostile[] = [
  bad('a lone surrogate', string(), 'a\ud800'),
  bad('a lone surrogate as a record name', record(string(), number()), { 'a\udfff': 1 }),
  bad('an empty record name', record(string(), number()), { '': 1 }),
  bad('__proto__ as a record name', record(string(), number()), JSON.parse('{"__proto__":1}')),
  bad('a name of 65,536 bytes', record(string(), number()), { ['n'.repeat(65_536)]: 1 }),
  bad('Infinity', number(), Number.POSITIVE_INFINITY),
  bad('NaN', number(), Number.NaN),
  bad('a number above the range', number(), 1e126),
  bad('a number below the range', number(), 5e-324),
  bad('a bigint of 39 digits', bigint(), 10n ** 38n + 1n),
  bad('a bigint above the range', bigint(), 10n ** 126n),
  bad('a decimal of 39 digits', attribute(string(), { as: 'decimal' }), `1.${'0'.repeat(37)}1`),
  bad('a decimal that is none', attribute(string(), { as: 'decimal' }), '1,5'),
  bad('an invalid Date', date(), new Date(Number.NaN)),
  bad('a Date after year 9999', date(), new Date('+010000-01-01T00:00:00.000Z')),
  bad('a Date before year 0', date(), new Date('-000001-12-31T23:59:59.999Z')),
  bad('an address that is none', attribute(string(), { as: 'ipv4Address' }), '300.1.1.1'),
  bad('a network with host bits', attribute(string(), { as: 'ipv4Network' }), '10.0.0.1/8'),
  bad('an instance of a class', any(), new Money()),
  bad('a Date in any()', any(), new Date(0)),
  bad('a function in any()', any(), { f: () => 1 }),
  bad('a symbol in any()', any(), [Symbol('x')]),
  bad('a small bigint in any()', any(), 5n),
  bad('an empty Set in any()', any(), [new Set()]),
  bad('a mixed Set in any()', any(), new Set([1, 'a'])),
  bad('undefined in a list of any()', any(), [undefined]),
  bad('a cycle', any(), cyclic),
  bad('33 levels', any(), nest(33)),
  bad('equal numbers in a set', set(union([number(), bigint()])), new Set([1, 1n])),
  bad('equal binaries in a set', set(instance(Uint8Array)), new Set([Uint8Array.of(1), Uint8Array.of(1)])),
  bad('an empty Set in a list', array(set(string())), [new Set()]),
  bad('undefined where null may stand too, in a list', array(optional(nullable(string()))), [undefined]),
  { ...bad('null before a default', attribute(nullable(string()), { default: 'x' }), null), may: 'survive' },
  bad('text that would be read as a date', union([date(), string()]), '2026-03-01T10:00:00.000Z'),
  bad('a fraction', integer(), 1.5),
]

function bad(words: string, struct: unknown, value: unknown): Hostile {
  return { words, struct: struct as AnyStruct, value }
}

interface Wrapped {
  readonly struct: AnyStruct
  readonly value: unknown
}

/** Places where a value may stand. */
export const wrappers: readonly {
  readonly words: string
  wrap(struct: AnyStruct, value: unknown): Wrapped
}[] = [
  { words: 'an attribute', wrap: (struct, value) => ({ struct, value }) },
  { words: 'an object', wrap: (struct, value) => wrapped(object({ a: struct }), { a: value }) },
  {
    words: 'an optional aliased attribute',
    wrap: (struct, value) => wrapped(attribute(optional(struct), { name: 'vv' }), value),
  },
  {
    words: 'a tuple in an object',
    wrap: (struct, value) => wrapped(object({ t: tuple([string(), struct]) }), { t: ['a', value] }),
  },
  { words: 'a record', wrap: (struct, value) => wrapped(record(string(), struct), { 'x.y': value }) },
  {
    words: 'a list of objects',
    wrap: (struct, value) => wrapped(array(object({ a: struct })), [{ a: value }]),
  },
  {
    words: 'a branch of a union',
    wrap: (struct, value) =>
      wrapped(union([object({ of: struct }), object({ other: string() })]), { of: value }),
  },
]

function wrapped(struct: unknown, value: unknown): Wrapped {
  return { struct: struct as AnyStruct, value }
}

/** Structs that no entity takes. */
export const unstorable: readonly { readonly words: string; readonly struct: AnyStruct }[] = [
  { words: 'func()', struct: func() as unknown as AnyStruct },
  { words: 'regexp()', struct: regexp() as unknown as AnyStruct },
  { words: 'never()', struct: never() as unknown as AnyStruct },
  { words: 'an instance of a class without a codec', struct: instance(Money) as unknown as AnyStruct },
  { words: 'a set of objects', struct: set(object({ a: string() })) as unknown as AnyStruct },
  { words: 'a map with number keys', struct: map(number(), string()) as unknown as AnyStruct },
  {
    words: 'two properties with one stored name',
    struct: object({ a: attribute(string(), { name: 'b' }), b: string() }) as unknown as AnyStruct,
  },
]
