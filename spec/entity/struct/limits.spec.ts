// Bounds that structs state, as they are found by asking.
import { expect } from 'chai'
import {
  any,
  array,
  integer,
  map,
  max,
  min,
  nonempty,
  number,
  optional,
  pattern,
  refine,
  set,
  size,
  string,
} from 'superstruct'
import { type Limits, limitsOf, limitsOfNumbers, type SampleKind } from '../../../lib/entity/struct/limits.js'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'

const cases: readonly (readonly [words: string, struct: unknown, kind: SampleKind, expected: Limits])[] = [
  ['number()', number(), 'number', {}],
  ['min', min(number(), -2.5), 'number', { value: { low: -2.5 } }],
  ['max', max(number(), 9), 'number', { value: { high: 9 } }],
  ['the tighter one of two', max(max(min(integer(), 1), 9), 7), 'number', { value: { low: 1, high: 7 } }],
  [
    'what lies above an excluded bound',
    min(number(), 1, { exclusive: true }),
    'number',
    { value: { low: 1 + 2 ** -52 } },
  ],
  [
    'what lies below an excluded bound',
    max(number(), 5, { exclusive: true }),
    'number',
    { value: { high: 5 - 2 ** -50 } },
  ],
  ['size of a number', size(number(), 1, 5), 'number', { value: { low: 1, high: 5 } }],
  ['size and max', max(size(number(), 1, 5), 4), 'number', { value: { low: 1, high: 4 } }],
  ['optional', optional(min(number(), 0)), 'number', { value: { low: 0 } }],
  [
    'a refinement named min that is not one',
    refine(number(), 'min', (value) => value % 2 === 0),
    'number',
    {},
  ],
  [
    'a refinement of the user next to a bound',
    min(
      refine(number(), 'even', (value) => value % 2 === 0),
      2,
    ),
    'number',
    { value: { low: 2 } },
  ],
  ['size of a list', size(array(any()), 1, 3), 'list', { size: { low: 1, high: 3 } }],
  ['size from nothing', size(array(any()), 0, 3), 'list', { size: { high: 3 } }],
  ['size without end', size(array(any()), 2, Number.POSITIVE_INFINITY), 'list', { size: { low: 2 } }],
  ['size within size', size(size(array(any()), 1, 5), 2, 7), 'list', { size: { low: 2, high: 5 } }],
  ['a large size', size(array(any()), 100, 130), 'list', { size: { low: 100, high: 130 } }],
  ['nonempty', nonempty(array(any())), 'list', { size: { low: 1 } }],
  ['size of text', size(string(), 2), 'text', { size: { low: 2, high: 2 } }],
  ['pattern', pattern(string(), /a/), 'text', {}],
  ['size of a Set', size(set(any()), 1, 3), 'set', { size: { low: 1, high: 3 } }],
  [
    'nonempty and size of a Map',
    nonempty(size(map(any(), any()), 0, 3)),
    'map',
    { size: { low: 1, high: 3 } },
  ],
  [
    'a refinement named size that is not one',
    refine(array(any()), 'size', (list) => list.length % 2 === 0),
    'list',
    {},
  ],
]

describe('bounds of structs', () => {
  for (const [words, struct, kind, expected] of cases)
    it(`are found: ${words}`, () => {
      expect(limitsOf(struct as AnyStruct, kind)).to.deep.equal(expected)
    })

  it('are not found behind a refinement that throws for the probe', () => {
    const throwing = refine(array(any()), 'own', () => {
      throw new Error('no')
    })
    expect(limitsOf(size(throwing, 1, 3) as unknown as AnyStruct, 'list')).to.deep.equal({})
  })
})

describe('bounds of numbers that a test takes', () => {
  const { isInteger, isSafeInteger } = Number
  const tests: readonly (readonly [string, (value: number) => boolean, Limits])[] = [
    ['any number', () => true, {}],
    ['no number', () => false, {}],
    ['a fraction at most', (value) => value <= 9.5, { value: { high: 9.5 } }],
    ['both ends', (value) => value >= -0.25 && value <= 2_000, { value: { low: -0.25, high: 2_000 } }],
    ['integers', (value) => isInteger(value) && value <= 10, { value: { high: 10 } }],
    ['integers far from zero', (value) => isSafeInteger(value) && value >= 400, { value: { low: 400 } }],
    [
      'seconds of this century',
      (value) => isInteger(value) && value >= 946_684_800,
      { value: { low: 946_684_800 } },
    ],
    ['safe integers', isSafeInteger, {}],
    ['multiples of five', (value) => value % 5 === 0, {}],
    ['a single number', (value) => value === 5, {}],
    ['primes below a hundred', (value) => [2, 3, 5, 7, 11, 13, 97].includes(value), {}],
    ['a range with a hole', (value) => value < 10 || (value > 50 && value < 100), {}],
  ]
  for (const [title, takes, expected] of tests)
    it(`are found for what they are: ${title}`, () => {
      expect(limitsOfNumbers(takes)).to.deep.equal(expected)
    })
})
