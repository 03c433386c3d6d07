// Key conditions by recipe: those of other values, without planning, or nothing if the values might matter.
import { expect } from 'chai'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { candidateOf } from '../../../lib/plan/key/candidate.js'
import { filledKey, isOrdinary, useRecipe } from '../../../lib/plan/key/key-recipe.js'
import { spec } from '../sample-orders.js'
import { clauses, shopKinds, sourceOf } from '../template/shop-kinds.js'

const { Order } = shopKinds()
const [day, nextDay] = [new Date('2026-01-05'), new Date('2026-01-06')]
type Given = Parameters<typeof clauses>[1]

const recipeOf = (given: Given, label?: string) => {
  const nodes = clauses(Order, given)
  return useRecipe(candidateOf(Order, sourceOf(Order, label), spec(), nodes, new Set()), nodes)
}
const valuesIn = (given: Given, other: Given, label?: string) => {
  const recipe = recipeOf(given, label)
  return recipe && filledKey(recipe, clauses(Order, other))?.map(({ operands }) => operands)
}
const value = (S: string) => [{ kind: 'value', value: { S } }]

describe('useRecipe', () => {
  const given: Given = [
    ['customer', 'eq', 'c1'],
    ['at', 'eq', day],
    ['order', 'beginsWith', 'o1'],
    ['total', 'gt', 5],
  ]
  const other: Given = [
    ['customer', 'eq', 'c2'],
    ['at', 'eq', nextDay],
    ['order', 'beginsWith', 'x#'],
    ['total', 'gt', 7],
  ]

  it('makes the keys of other values, escaped as the template does', () => {
    const [partition, sort] = valuesIn(given, other) ?? []
    expect(partition).deep.equal(value('C#c2'))
    expect(JSON.stringify(sort)).match(/"O#2026-01-06T00:00:00.000Z#x.+"/)
  })

  it('leaves to the filter what no key says', () => {
    const { rest = [] } = recipeOf(given) ?? {}
    expect(rest.map((at) => nodeText(clauses(Order, given)[at] as never))).deep.equal(['total > (value)'])
  })

  it('makes the beginning of a key of which no attribute is given', () => {
    expect(valuesIn([['customer', 'eq', 'c1']], [['customer', 'eq', 'c2']])).deep.equal([
      value('C#c2'),
      value('O#'),
    ])
  })

  it('takes the clauses on plain key attributes as they are', () => {
    const at = (tenant: string): Given => [
      ['tenant', 'eq', tenant],
      ['status', 'eq', 'open'],
    ]
    expect(valuesIn(at('a'), at('b'), 'geo')).deep.equal([value('b'), value('open')])
  })

  it('makes the keys of ranges', () => {
    const range = (from: Date, to: Date): Given => [
      ['customer', 'eq', 'c1'],
      ['at', 'between', from, to],
    ]
    const [, sort] = valuesIn(range(day, nextDay), range(nextDay, new Date('2026-01-07'))) ?? []
    expect(sort).deep.equal([...value('O#2026-01-06T00:00:00.000Z'), ...value('O#2026-01-07T00:00:00.000Z$')])
  })

  it('is refused if conditions leave one text to an attribute of which several values have it', () => {
    expect(recipeOf([['due', 'beginsWith', '2026-01-05']], 'byDue')).equal(undefined)
  })
})

describe('filledKey', () => {
  it('needs planning for keys that are too long', () => {
    const [short, long] = ['o', 'o'.repeat(339)].map(
      (id): Given => [
        ['customer', 'eq', 'c1'],
        ['at', 'eq', day],
        ['order', 'eq', id],
      ],
    )
    expect(valuesIn(short as Given, short as Given)).not.equal(undefined)
    expect(valuesIn(short as Given, long as Given)).equal(undefined)
  })
})

describe('isOrdinary', () => {
  it('is true of values that every key attribute may have', () => {
    const ordinary = (id: string) => isOrdinary(clauses(Order, [['order', 'eq', id]])[0])
    expect(['o', 'o'.repeat(340), '', 'o'.repeat(341)].map(ordinary)).deep.equal([true, true, false, false])
    expect(isOrdinary(clauses(Order, [['total', 'between', 0, 1]])[0])).equal(true)
    expect(isOrdinary(undefined)).equal(false)
  })
})
