// Bounds of structs as tests of the item that is updated. What DynamoDB does with them is in
// spec/engine/update-bounds.spec.ts.
import { expect } from 'chai'
import { enums, integer, literal, max, min, number, union } from 'superstruct'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { changing, rootOf, unmet } from '../bounded-entity.js'
import { thrown } from '../sample-entity.js'

const change = changing(
  rootOf({
    stock: min(integer(), 0),
    tiny: min(number(), 0, { exclusive: true }),
    share: max(min(number(), 0), 1),
    huge: max(number(), 1e300),
    level: union([literal(1), enums([3, 5])]),
    either: union([min(number(), 0), literal(-1)]),
    any: union([min(number(), 0), number()]),
    other: number(),
    whole: integer(),
  }),
)
const stock = (N: string) => ({ stock: { N } })
const stockWords = ['stock must be at least 0']

describe('bounds of an update', () => {
  it('move by the amount, exactly', () => {
    const less = [change('add', 'stock', -5)]
    expect(unmet(less, stock('5'))).deep.equal([])
    expect(unmet(less, stock('4'))).deep.equal(stockWords)
    expect(unmet(less, {})).deep.equal(stockWords)
    const share = [change('add', 'share', 0.1)]
    expect(unmet(share, { share: { N: '0.9' } })).deep.equal([])
    expect(unmet(share, { share: { N: '0.90000000000000000000000000000000000001' } })).length(1)
  })

  it('are strict where the exact bound has more than 38 digits', () => {
    const [above] = [change('add', 'tiny', -5)]
    expect(unmet([above], { tiny: { N: '5' } })).length(1)
    expect(unmet([above], { tiny: { N: '5.0000000000001' } })).deep.equal([])
  })

  it('that no number passes ask for nothing', () => {
    expect(change('add', 'huge', 5)).not.have.property('needs')
  })

  it('of a union are those of its numbers, without the few that it lists', () => {
    expect(unmet([change('add', 'either', -1)], { either: { N: '0' } })).length(1)
    expect(change('add', 'any', -1)).not.have.property('needs')
    const level = [change('add', 'level', 2)]
    expect(['1', '2', '3', '4'].map((N) => unmet(level, { level: { N } }).length)).deep.equal([0, 1, 0, 1])
    expect(thrown(() => change('set', 'level', (attr: never) => plus(attr, 'level', 'level')))).instanceOf(
      InvalidUpdateError,
    )
  })

  it('of a copied attribute are those of the copy', () => {
    const copy = [change('set', 'stock', (attr: { whole: unknown }) => attr.whole)]
    expect(unmet(copy, { whole: { N: '0' } })).deep.equal([])
    expect(unmet(copy, { whole: { N: '-1' } })).deep.equal(stockWords)
    const error = thrown(() => change('set', 'stock', (attr: { other: unknown }) => attr.other))
    expect((error as Error).message).contain('not every value of other is a valid value of stock')
  })

  it('of sums of attributes are met by the bounds of these, or refused', () => {
    expect(change('set', 'stock', (attr: never) => plus(attr, 'stock', 'stock'))).not.have.property('needs')
    const error = thrown(() => change('set', 'stock', (attr: never) => plus(attr, 'stock', 'whole')))
    expect((error as Error).message).contain('DynamoDB cannot compare a sum of two attributes')
  })
})

function plus(
  attr: Record<string, { plus(other: unknown): unknown }>,
  first: string,
  second: string,
): unknown {
  return attr[first]?.plus(attr[second])
}
