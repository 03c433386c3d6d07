import { expect } from 'chai'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { sizeOf } from '../../../lib/expression/stored/stored-size.js'

describe('sizeOf', () => {
  const cases: [AttributeValue, number | undefined][] = [
    [{ S: 'foo' }, 3],
    [{ S: '' }, 0],
    [{ S: 'añ😀' }, 4],
    [{ B: new Uint8Array(5) }, 5],
    [{ SS: ['a', 'b'] }, 2],
    [{ NS: ['1'] }, 1],
    [{ BS: [new Uint8Array(3)] }, 1],
    [{ L: [{ S: 'a' }, { NULL: true }] }, 2],
    [{ M: { a: { S: 'x' }, b: { M: { c: { S: 'y' } } } } }, 2],
    [{ N: '123' }, undefined],
    [{ BOOL: true }, undefined],
    [{ NULL: true }, undefined],
  ]
  for (const [value, size] of cases)
    it(`${JSON.stringify(value)} has the size ${size}`, () => expect(sizeOf(value)).equal(size))
})
