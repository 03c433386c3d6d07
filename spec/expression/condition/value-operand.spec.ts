import { expect } from 'chai'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import {
  type ComparisonPlace,
  encodeOperand,
  madeOperand,
  numberOperand,
  operandType,
  partOperand,
  valueOperand,
} from '../../../lib/expression/condition/value-operand.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { number, root, text } from '../sample-entity.js'

const place = (path: string): ComparisonPlace => ({
  root,
  path: resolvePath(root, path),
  size: false,
  operator: 'eq',
})

describe('value operands', () => {
  it('valueOperand copies and freezes a stored value of any type', () => {
    const values: AttributeValue[] = [
      { S: 'a' },
      { B: new Uint8Array([1]) },
      { BS: [new Uint8Array([1])] },
      { SS: ['a'] },
      { NS: ['1'] },
      { L: [{ M: { a: { B: new Uint8Array([1]) } } }] },
      { NULL: true },
    ]
    for (const value of values) {
      const { value: copy } = valueOperand(value)
      expect(copy).deep.equal(value)
      expect(copy).not.equal(value)
      expect(Object.isFrozen(copy)).equal(true)
      const [inner] = Object.values(copy)
      if (Array.isArray(inner)) expect(Object.isFrozen(inner)).equal(true)
    }
    const bytes = Buffer.from([1])
    expect(valueOperand({ B: bytes }).value).deep.equal({ B: new Uint8Array([1]) })
  })

  it('madeOperand freezes a value that was made for it as it is, binary copied', () => {
    const bytes = new Uint8Array([1])
    const made: AttributeValue = { M: { list: { L: [{ B: bytes }, { BS: [bytes] }, { SS: ['a'] }] } } }
    const { value } = madeOperand(made)
    expect(value).equal(made)
    const isFrozen = (part: unknown): boolean =>
      typeof part !== 'object' ||
      part === null ||
      part instanceof Uint8Array ||
      (Object.isFrozen(part) && Object.values(part).every(isFrozen))
    expect(isFrozen(value)).equal(true)
    bytes[0] = 2
    const one = new Uint8Array([1])
    expect(value).deep.equal({ M: { list: { L: [{ B: one }, { BS: [one] }, { SS: ['a'] }] } } })
  })

  it('later changes of binary that was given do not reach the operand', () => {
    const bytes = new Uint8Array([1])
    const { value } = valueOperand({ L: [{ B: bytes }, { BS: [bytes] }] })
    bytes[0] = 2
    expect(value).deep.equal({ L: [{ B: new Uint8Array([1]) }, { BS: [new Uint8Array([1])] }] })
  })

  it('encodeOperand gives the stored form', () => {
    expect(encodeOperand(place('total'), number, 5, { inList: false, bound: false })).deep.equal({
      kind: 'value',
      value: { N: '5' },
    })
    expect(operandType(encodeOperand(place('status'), text, 'x', { inList: false, bound: false }))).equal('S')
  })

  for (const [value, stored] of [
    [3, '3'],
    [10n, '10'],
    [0, '0'],
  ] as const)
    it(`numberOperand takes ${value}`, () =>
      expect(numberOperand(place('tags'), value).value).deep.equal({ N: stored }))
  for (const value of ['3', 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, null])
    it(`numberOperand refuses ${String(value)}`, () =>
      expect(() => numberOperand(place('tags'), value)).throw(ValidationError, 'an integer'))

  it('partOperand takes well-formed text for text, and binary for binary', () => {
    expect(partOperand(place('status'), '😀').value).deep.equal({ S: '😀' })
    expect(partOperand(place('photo'), new Uint8Array([1])).value).deep.equal({ B: new Uint8Array([1]) })
    expect(() => partOperand(place('status'), '\ud83d')).throw(ValidationError, 'well-formed text')
    expect(() => partOperand(place('status'), new Uint8Array([1]))).throw(ValidationError, 'a string')
    expect(() => partOperand(place('extra'), 5)).throw(ValidationError, 'a string or binary')
  })
})
