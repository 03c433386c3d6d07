import { expect } from 'chai'
import { type OperatorName, operators } from '../../../lib/expression/condition/operators.js'
import { mirrorOf, oppositeOf, rangeEndOf } from '../../../lib/plan/condition/operator-sense.js'

const names = Object.keys(operators) as OperatorName[]

/** What a function returns, of those operators for which it returns something. */
function responses<T>(of: (operator: OperatorName) => T | undefined): Record<string, T> {
  const entries = names.flatMap((name) => {
    const response = of(name)
    return response === undefined ? [] : [[name, response] as const]
  })
  return Object.fromEntries(entries)
}

describe('the sense of operators, from their rows', () => {
  it('which end of a range they set', () => {
    expect(responses(rangeEndOf)).deep.equal({
      lt: { side: 'upper', inclusive: false },
      lte: { side: 'upper', inclusive: true },
      gt: { side: 'lower', inclusive: false },
      gte: { side: 'lower', inclusive: true },
    })
  })

  it('which one is their exact opposite, on any item', () => {
    expect(responses((operator) => oppositeOf(operator, false))).deep.equal({
      eq: 'ne',
      ne: 'eq',
      exists: 'notExists',
      notExists: 'exists',
    })
  })

  it('which one is their opposite where the attribute is there', () => {
    expect(responses((operator) => oppositeOf(operator, true))).deep.equal({
      eq: 'ne',
      ne: 'eq',
      lt: 'gte',
      lte: 'gt',
      gt: 'lte',
      gte: 'lt',
      exists: 'notExists',
      notExists: 'exists',
    })
  })

  it('which one says the same with the sides exchanged', () => {
    expect(responses(mirrorOf)).deep.equal({ eq: 'eq', ne: 'ne', lt: 'gt', lte: 'gte', gt: 'lt', gte: 'lte' })
  })
})
