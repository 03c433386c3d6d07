// Numbers and integers.
import { expect } from 'chai'
import { integer, max, min, number } from 'superstruct'
import { codecOf, keeps, read, refusals, unreadable } from './crossing.js'

describe('number codec', () => {
  for (const [value, text] of [
    [0, '0'],
    [3.49, '3.49'],
    [-1.005, '-1.005'],
    [0.1 + 0.2, '0.30000000000000004'],
    [2 ** 53, '9007199254740992'],
    [1e21, '1E21'],
    [1.5e-7, '1.5E-7'],
    [1e-130, '1E-130'],
    [9.99e125, '9.99E125'],
  ] as const)
    it(`${value} is stored as ${text}`, () => {
      keeps(codecOf(number()), value, { N: text })
    })

  it('zero has no sign', () => {
    expect(Object.is(codecOf(number()).parse(-0, []), 0)).to.equal(true)
    expect(Object.is(read(codecOf(number()), { N: '-0' }), 0)).to.equal(true)
  })

  it('NaN is superstruct’s to refuse, Infinity is ours', () => {
    expect(refusals(codecOf(number()), Number.NaN)).to.deep.equal([])
    expect(refusals(codecOf(number()), Number.NEGATIVE_INFINITY)).to.deep.equal([
      'NaN and Infinity cannot be stored',
    ])
  })

  it('numbers beyond the range of DynamoDB are refused', () => {
    for (const value of [1e126, -1e126, 9e-131, 5e-324])
      expect(refusals(codecOf(number()), value)[0]).to.match(/number range/)
  })

  it('a whole number, or one beyond 2^53, is read exactly or not at all', () => {
    expect(read(codecOf(number()), { N: '1.50' })).to.equal(1.5)
    expect(read(codecOf(number()), { N: '10000000000000000000000' })).to.equal(1e22)
    const [message] = unreadable(codecOf(number()), { N: '9007199254740993' })
    expect(message).to.equal("JavaScript cannot hold this number exactly; use bigint() or as: 'decimal'")
    for (const text of ['9007199254740993.5', '1E17.5', '100000000000000000000.1', '-9007199254740993'])
      expect(unreadable(codecOf(number()), { N: text }), text).to.have.length(1)
    for (const text of ['', ' 1', '0x10', 'Infinity', 'NaN', '1-2', '.', '-'])
      expect(unreadable(codecOf(number()), { N: text }), text).to.have.length(1)
  })

  for (const [text, value] of [
    ['3.4000000000000003', 3.4000000000000004],
    ['0.30000000000000004441', 0.30000000000000004],
    ['-123456789012345.61000000000000001', -123456789012345.61],
    ['9007199254740991.5', 2 ** 53],
    ['0.00000000012345678901234567890123', 1.2345678901234568e-10],
  ] as const)
    it(`a sum with a fraction that no number holds is read as the nearest one: ${text}`, () => {
      expect(read(codecOf(number()), { N: text })).to.equal(value)
    })

  it('an integer is never what a fraction rounds to', () => {
    expect(unreadable(codecOf(integer()), { N: '2.00000000000000000001' })).to.have.length(1)
    expect(read(codecOf(number()), { N: '2.00000000000000000001' })).to.equal(2)
  })

  it('integers stay integers', () => {
    keeps(codecOf(integer()), -7, { N: '-7' })
    expect(refusals(codecOf(integer()), 1.5)).to.deep.equal([])
    expect(unreadable(codecOf(integer()), { N: '1.5' })).to.deep.equal(['expected an integer'])
  })

  it('refinements hold both ways', () => {
    const codec = codecOf(min(max(number(), 10), 1))
    keeps(codec, 5, { N: '5' })
    expect(refusals(codec, 11)).to.deep.equal([])
    expect(unreadable(codec, { N: '11' })[0]).to.match(/less than or equal to 10/)
  })
})
