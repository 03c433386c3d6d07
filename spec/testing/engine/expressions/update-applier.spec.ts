import { expect } from 'chai'
import { updated } from '../../../../lib/testing/engine/expressions/update-applier.js'
import { parseUpdate } from '../../../../lib/testing/engine/expressions/update-parser.js'
import type { WireItem, WireValue } from '../../../../lib/testing/engine/values/wire.js'
import { readerOf } from '../ways-in.js'

const letters = (text: string): WireValue => ({ L: [...text].map((S) => ({ S })) })
const item: WireItem = {
  l1: letters('abcd'),
  n: { N: '5' },
  s: { S: 's' },
  ss: { SS: ['a', 'b'] },
  m: { M: { a: { N: '1' }, lone: { SS: ['x'] } } },
}
const values: WireItem = {
  ':n': { N: '1' },
  ':s': { S: 'X' },
  ':t': { S: 'Y' },
  ':l': letters('z'),
  ':ss': { SS: ['b', 'c'] },
  ':ab': { SS: ['a', 'b'] },
  ':x': { SS: ['x'] },
  ':ns': { NS: ['1'] },
}
const apply = (text: string) => updated(item, parseUpdate(readerOf(text, values)))

describe('update applier', () => {
  const cases: [string, string, WireValue | undefined][] = [
    ['REMOVE l1[0], l1[2]', 'l1', letters('bd')],
    ['REMOVE l1[9]', 'l1', letters('abcd')],
    ['SET l1[9] = :s, l1[7] = :t REMOVE l1[0]', 'l1', letters('bcdYX')],
    ['SET l1[1] = :s REMOVE l1[0]', 'l1', letters('Xcd')],
    ['SET l1 = list_append(:l, l1)', 'l1', letters('zabcd')],
    ['SET x = if_not_exists(n, :n) + :n', 'x', { N: '6' }],
    ['SET x = if_not_exists(missed, :n) - n', 'x', { N: '-4' }],
    ['SET n = s, s = n', 'n', { S: 's' }],
    ['SET m.b = m.a', 'm', { M: { a: { N: '1' }, lone: { SS: ['x'] }, b: { N: '1' } } }],
    ['REMOVE m.zz', 'm', item['m']],
    ['REMOVE missed', 'missed', undefined],
    ['ADD n :n', 'n', { N: '6' }],
    ['ADD fresh :n', 'fresh', { N: '1' }],
    ['ADD ss :ss', 'ss', { SS: ['a', 'b', 'c'] }],
    ['ADD m.c :n', 'm', { M: { a: { N: '1' }, lone: { SS: ['x'] }, c: { N: '1' } } }],
    ['DELETE ss :ss', 'ss', { SS: ['a'] }],
    ['DELETE ss :ab', 'ss', undefined],
    ['DELETE m.lone :x', 'm', { M: { a: { N: '1' } } }],
    ['DELETE missed :ss', 'missed', undefined],
  ]
  for (const [text, name, value] of cases) it(text, () => expect(apply(text)[name]).to.deep.equal(value))

  const refused: [string, RegExp][] = [
    ['SET x = missed', /refers to an attribute that does not exist/],
    ['SET x = s + :n', /incorrect data type/],
    ['SET x = list_append(s, :l)', /incorrect data type/],
    ['SET n.a = :n', /document path.*invalid for update/],
    ['SET missed.a = :n', /invalid for update/],
    ['REMOVE m[0]', /invalid for update/],
    ['REMOVE missed.a', /invalid for update/],
    ['ADD s :n', /incorrect data type/],
    ['ADD ss :ns', /incorrect data type/],
    ['DELETE n :ss', /incorrect data type/],
  ]
  for (const [text, message] of refused)
    it(`refuses ${text}`, () => expect(() => apply(text)).to.throw(message))

  it('leaves the item that it was given as it was', () => {
    const before = JSON.stringify(item)
    apply('SET l1[0] = :s, n = :n, m.a = :n REMOVE s ADD ss :ss')
    expect(JSON.stringify(item)).to.equal(before)
  })

  it('leaves the item as it was, and an attribute called __proto__ an attribute', () => {
    const before = JSON.stringify(item)
    apply('SET m.a = :s, l1[0] = :s ADD ss :ss REMOVE s')
    expect(JSON.stringify(item)).to.equal(before)
    const odd = updated({ id: { S: 'x' } }, [
      { section: 'SET', path: ['__proto__'], to: { kind: 'value', value: { N: '1' } } },
    ])
    expect(Object.keys(odd)).to.deep.equal(['id', '__proto__'])
    expect(JSON.stringify(odd)).to.equal('{"id":{"S":"x"},"__proto__":{"N":"1"}}')
  })
})
