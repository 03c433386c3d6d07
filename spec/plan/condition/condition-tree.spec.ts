import { expect } from 'chai'
import fc from 'fast-check'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import {
  conjuncts,
  grouped,
  negated,
  nodeText,
  pathsOf,
  rootName,
  touches,
} from '../../../lib/plan/condition/condition-tree.js'
import { conditionNode, storedItem } from '../../expression/sample-conditions.js'
import { nodes, type Where } from '../sample-orders.js'

const node = (where: Where) => {
  const [made] = nodes(where)
  if (made === undefined) throw new Error('one node')
  return made
}

describe('condition trees', () => {
  it('are taken apart at each and', () => {
    const tree = node((attr) =>
      and(attr.total.gt(1), or(attr.total.gt(2), and(attr.total.gt(3), attr.total.gt(4)))),
    )
    expect(conjuncts(tree).map(nodeText)).deep.equal([
      'total > (value)',
      'total > (value) OR total > (value) AND total > (value)',
    ])
    expect(conjuncts({ kind: 'and', conditions: [tree, tree] })).have.length(4)
  })

  it('are grouped without duplicates and without groups of their own kind', () => {
    const [a, b] = [node((attr) => attr.total.gt(1)), node((attr) => attr.note.exists())]
    expect(grouped('and', [])).equal(undefined)
    expect(grouped('or', [a, node((attr) => attr.total.gt(1))])).equal(a)
    expect(grouped('or', [{ kind: 'or', conditions: [a, b] }, a])).deep.equal({
      kind: 'or',
      conditions: [a, b],
    })
    expect(grouped('or', [a, { kind: 'and', conditions: [a, b] }])).deep.equal({
      kind: 'or',
      conditions: [a, { kind: 'and', conditions: [a, b] }],
    })
    expect(Object.isFrozen(grouped('and', [a, b]))).equal(true)
  })

  it('show opposites that a key condition or an index can use', () => {
    const texts = (where: Where) => nodeText(negated(node(where)))
    expect(texts((attr) => attr.total.ne(1))).equal('total = (value)')
    expect(texts((attr) => attr.note.notExists())).equal('attribute_exists(note)')
    expect(texts((attr) => not(attr.total.gt(1)))).equal('total > (value)')
    expect(texts((attr) => attr.total.gt(1))).equal('NOT total > (value)')
  })

  it('keep their meaning', () => {
    fc.assert(
      fc.property(conditionNode, conditionNode, storedItem, (a, b, item) => {
        const on = (tree: typeof a) => holds(tree, item)
        expect(on(negated(a))).equal(!on(a))
        expect(conjuncts(a).every(on)).equal(on(a))
        expect([grouped('and', [a, b, a])].every((tree) => tree === undefined || on(tree))).equal(
          on(a) && on(b),
        )
        expect([grouped('or', [a, b, a])].some((tree) => tree !== undefined && on(tree))).equal(
          on(a) || on(b),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('list the attributes that they read, on either side, at any depth', () => {
    const tree = node((attr) =>
      not(or(attr.lines[0].sku.eq('a'), attr.note.size().gt(1), attr.total.lt(attr.priority))),
    )
    expect(pathsOf(tree).map(rootName)).deep.equal(['lines', 'n', 'total', 'priority'])
    for (const name of ['lines', 'n', 'total', 'priority'])
      expect(touches(tree, new Set([name])), name).equal(true)
    for (const name of ['sku', 'note', 'status']) expect(touches(tree, new Set([name])), name).equal(false)
  })
})
