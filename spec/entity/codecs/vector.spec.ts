import { expect } from 'chai'
import { vector } from 'dyntastic'
import fc from 'fast-check'
import { array, lazy, object, optional, record, refine, string, union } from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'

const options = { nulls: 'omit', unknown: 'drop' } as const
const codec = compileCodec(vector(2), options)
const numbers = (...all: string[]): AttributeValue => ({ L: all.map((N) => ({ N })) })

function failuresOf(read: (failures: Failure[]) => unknown) {
  const failures: Failure[] = []
  expect(read(failures)).equal(invalid)
  return failures
}

describe('the codec of vectors', () => {
  it('stores a list of the shortest texts, and reads it back bit for bit', () => {
    const parsed = codec.parse([0.1, 1 / 3], [])
    expect(parsed).deep.equal(Float32Array.of(0.1, 1 / 3))
    const stored = codec.encode(parsed)
    expect(stored).deep.equal(numbers('0.1', '0.33333334'))
    expect(codec.decode(stored, [])).deep.equal(Float32Array.of(0.1, 1 / 3))
  })

  it('reads what other programs write', () => {
    expect(codec.decode(numbers('0.10000000149011612', '1E-7'), [])).deep.equal(Float32Array.of(0.1, 1e-7))
  })

  it('reads every text of a number as JavaScript does', () => {
    const whole = fc.stringMatching(/^-?\d{1,18}$/)
    const decimal = fc.stringMatching(/^-?\d{0,12}\.\d{0,26}$/)
    const power = fc.stringMatching(/^-?\d{1,8}(?:\.\d{1,8})?[eE][+-]?\d{1,2}$/)
    const plain = fc.double({ noDefaultInfinity: true, noNaN: true }).map(String)
    const text = fc.oneof(
      whole,
      decimal,
      power,
      plain,
      fc.constantFrom('-', '.', '-.', '-0', '0.', '1e', ' '),
    )
    fc.assert(
      fc.property(text, (N) => {
        const float = N === '' ? Number.NaN : Math.fround(Number(N))
        const read = codec.decode(numbers(N, '1'), [])
        expect(read).deep.equal(Number.isFinite(float) ? Float32Array.of(float, 1) : invalid)
      }),
      { numRuns: 5_000 },
    )
  })

  it('knows its dimensions and its data type', () => {
    expect(codec.dimensions).equal(2)
    expect(codec.types).deep.equal(['L'])
    expect(codec.at(0)).equal(undefined)
    expect(
      compileCodec(
        lazy(() => vector(5)),
        options,
      ).dimensions,
    ).equal(5)
    expect(compileCodec(optional(vector(4)), options).dimensions).equal(4)
  })

  it('says what does not fit, without a number of it', () => {
    expect(failuresOf((failures) => codec.parse([1, 2, 3], failures))).deep.equal([
      { path: [], message: 'expected a vector of 2 dimensions, not one of 3', value: 'vector(3)' },
    ])
    expect(failuresOf((failures) => codec.parse([0.25, Number.NaN], failures))).deep.equal([
      { path: [1], message: 'NaN cannot be stored', value: undefined },
    ])
  })

  for (const [title, stored, message] of [
    ['another length', numbers('1'), 'expected a vector of 2 dimensions, but one of 1 is stored'],
    ['text', { L: [{ N: '1' }, { S: '2' }] }, 'expected numbers in a vector, but [1] is stored as S'],
    ['a large number', numbers('1', '4E38'), '[1] is not a number that a 32-bit float can hold'],
    ['a number set', { NS: ['1', '2'] }, 'expected L (a list), but NS is stored'],
    ['nothing', undefined, 'required, but absent'],
  ] as const)
    it(`refuses stored data: ${title}`, () => {
      const [failure, ...others] = failuresOf((failures) => codec.decode(stored as AttributeValue, failures))
      expect(others).deep.equal([])
      expect(failure?.message).equal(message)
    })

  it('works inside other structs', () => {
    const inside = compileCodec(
      object({
        pages: array(object({ at: string(), embedding: vector(2) })),
        named: record(string(), vector(1)),
        either: union([string(), vector(2)]),
        unit: refine(vector(2), 'unit', (value) => value[0] === 1),
      }),
      options,
    )
    const parsed = inside.parse(
      { pages: [{ at: 'p1', embedding: [1, 2] }], named: { a: [3] }, either: [4, 5], unit: [1, 0] },
      [],
    )
    expect(parsed).deep.equal({
      pages: [{ at: 'p1', embedding: Float32Array.of(1, 2) }],
      named: { a: Float32Array.of(3) },
      either: Float32Array.of(4, 5),
      unit: Float32Array.of(1, 0),
    })
    expect(inside.decode(inside.encode(parsed), [])).deep.equal(parsed)
    expect(inside.parse({ pages: [], named: {}, either: 'x', unit: [2, 0] }, [])).equal(invalid)
  })
})
