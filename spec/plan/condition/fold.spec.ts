import { expect } from 'chai'
import fc from 'fast-check'
import type { Comparison } from '../../../lib/expression/condition/condition-node.js'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { nodeText, touches } from '../../../lib/plan/condition/condition-tree.js'
import { fold, type Verdict } from '../../../lib/plan/condition/fold.js'
import { conditionNode, storedItem } from '../../expression/sample-conditions.js'
import { nodes, type Where } from '../sample-orders.js'

// total is known to be true, priority to be false; of everything else nothing is known.
const judge = (comparison: Comparison): Verdict => {
  if (touches(comparison, new Set(['total']))) return true
  return touches(comparison, new Set(['priority'])) ? false : comparison
}

const verdict = (where: Where): string | boolean => {
  const [node] = nodes(where)
  if (node === undefined) throw new Error('one node')
  const left = fold(node, judge)
  return typeof left === 'boolean' ? left : nodeText(left)
}

const cases: readonly (readonly [where: Where, left: string | boolean])[] = [
  [(attr) => attr.total.gt(1), true],
  [(attr) => attr.priority.gt(1), false],
  [(attr) => attr.note.exists(), 'attribute_exists(note)'],
  [(attr) => not(attr.total.gt(1)), false],
  [(attr) => not(attr.priority.gt(1)), true],
  [(attr) => and(attr.total.gt(1), attr.note.exists()), 'attribute_exists(note)'],
  [(attr) => and(attr.priority.gt(1), attr.note.exists()), false],
  [(attr) => or(attr.total.gt(1), attr.note.exists()), true],
  [(attr) => or(attr.priority.gt(1), attr.note.exists()), 'attribute_exists(note)'],
  [(attr) => or(attr.priority.gt(1), attr.priority.lt(1)), false],
  [(attr) => and(attr.total.gt(1), attr.total.lt(1)), true],
  [(attr) => not(and(attr.total.gt(1), attr.note.notExists())), 'attribute_exists(note)'],
  [
    (attr) => or(attr.priority.gt(1), and(attr.note.exists(), attr.region.exists(), attr.total.gt(1))),
    'attribute_exists(note) AND attribute_exists(region)',
  ],
]

describe('fold', () => {
  for (const [at, [where, left]] of cases.entries())
    it(`leaves ${left} (${at + 1})`, () => expect(verdict(where)).equal(left))

  it('returns the same tree if nothing is known of it', () => {
    for (const node of nodes((attr) =>
      or(attr.note.exists(), not(and(attr.region.exists(), attr.note.ne('a')))),
    ))
      expect(fold(node, judge)).equal(node)
  })

  it('keeps the meaning where the judge says what is so', () => {
    fc.assert(
      fc.property(conditionNode, storedItem, fc.func(fc.boolean()), (node, item, known) => {
        const left = fold(node, (comparison) =>
          known(nodeText(comparison)) ? holds(comparison, item) : comparison,
        )
        expect(typeof left === 'boolean' ? left : holds(left, item)).equal(holds(node, item))
      }),
      { numRuns: 500 },
    )
  })
})
