import { expect } from 'chai'
import fc from 'fast-check'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { distinct, sameNode } from '../../../lib/plan/condition/same-node.js'
import { conditionNode } from '../../expression/sample-conditions.js'
import { nodes, type Where } from '../sample-orders.js'

const different: readonly Where[] = [
  (attr) => attr.total.eq(5),
  (attr) => attr.total.eq(6),
  (attr) => attr.total.gt(5),
  (attr) => attr.priority.eq(5),
  (attr) => attr.total.eq(attr.priority),
  (attr) => attr.lines.size().eq(5),
  (attr) => attr.tags.size().eq(5),
  (attr) => attr.total.in([5]),
  (attr) => attr.total.in([5, 6]),
  (attr) => attr.total.in([6, 5]),
  (attr) => attr.lines[0].sku.eq('5'),
  (attr) => attr.lines[1].sku.eq('5'),
  (attr) => not(attr.total.eq(5)),
  (attr) => not(attr.total.gt(5)),
  (attr) => and(attr.total.eq(5), attr.priority.eq(5)),
  (attr) => or(attr.total.eq(5), attr.priority.eq(5)),
  (attr) => or(attr.priority.eq(5), attr.total.eq(5)),
  (attr) => or(attr.priority.eq(5), attr.total.eq(5), attr.total.eq(6)),
]

describe('sameNode', () => {
  it('tells conditions apart by operators, paths, values, kind and order', () => {
    const all = nodes(...different)
    const again = nodes(...different)
    for (const [at, node] of all.entries())
      for (const [other, copy] of again.entries())
        expect(sameNode(node, copy), `${at} ${other}`).equal(at === other)
  })

  it('compares numbers by value', () => {
    const [five, fivePointZero] = ['5', '5.0'].map((N) => ({
      kind: 'comparison' as const,
      operator: 'eq' as const,
      left: { kind: 'path' as const, text: 'total', names: ['total'] },
      operands: [{ kind: 'value' as const, value: { N } }],
    }))
    expect(five !== undefined && fivePointZero !== undefined && sameNode(five, fivePointZero)).equal(true)
  })

  it('is reflexive and symmetric', () => {
    fc.assert(
      fc.property(conditionNode, conditionNode, (a, b) => {
        expect(sameNode(structuredClone(a), a)).equal(true)
        expect(sameNode(a, b)).equal(sameNode(b, a))
      }),
    )
  })
})

describe('distinct', () => {
  it('keeps the first of each, in the order given', () => {
    const [a, b] = nodes(
      (attr) => attr.total.eq(5),
      (attr) => attr.total.eq(6),
    )
    const [again] = nodes((attr) => attr.total.eq(5))
    if (a === undefined || b === undefined || again === undefined) throw new Error('three nodes')
    const kept = distinct([a, b, again, b])
    expect(kept).have.length(2)
    expect(kept[0]).equal(a)
    expect(kept[1]).equal(b)
  })

  it('returns the same list if there is nothing to leave out', () => {
    const list = nodes(...different)
    expect(distinct(list)).equal(list)
  })
})
