import { expect } from 'chai'
import { integer, string, union } from 'superstruct'
import { or } from '../../lib/expression/condition/logic.js'
import { helpfulIndex } from '../../lib/plan/scan-plan.js'
import { Entity } from '../../lib/repository/entity.js'
import { nodes, Order, planOf, type Where } from './sample-orders.js'

describe('helpfulIndex', () => {
  const cases: readonly (readonly [title: string, where: readonly Where[], helpful: string | undefined])[] = [
    ['nothing', [], undefined],
    ['an eq', [(attr) => attr.note.eq('a')], "{ partition: 'note' }"],
    [
      'an eq and a range',
      [(attr) => attr.total.gt(1), (attr) => attr.note.eq('a')],
      "{ partition: 'note', sort: 'total' }",
    ],
    [
      'two eq',
      [(attr) => attr.region.eq('eu'), (attr) => attr.note.eq('a')],
      "{ partition: 'region', sort: 'note' }",
    ],
    [
      'two eq and a range',
      [(attr) => attr.region.eq('eu'), (attr) => attr.note.eq('a'), (attr) => attr.total.lt(1)],
      "{ partition: 'region', sort: 'total' }",
    ],
    ['a range alone', [(attr) => attr.total.gt(1)], "{ partition: <one given by eq>, sort: 'total' }"],
    [
      'two of one attribute',
      [(attr) => attr.note.eq('a'), (attr) => attr.note.gt('a')],
      "{ partition: 'note' }",
    ],
    [
      'what no key condition takes',
      [
        (attr) => attr.note.exists(),
        (attr) => attr.region.ne('eu'),
        (attr) => or(attr.total.gt(1), attr.note.eq('a')),
      ],
      undefined,
    ],
    [
      'what is not an attribute of its own',
      [(attr) => attr.lines[0].sku.eq('a'), (attr) => attr.lines.size().eq(1)],
      undefined,
    ],
    ['what cannot be a key attribute', [(attr) => attr.tags.eq(new Set(['a']))], undefined],
    ['a comparison of attributes', [(attr) => attr.note.eq(attr.region)], undefined],
  ]
  for (const [title, where, helpful] of cases)
    it(title, () => expect(helpfulIndex(Order, nodes(...where))).equal(helpful))

  it('names no attribute of several data types', () => {
    const attributes = { id: string(), mixed: union([string(), integer()]), note: string() }
    const Mixed = new Entity({ name: 'Mixed', table: 'mixed', attributes, key: { partition: 'id' } })
    const { node } = Mixed.condition((attr) => attr.mixed.eq('a'))
    expect(helpfulIndex(Mixed, [node])).equal(undefined)
    expect(helpfulIndex(Mixed, [node, Mixed.condition((attr) => attr.note.eq('a')).node])).equal(
      "{ partition: 'note' }",
    )
  })

  it('is on the plan of a Scan that was not requested', () => {
    const where: Where = (attr) => attr.note.eq('a')
    expect(planOf([where]).helpful).equal("{ partition: 'note' }")
    expect(planOf([where], { scan: true }).helpful).equal(undefined)
    expect(planOf([(attr) => attr.customerId.eq('c1'), where]).helpful).equal(undefined)
  })
})
