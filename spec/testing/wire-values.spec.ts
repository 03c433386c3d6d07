import { expect } from 'chai'
import type { WireValue } from '../../lib/testing/wire.js'
import {
  bytesOf,
  checkValue,
  compareValues,
  itemBytes,
  sameValue,
  setMembers,
} from '../../lib/testing/wire-values.js'

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('wire values', () => {
  const equal: [string, WireValue, WireValue][] = [
    ['numbers by value', { N: '1' }, { N: '1.0' }],
    ['false with false', { BOOL: false }, { BOOL: false }],
    ['sets without order', { SS: ['a', 'b'] }, { SS: ['b', 'a'] }],
    ['sets of numbers by value', { NS: ['1', '2'] }, { NS: ['2.0', '1'] }],
    ['lists member by member', { L: [{ BOOL: true }, { N: '1' }] }, { L: [{ BOOL: true }, { N: '1.0' }] }],
    ['maps without order', { M: { a: { N: '1' }, b: { S: '' } } }, { M: { b: { S: '' }, a: { N: '1.00' } } }],
    ['empty lists', { L: [] }, { L: [] }],
    ['nulls', { NULL: true }, { NULL: true }],
  ]
  for (const [title, a, b] of equal) it(`equates ${title}`, () => expect(sameValue(a, b)).to.equal(true))

  const different: [string, WireValue, WireValue][] = [
    ['types', { N: '1' }, { S: '1' }],
    ['booleans', { BOOL: true }, { BOOL: false }],
    ['orders of lists', { L: [{ N: '1' }, { N: '2' }] }, { L: [{ N: '2' }, { N: '1' }] }],
    ['maps of other names', { M: { a: { N: '1' } } }, { M: { b: { N: '1' } } }],
    ['maps against Object.prototype', { M: { constructor: { N: '1' } } }, { M: { a: { N: '1' } } }],
    ['sets of other sizes', { SS: ['a'] }, { SS: ['a', 'b'] }],
    ['kinds of sets', { SS: ['1'] }, { NS: ['1'] }],
  ]
  for (const [title, a, b] of different)
    it(`tells apart ${title}`, () => expect(sameValue(a, b)).to.equal(false))

  it('orders strings by their UTF-8 bytes, numbers by value, binaries by bytes, and nothing else', () => {
    expect(compareValues({ S: '\uFFFD' }, { S: '😀' })).to.equal(-1)
    expect(compareValues({ N: '10' }, { N: '9' })).to.equal(1)
    expect(compareValues({ B: base64('a') }, { B: base64('a') })).to.equal(0)
    expect(compareValues({ S: 'a' }, { B: base64('a') })).to.equal(undefined)
    expect(compareValues({ BOOL: true }, { BOOL: true })).to.equal(undefined)
    expect(compareValues({ N: '1' }, { S: '1' })).to.equal(undefined)
  })

  it('knows the bytes of strings and binaries, and the members of sets', () => {
    expect(bytesOf({ S: 'é' })?.length).to.equal(2)
    expect(bytesOf({ N: '1' })).to.equal(undefined)
    expect(setMembers({ BS: ['YQ=='] })).to.deep.equal([{ B: 'YQ==' }])
    expect(setMembers({ L: [] })).to.equal(undefined)
  })

  it('writes numbers as DynamoDB does', () => {
    const value: WireValue = { L: [{ N: '007' }, { NS: ['1.50', '2'] }, { M: { a: { N: '1E2' } } }] }
    checkValue(value)
    expect(value).to.deep.equal({ L: [{ N: '7' }, { NS: ['1.5', '2'] }, { M: { a: { N: '100' } } }] })
  })

  const nested = (levels: number): WireValue => (levels === 1 ? { S: 'x' } : { M: { a: nested(levels - 1) } })
  const refused: [string, unknown, RegExp][] = [
    ['a value without a type', {}, /is empty/],
    ['a value of two types', { S: 'a', N: '1' }, /more than one datatypes/],
    ['an empty set', { SS: [] }, /may not be empty/],
    ['a set of 1 and 1.0', { NS: ['1', '1.0'] }, /duplicates/],
    ['a false NULL', { NULL: false }, /must have the value of true/],
    ['33 levels', nested(33), /Nesting Levels/],
    ['what is wrong inside', { M: { a: { L: [{ N: 'x' }] } } }, /cannot be converted/],
  ]
  for (const [title, value, message] of refused)
    it(`refuses ${title}`, () => expect(() => checkValue(value as WireValue)).to.throw(message))
  it('takes 32 levels, empty strings and empty lists', () => {
    for (const value of [nested(32), { S: '' }, { B: '' }, { L: [] }, { M: {} }]) checkValue(value)
  })

  it('weighs items in bytes, names included', () => {
    expect(itemBytes({ pk: { S: 'aé' } })).to.equal(5)
    expect(itemBytes({ a: { BOOL: true }, b: { NULL: true } })).to.equal(4)
    expect(itemBytes({ a: { N: '0' } })).to.equal(2)
    expect(itemBytes({ a: { N: '123' } })).to.equal(4)
    expect(itemBytes({ a: { N: '-1' } })).to.equal(4)
    expect(itemBytes({ a: { SS: ['a', 'bc'] } })).to.equal(4)
    expect(itemBytes({ a: { L: [{ S: 'x' }] } })).to.equal(6)
    expect(itemBytes({ a: { M: { b: { S: 'x' } } } })).to.equal(7)
  })
})
