import { expect } from 'chai'
import { checkItemValues, checkValue } from '../../../../lib/testing/engine/values/value-checks.js'
import type { WireValue } from '../../../../lib/testing/engine/values/wire.js'

describe('value checks', () => {
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
    ['an attribute without a name', { M: { '': { S: 'x' } } }, /Empty attribute name/],
    ['a name of 64 KB', { M: { ['é'.repeat(2 ** 15)]: { S: 'x' } } }, /Attribute name is too large/],
    ['a word as a number', { N: 'NaN' }, /cannot be converted to a numeric value: NaN/],
    ['nothing as a number', { N: '' }, /cannot be converted to a numeric value$/],
    ['33 levels', nested(33), /Nesting Levels/],
    ['what is wrong inside', { M: { a: { L: [{ N: 'x' }] } } }, /cannot be converted/],
  ]
  for (const [title, value, message] of refused)
    it(`refuses ${title}`, () => expect(() => checkValue(value as WireValue)).to.throw(message))
  it('takes names of less than 64 KB', () => {
    checkItemValues({ ['é'.repeat(2 ** 15 - 1)]: { N: '1' }, ['n'.repeat(2 ** 16 - 1)]: { N: '1' } })
  })

  it('takes 32 levels, empty strings and empty lists', () => {
    for (const value of [nested(32), { S: '' }, { B: '' }, { L: [] }, { M: {} }]) checkValue(value)
  })

  it('takes false for NULL and reads it as true, as AWS does', () => {
    const value: WireValue = { NULL: false }
    checkValue(value)
    expect(value).to.deep.equal({ NULL: true })
  })

  it('names the members of a set that are there twice', () => {
    expect(() => checkItemValues({ a: { SS: ['x', 'x'] } })).to.throw(
      'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
    )
    expect(() => checkItemValues({ a: { BS: ['YQ==', 'YQ=='] } })).to.throw(/of type BS contains duplicates/)
  })
})
