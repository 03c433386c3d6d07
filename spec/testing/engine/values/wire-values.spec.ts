import { expect } from 'chai'
import type { WireValue } from '../../../../lib/testing/engine/values/wire.js'
import {
  bytesOf,
  compareValues,
  sameValue,
  setMembers,
} from '../../../../lib/testing/engine/values/wire-values.js'

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
})
