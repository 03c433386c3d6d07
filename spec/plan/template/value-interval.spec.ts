// The values of an attribute that conditions leave.
import { expect } from 'chai'
import type { Comparison } from '../../../lib/expression/condition/condition-node.js'
import type { OperatorName } from '../../../lib/expression/condition/operators.js'
import { intervalOf } from '../../../lib/plan/template/value-interval.js'

const on = (operator: OperatorName, ...values: readonly string[]): Comparison => ({
  kind: 'comparison',
  operator,
  left: { kind: 'path', text: 'a', names: ['a'] },
  operands: values.map((S) => ({ kind: 'value', value: { S } })),
})
const at = (S: string, inclusive = true) => ({ value: { S }, inclusive })

describe('intervalOf', () => {
  it('reads comparisons', () => {
    expect(intervalOf(on('eq', 'x'), 'a')).deep.equal({ low: at('x'), high: at('x'), exact: true })
    expect(intervalOf(on('gt', 'x'), 'a')).deep.equal({ low: at('x', false), exact: true })
    expect(intervalOf(on('lte', 'x'), 'a')).deep.equal({ high: at('x'), exact: true })
    expect(intervalOf(on('between', 'x', 'y'), 'a')).deep.equal({ low: at('x'), high: at('y'), exact: true })
    expect(intervalOf(on('beginsWith', 'x'), 'a')).deep.equal({ prefix: { S: 'x' }, exact: true })
    expect(intervalOf(on('in', 'y', 'x', 'z'), 'a')).deep.equal({ low: at('x'), high: at('z'), exact: false })
  })

  it('knows nothing of other attributes, parts, sizes and operators without order', () => {
    expect(intervalOf(on('eq', 'x'), 'b')).equal(undefined)
    for (const operator of ['ne', 'contains', 'exists'] as const)
      expect(intervalOf(on(operator, 'x'), 'a')).equal(undefined)
    expect(intervalOf(on('in'), 'a')).equal(undefined)
    const path = { kind: 'path', text: 'a.b', names: ['a', 'b'] } as const
    expect(intervalOf({ ...on('eq', 'x'), left: path }, 'a')).equal(undefined)
    expect(intervalOf({ ...on('eq', 'x'), left: { kind: 'size', path } }, 'a')).equal(undefined)
    expect(intervalOf({ ...on('eq', 'x'), operands: [path] }, 'a')).equal(undefined)
  })

  it('turns negations around, of an attribute that is there', () => {
    expect(intervalOf({ kind: 'not', condition: on('lt', 'x') }, 'a')).deep.equal({
      low: at('x'),
      exact: true,
    })
    expect(intervalOf({ kind: 'not', condition: on('between', 'x', 'y') }, 'a')).equal(undefined)
  })

  it('spans the branches of an or, if all say something', () => {
    const or = (...conditions: readonly Comparison[]) => intervalOf({ kind: 'or', conditions }, 'a')
    expect(or(on('eq', 'x'), on('between', 'b', 'c'))).deep.equal({
      low: at('b'),
      high: at('x'),
      exact: false,
    })
    expect(or(on('gt', 'x'), on('gte', 'x'))).deep.equal({ low: at('x'), high: undefined, exact: false })
    expect(or(on('gt', 'x'), on('lt', 'b'))).equal(undefined)
    expect(or(on('gt', 'x'), on('ne', 'b'))).equal(undefined)
    expect(or(on('beginsWith', 'b'), on('gt', 'c'))).deep.equal({
      low: at('b'),
      high: undefined,
      exact: false,
    })
  })

  it('joins the parts of an and', () => {
    const and = intervalOf({ kind: 'and', conditions: [on('gt', 'b'), on('ne', 'c'), on('lt', 'd')] }, 'a')
    expect(and).deep.include({ low: at('b', false), high: at('d', false), exact: false })
  })
})
