import { expect } from 'chai'
import { meets } from '../../../../lib/testing/engine/expressions/condition-evaluator.js'
import {
  legacyExpected,
  legacyFilter,
  legacyKeyConditions,
} from '../../../../lib/testing/engine/expressions/legacy-conditions.js'
import type { WireItem, WireValue } from '../../../../lib/testing/engine/values/wire.js'

const item: WireItem = { a: { S: 'text' }, n: { N: '5' }, set: { SS: ['x', 'y'] } }
const holds = (name: string, ComparisonOperator: string, ...AttributeValueList: WireValue[]) => {
  const condition = legacyFilter({ [name]: { ComparisonOperator, AttributeValueList } }, undefined)
  return condition !== undefined && meets(item, condition)
}

describe('legacy conditions', () => {
  const cases: [boolean, string, string, ...WireValue[]][] = [
    [true, 'a', 'EQ', { S: 'text' }],
    [false, 'absent', 'EQ', { S: 'text' }],
    [true, 'absent', 'NE', { S: 'text' }],
    [true, 'n', 'LT', { N: '6' }],
    [true, 'n', 'LE', { N: '5.0' }],
    [false, 'n', 'GT', { N: '5' }],
    [true, 'n', 'GE', { N: '5' }],
    [true, 'n', 'BETWEEN', { N: '5' }, { N: '6' }],
    [true, 'n', 'IN', { N: '4' }, { N: '5' }],
    [true, 'a', 'BEGINS_WITH', { S: 'te' }],
    [true, 'a', 'CONTAINS', { S: 'ex' }],
    [true, 'set', 'CONTAINS', { S: 'y' }],
    [false, 'set', 'NOT_CONTAINS', { S: 'y' }],
    [true, 'absent', 'NULL'],
    [false, 'absent', 'NOT_NULL'],
    [true, 'a', 'NOT_NULL'],
  ]
  for (const [expected, ...condition] of cases)
    it(`${JSON.stringify(condition)} is ${expected}`, () => expect(holds(...condition)).to.equal(expected))

  it('are joined by AND, or by OR if requested', () => {
    const both = { a: { ComparisonOperator: 'NULL' }, n: { ComparisonOperator: 'NOT_NULL' } }
    const met = (operator?: string) =>
      meets(item, legacyFilter(both, operator) ?? { kind: 'or', conditions: [] })
    expect([met(), met('AND'), met('OR')]).to.deep.equal([false, false, true])
  })

  const refused: [string, () => unknown, RegExp][] = [
    ['a wrong number of values', () => holds('a', 'EQ'), /Invalid number of argument\(s\) for the EQ/],
    ['values of two types', () => holds('a', 'IN', { S: 'a' }, { N: '1' }), /must be of same type/],
    [
      'a type that the operator does not take',
      () => holds('a', 'LT', { SS: ['a'] }),
      /LT is not valid for SS/,
    ],
    [
      'bounds the wrong way round',
      () => holds('n', 'BETWEEN', { N: '2' }, { N: '1' }),
      /lower bound is greater/,
    ],
    ['a joining word without conditions', () => legacyFilter({}, 'OR'), /ConditionalOperator/],
  ]
  for (const [title, work, message] of refused) it(`refuse ${title}`, () => expect(work).to.throw(message))

  it('read Expected, with what each form needs', () => {
    const met = (expected: object, on = item) => {
      const condition = legacyExpected({ a: expected }, undefined)
      return condition !== undefined && meets(on, condition)
    }
    expect(met({ Value: { S: 'text' } })).to.equal(true)
    expect(met({ Exists: false })).to.equal(false)
    expect(met({ Exists: false }, {})).to.equal(true)
    expect(met({ ComparisonOperator: 'BEGINS_WITH', Value: { S: 'te' } })).to.equal(true)
    expect(() => met({})).to.throw('Value must be provided when Exists is null for Attribute: a')
    expect(() => met({ Exists: true })).to.throw('Value must be provided when Exists is true')
    expect(() => met({ Exists: false, Value: { S: 'x' } })).to.throw(
      'Value cannot be used when Exists is false',
    )
    expect(() => met({ AttributeValueList: [] })).to.throw('can only be used with a ComparisonOperator')
    expect(() => met({ AttributeValueList: [], Value: { S: 'x' } })).to.throw('cannot be used together')
    expect(() => met({ ComparisonOperator: 'EQ', Exists: true })).to.throw('cannot be used together')
    expect(() => met({ ComparisonOperator: 'EQ' })).to.throw('must be used with ComparisonOperator: EQ')
    expect(legacyExpected(undefined, undefined)).to.equal(undefined)
    expect(() => legacyExpected(undefined, 'AND')).to.throw('ConditionalOperator')
  })

  it('read KeyConditions', () => {
    const found = legacyKeyConditions({
      pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] },
      sk: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [{ S: 's' }] },
    })
    expect([...found].map(([name, { by }]) => [name, by])).to.deep.equal([
      ['pk', '='],
      ['sk', 'begins_with'],
    ])
    expect(() =>
      legacyKeyConditions({ pk: { ComparisonOperator: 'NE', AttributeValueList: [{ S: 'p' }] } }),
    ).to.throw('not an indexable operation')
    expect(() => legacyKeyConditions({})).to.throw('length 1 or 2 only')
  })
})
