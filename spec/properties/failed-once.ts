// Counterexamples that the property of values once found, kept as cases of their own.
import { attribute } from 'dyntastic'
import {
  coerce,
  deprecated,
  intersection,
  lazy,
  literal,
  number,
  object,
  optional,
  record,
  type Struct,
  string,
  trimmed,
  type,
  union,
} from 'superstruct'

type AnyStruct = Struct<unknown, unknown>

interface Case {
  readonly words: string
  readonly struct: AnyStruct
  readonly input: unknown
  /** What comes back; undefined for an absent attribute. */
  readonly back: unknown
}

const kept = (words: string, struct: unknown, input: unknown, back: unknown = input): Case => ({
  words,
  struct: struct as AnyStruct,
  input,
  back,
})

const toNumber = coerce(number(), string(), Number)
const either = union([
  object({ kind: literal('a'), of: toNumber }),
  object({ kind: literal('b'), of: string() }),
])
const decimal = attribute(string(), { as: 'decimal' })

export const failedOnce: readonly Case[] = [
  kept('the sign of zero in an object', object({ n: number() }), { n: -0 }, { n: 0 }),
  kept(
    'the sign of zero in a branch of a union',
    union([object({ n: number() }), string()]),
    { n: -0 },
    { n: 0 },
  ),
  kept('the sign of zero in a record', record(string(), number()), { n: -0 }, { n: 0 }),
  kept(
    'an object without schema behind lazy()',
    lazy(() => object()),
    { x: 1 },
  ),
  kept(
    'an alias of a decimal behind lazy()',
    attribute(
      lazy(() => decimal),
      { name: 'vv' },
    ),
    '.1',
    '0.1',
  ),
  kept(
    'an optional union whose branch coerces',
    optional(either),
    { kind: 'a', of: '1' },
    { kind: 'a', of: 1 },
  ),
  kept(
    'the input of an optional union, part of which is trimmed',
    optional(union([intersection([type({ a: trimmed(string()) }), type({ b: string() })]), number()])),
    { a: ' a ', b: '' },
    { a: 'a', b: '' },
  ),
  kept(
    'a deprecated union that is absent',
    deprecated(either, () => undefined),
    undefined,
    undefined,
  ),
  kept(
    'a deprecated union whose branch coerces',
    deprecated(either, () => undefined),
    { kind: 'a', of: '1' },
    { kind: 'a', of: 1 },
  ),
]
