import { expect } from 'chai'
import fc from 'fast-check'
import type { Comparison } from '../../../lib/expression/condition/condition-node.js'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import type { OperatorName } from '../../../lib/expression/condition/operators.js'
import { boundsOf } from '../../../lib/plan/key/sort-bounds.js'

const made = (operator: OperatorName, ...values: readonly string[]): Comparison => ({
  kind: 'comparison',
  operator,
  left: { kind: 'path', text: 's', names: ['s'] },
  operands: values.map((S) => ({ kind: 'value', value: { S } })),
})

const text = (bounds: ReturnType<typeof boundsOf>): string => {
  if (typeof bounds === 'string') return bounds
  const values = bounds.operands.map((operand) =>
    operand.kind === 'value' ? Object.values(operand.value)[0] : '?',
  )
  return [bounds.operator, ...values].join(' ')
}

const cases: readonly (readonly [first: string, others: readonly string[], bounds: string])[] = [
  ['gt b', [], 'gt b'],
  ['gte b', ['lte d'], 'between b d'],
  ['lte d', ['gte b'], 'between b d'],
  ['gte b', ['lte b'], 'eq b'],
  ['gte d', ['lte b'], 'nothing'],
  ['gt b', ['lt b'], 'nothing'],
  ['gt b', ['lte b'], 'nothing'],
  ['gte b', ['lt b'], 'nothing'],
  ['gt b', ['lt d'], 'inexpressible'],
  ['gt b', ['lte d'], 'inexpressible'],
  ['gte b', ['lt d'], 'inexpressible'],
  ['gt b', ['gt d'], 'gt d'],
  ['gt b', ['gte b'], 'gt b'],
  ['gte b', ['gt b'], 'gt b'],
  ['lt b', ['lt d'], 'lt b'],
  ['lte b', ['lt b'], 'lt b'],
  ['lt b', ['lte b', 'lte a'], 'lte a'],
  ['between b d', [], 'between b d'],
  ['between b d', ['between c e'], 'between c d'],
  ['between a e', ['between b d'], 'between b d'],
  ['between b d', ['gte c'], 'between c d'],
  ['between b d', ['gt a'], 'between b d'],
  ['between b d', ['gt b'], 'inexpressible'],
  ['between b d', ['gte e'], 'nothing'],
  ['between b d', ['gte d'], 'eq d'],
  ['beginsWith a', ['beginsWith ab'], 'beginsWith ab'],
  ['beginsWith ab', ['beginsWith a'], 'beginsWith ab'],
  ['beginsWith a', ['beginsWith b'], 'nothing'],
  ['beginsWith a', ['gt a'], 'inexpressible'],
]

describe('boundsOf', () => {
  const read = (shown: string): Comparison => {
    const [operator, ...values] = shown.split(' ')
    return made(operator as OperatorName, ...values)
  }

  for (const [first, others, bounds] of cases)
    it(`${[first, ...others].join(' and ')}: ${bounds}`, () =>
      expect(text(boundsOf(read(first), others.map(read)))).equal(bounds))

  it('orders numbers as numbers', () => {
    const number = (operator: OperatorName, N: string): Comparison => ({
      ...made(operator),
      operands: [{ kind: 'value', value: { N } }],
    })
    expect(text(boundsOf(number('gte', '9'), [number('lte', '10')]))).equal('between 9 10')
    expect(text(boundsOf(number('gte', '10'), [number('lte', '9')]))).equal('nothing')
    expect(text(boundsOf(number('gte', '1.0'), [number('lte', '1')]))).equal('eq 1.0')
  })

  it('passes on the same comparison if it says it all', () => {
    const between = made('between', 'b', 'd')
    expect(boundsOf(between, [made('gte', 'a')])).equal(between)
    const prefix = made('beginsWith', 'ab')
    expect(boundsOf(made('beginsWith', 'a'), [prefix, prefix])).equal(prefix)
  })

  it('means what all of them mean', () => {
    const value = fc.constantFrom('a', 'ab', 'b', 'ba', 'c')
    const range = fc
      .tuple(fc.constantFrom<OperatorName>('lt', 'lte', 'gt', 'gte', 'between', 'beginsWith'), value, value)
      .map(([operator, a, b]) =>
        operator === 'between' ? made(operator, ...[a, b].toSorted()) : made(operator, a),
      )
    fc.assert(
      fc.property(range, fc.array(range, { maxLength: 3 }), value, (first, others, S) => {
        const bounds = boundsOf(first, others)
        if (bounds === 'inexpressible') return
        const item = { s: { S } }
        expect(bounds !== 'nothing' && holds(bounds, item)).equal(
          [first, ...others].every((each) => holds(each, item)),
        )
      }),
      { numRuns: 1000 },
    )
  })
})
