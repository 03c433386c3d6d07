import { expect } from 'chai'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { beginsWith, includes } from '../../../lib/expression/stored/stored-parts.js'

const B = (...values: number[]) => ({ B: new Uint8Array(values) })

describe('beginsWith', () => {
  const cases: [AttributeValue, AttributeValue, boolean][] = [
    [{ S: 'foo' }, { S: 'f' }, true],
    [{ S: 'foo' }, { S: '' }, true],
    [{ S: 'foo' }, { S: 'food' }, false],
    [{ S: 'foo' }, { S: 'o' }, false],
    [B(1, 2), B(1), true],
    [B(1, 2), B(), true],
    [B(1, 2), B(2), false],
    [B(1), B(1, 0), false],
    [{ S: 'a' }, B(97), false],
    [B(97), { S: 'a' }, false],
    [{ N: '12' }, { N: '1' }, false],
    [{ L: [{ S: 'a' }] }, { S: 'a' }, false],
  ]
  for (const [whole, part, response] of cases)
    it(`${JSON.stringify(whole)}, ${JSON.stringify(part)}: ${response}`, () =>
      expect(beginsWith(whole, part)).equal(response))
})

describe('includes', () => {
  const cases: [AttributeValue, AttributeValue, boolean][] = [
    [{ S: 'foo' }, { S: 'oo' }, true],
    [{ S: 'foo' }, { S: '' }, true],
    [{ S: 'foo' }, { S: 'x' }, false],
    [{ S: '1' }, { N: '1' }, false],
    [B(1, 2, 3), B(2, 3), true],
    [B(1, 2, 3), B(3, 2), false],
    [B(1), B(1, 0), false],
    [B(1), { S: '\u0001' }, false],
    [{ SS: ['a', 'b'] }, { S: 'b' }, true],
    [{ SS: ['ab'] }, { S: 'a' }, false],
    [{ SS: ['a'] }, { SS: ['a'] }, false],
    [{ NS: ['1', '2'] }, { N: '2.0' }, true],
    [{ NS: ['1'] }, { S: '1' }, false],
    [{ BS: [new Uint8Array([1])] }, B(1), true],
    [{ BS: [new Uint8Array([1])] }, B(2), false],
    [{ L: [{ S: 'a' }, { BOOL: true }] }, { BOOL: true }, true],
    [{ L: [{ M: { a: { N: '1' } } }] }, { M: { a: { N: '1.0' } } }, true],
    [{ L: [{ SS: ['x', 'y'] }] }, { SS: ['y', 'x'] }, true],
    [{ L: [{ L: [{ S: 'a' }] }] }, { S: 'a' }, false],
    [{ N: '12' }, { N: '1' }, false],
    [{ M: { a: { S: 'a' } } }, { S: 'a' }, false],
    [{ NULL: true }, { NULL: true }, false],
  ]
  for (const [whole, part, response] of cases)
    it(`${JSON.stringify(whole)}, ${JSON.stringify(part)}: ${response}`, () =>
      expect(includes(whole, part)).equal(response))
})
