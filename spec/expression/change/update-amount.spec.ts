// Amounts: numbers of the attribute's kind, whatever its refinements say of its values.

import { expect } from 'chai'
import { bigint, coerce, define, enums, integer, max, min, number, object, refine, string } from 'superstruct'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { amount } from '../../../lib/expression/change/update-amount.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { thrown } from '../sample-entity.js'
import { root } from '../sample-updates.js'

function amountOf(struct: unknown, value: unknown): string {
  const schema = object({ x: struct as never }) as unknown as AnyStruct
  const codec = compileCodec(schema, { nulls: 'omit', unknown: 'drop' })
  const of = { ...root, codec, schema }
  return amount({ root: of, name: 'add', path: resolvePath(of, 'x') }, value)
}

const quarter = refine(number(), 'quarter', (value) => value % 0.25 === 0)
const cents = attribute(number(), {
  encode: (value) => value * 100,
  decode: (stored: number) => stored / 100,
  type: 'N',
})
const decimal = attribute(string(), { as: 'decimal' })

const taken: [title: string, struct: unknown, value: unknown, stored: string][] = [
  ['a number', number(), 1.5, '1.5'],
  ['-0', number(), -0, '0'],
  ['a great number', number(), 1e21, '1E21'],
  ['a negative one, of what is never negative', min(integer(), 0), -5, '-5'],
  ['one above the highest value', max(number(), 10), 11, '11'],
  ['a value outside the enum', enums([1, 2, 3]), 5, '5'],
  ['a fraction, where values are fractions', min(number(), 100), 0.5, '0.5'],
  ['a fraction that a refinement takes', quarter, 0.75, '0.75'],
  ['a bigint', bigint(), 9007199254740993n, '9007199254740993'],
  [
    'a negative bigint, of what is never negative',
    refine(bigint(), 'positive', (value) => value > 0n),
    -3n,
    '-3',
  ],
  ['a decimal in text', decimal, '0.10', '0.1'],
  ['the result of a coercer of text', coerce(number(), string(), Number), '5', '5'],
  ["the result of the user's codec", cents, 1.5, '150'],
]

const refused: [title: string, struct: unknown, value: unknown][] = [
  ['a fraction of an integer', integer(), 0.5],
  ['a fraction of an integer that is at least 10', min(integer(), 10), 0.5],
  ['a fraction that no value has', quarter, 0.1],
  ['NaN', number(), Number.NaN],
  ['Infinity', number(), Number.POSITIVE_INFINITY],
  ['text', number(), '5'],
  ['a bigint of a number', number(), 5n],
  ['a number of a bigint', bigint(), 5],
  ['text that is not a decimal', decimal, 'x'],
  ['39 digits', bigint(), 123456789012345678901234567890123456789n],
  [
    'an amount that a refinement refuses, of a codec of the user',
    refine(cents, 'small', (value) => value < 5),
    7,
  ],
  ['null', number(), null],
  [
    'a Date',
    attribute(
      define<Date>('date', (value) => value instanceof Date),
      { encode: Number, decode: (stored: number) => new Date(stored), type: 'N' },
    ),
    new Date(5),
  ],
]

describe('amount', () => {
  for (const [title, struct, value, stored] of taken)
    it(`takes ${title}`, () => {
      expect(amountOf(struct, value)).equal(stored)
    })

  for (const [title, struct, value] of refused)
    it(`refuses ${title}`, () => {
      expect(thrown(() => amountOf(struct, value))).instanceOf(ValidationError)
    })

  it('of numbers is exact', () => {
    expect(amountOf(number(), 0.1)).equal('0.1')
  })

  it('refuses undefined by name', () => {
    expect(thrown(() => amountOf(number(), undefined))).instanceOf(InvalidUpdateError)
  })

  it('says why a number cannot be stored', () => {
    const error = thrown(() => amountOf(bigint(), 123456789012345678901234567890123456789n)) as Error
    expect(error.message).match(/^Order: x: add got a bigint, .*at most 38 significant digits/)
  })
})
