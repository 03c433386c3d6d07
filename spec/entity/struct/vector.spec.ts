import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { attribute, EntityDefinitionError, vector } from 'dyntastic'
import { lazy, nullable, optional, refine, string } from 'superstruct'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'
import {
  dimensionsOf,
  floatsOf,
  isMarkedVector,
  markedVector,
  vectorFault,
  withoutNumbers,
} from '../../../lib/entity/struct/vector.js'
import { thrown } from '../../support/rejection.js'

describe('vector()', () => {
  it('is a struct of its dimensions, which every wrapper keeps', () => {
    const struct = vector(3)
    for (const each of [
      struct,
      optional(struct),
      nullable(struct),
      attribute(optional(struct), { name: 'v' }),
      lazy(() => struct),
      refine(struct, 'unit', () => true),
    ])
      expect(dimensionsOf(each as unknown as AnyStruct)).equal(3)
    expect(dimensionsOf(string() as unknown as AnyStruct)).equal(undefined)
  })

  it('checks and converts by itself, as any struct does', () => {
    const struct = vector(2)
    expect(struct.create([1, 2])).deep.equal(Float32Array.of(1, 2))
    expect(struct.is(Float32Array.of(1, 2))).equal(true)
    expect(struct.is(Float32Array.of(1))).equal(false)
    const [error] = struct.validate([1, Number.NaN])
    expect(error?.path).deep.equal([1])
    expect(error?.value).equal(undefined)
  })

  for (const dimensions of [0, -1, 1.5, 200_001, Number.NaN, '3', undefined, null])
    it(`refuses ${String(dimensions)} dimensions`, () => {
      const error = thrown(() => vector(dimensions as number), EntityDefinitionError)
      expect(error.message).contain('an integer from 1 to 200000')
    })

  it('refuses a second argument', () => {
    const call = vector as (...args: unknown[]) => unknown
    expect(thrown(() => call(3, {}), EntityDefinitionError).message).contain('takes the number of dimensions')
  })
})

describe('vectors', () => {
  it('are copied, rounded to 32 bits, and without the sign of zero', () => {
    const given = [0.1, -0, 16_777_217]
    expect(floatsOf(given, 3)).deep.equal(Float32Array.of(0.1, 0, 16_777_216))
    expect(Object.is(floatsOf(given, 3)?.[1], 0)).equal(true)
    const floats = Float32Array.of(1, 2)
    const copy = floatsOf(floats, 2)
    floats[0] = 5
    expect(copy).deep.equal(Float32Array.of(1, 2))
  })

  it('may be of another realm', () => {
    expect(floatsOf(runInNewContext('Float32Array.of(1, 2)'), 2)).deep.equal(Float32Array.of(1, 2))
    expect(floatsOf(runInNewContext('[1, 2]'), 2)).deep.equal(Float32Array.of(1, 2))
  })

  const misfits: readonly [string, unknown, object][] = [
    ['another length', [1], { message: 'expected a vector of 2 dimensions, not one of 1' }],
    ['NaN', [1, Number.NaN], { message: 'NaN cannot be stored', at: 1 }],
    [
      'Infinity',
      Float32Array.of(Number.NEGATIVE_INFINITY, 1),
      { message: '-Infinity cannot be stored', at: 0 },
    ],
    ['a number beyond 32 bits', [1e39, 1], { message: 'too large for a 32-bit float', at: 0 }],
    ['text', ['1', 2], { message: 'expected a number, not a string', at: 0 }],
    ['a hole', [1, undefined], { message: 'expected a number, not undefined', at: 1 }],
    ['a bigint', [1n, 1], { message: 'expected a number, not a bigint', at: 0 }],
    [
      'doubles in an array of their own',
      Float64Array.of(1, 2),
      {
        message:
          'expected a vector of 2 dimensions, as a Float32Array or an array of numbers, not a Float64Array',
      },
    ],
    [
      'an object',
      { length: 2 },
      {
        message: 'expected a vector of 2 dimensions, as a Float32Array or an array of numbers, not an object',
      },
    ],
  ]
  for (const [title, value, fault] of misfits)
    it(`do not fit: ${title}`, () => {
      expect(vectorFault(value, 2)).deep.equal(fault)
      expect(floatsOf(value, 2)).equal(undefined)
    })

  it('show as their dimensions', () => {
    expect(withoutNumbers([1, 2])).equal('vector(2)')
    expect(withoutNumbers(Float64Array.of(1))).equal('vector(1)')
    expect(withoutNumbers('text')).equal('text')
    expect(isMarkedVector(markedVector([{ N: '1' }]))).equal(true)
    expect(isMarkedVector([{ N: '1' }])).equal(false)
  })
})
