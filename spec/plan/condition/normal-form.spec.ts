import { expect } from 'chai'
import fc from 'fast-check'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { clausesOf } from '../../../lib/plan/condition/normal-form.js'
import { conditionNode, storedItem } from '../../expression/sample-conditions.js'
import { nodes, type Where } from '../sample-orders.js'

const indexed = new Set(['customerId', 'orderId'])
const texts = (...where: readonly Where[]) => clausesOf(nodes(...where), indexed).map(nodeText)

const cases: readonly (readonly [title: string, where: Where, clauses: readonly string[]])[] = [
  [
    'groups are flat',
    (attr) => and(attr.total.gt(1), and(attr.note.exists(), attr.total.lt(1))),
    ['total > (value)', 'attribute_exists(note)', 'total < (value)'],
  ],
  ['in of one value is eq', (attr) => attr.total.in([1, 1]), ['total = (value)']],
  ['in of several is in', (attr) => attr.total.in([1, 2]), ['total IN ((value), (value))']],
  [
    'in of none stays',
    (attr) => attr.total.in([]),
    ['attribute_exists(total) AND attribute_not_exists(total)'],
  ],
  ['in of an attribute stays', (attr) => attr.total.in([attr.priority]), ['total IN (priority)']],
  ['between equal bounds is eq', (attr) => attr.total.between(1, 1), ['total = (value)']],
  ['between stays', (attr) => attr.total.between(1, 2), ['total BETWEEN (value) AND (value)']],
  ['not(ne) is eq', (attr) => not(attr.total.ne(1)), ['total = (value)']],
  ['not(notExists) is exists', (attr) => not(attr.note.notExists()), ['attribute_exists(note)']],
  ['not(in of one) is ne', (attr) => not(attr.total.in([1])), ['total <> (value)']],
  [
    'not(or) is opened over key attributes',
    (attr) => not(or(attr.customerId.ne('a'), attr.total.gt(1))),
    ['customerId = (value)', 'NOT total > (value)'],
  ],
  [
    'not(or) stays elsewhere',
    (attr) => not(or(attr.total.gt(2), attr.total.lt(1))),
    ['NOT (total > (value) OR total < (value))'],
  ],
  ['or of the same is that', (attr) => or(attr.total.gt(1), attr.total.gt(1)), ['total > (value)']],
  [
    'nested negations',
    (attr) => not(or(not(attr.customerId.eq('a')), not(attr.orderId.eq('b')))),
    ['customerId = (value)', 'orderId = (value)'],
  ],
  [
    'what branches share comes out of them',
    (attr) =>
      or(and(attr.customerId.eq('a'), attr.total.gt(1)), and(attr.note.exists(), attr.customerId.eq('a'))),
    ['customerId = (value)', 'total > (value) OR attribute_exists(note)'],
  ],
  [
    'a branch that others contain is all of them',
    (attr) => or(attr.customerId.eq('a'), and(attr.customerId.eq('a'), attr.total.gt(1))),
    ['customerId = (value)'],
  ],
  [
    'branches stay elsewhere',
    (attr) => or(and(attr.note.exists(), attr.total.gt(1)), and(attr.note.exists(), attr.total.lt(1))),
    ['attribute_exists(note) AND total > (value) OR attribute_exists(note) AND total < (value)'],
  ],
]

describe('clausesOf', () => {
  for (const [title, where, clauses] of cases) it(title, () => expect(texts(where)).deep.equal(clauses))

  it('says duplicates once', () => {
    expect(
      texts(
        (attr) => attr.total.gt(1),
        (attr) => and(attr.note.exists(), attr.total.gt(1)),
      ),
    ).deep.equal(['total > (value)', 'attribute_exists(note)'])
  })

  it('passes on the same conditions if they need no change', () => {
    const given = nodes(
      (attr) => or(attr.total.gt(1), attr.note.exists()),
      (attr) => not(attr.total.gt(1)),
      (attr) => or(attr.orderId.gt('a'), attr.total.gt(1)),
    )
    const clauses = clausesOf(given, indexed)
    expect(clauses).have.length(3)
    for (const [at, clause] of clauses.entries()) expect(clause).equal(given[at])
  })

  it('keeps the meaning, on any item', () => {
    fc.assert(
      fc.property(
        fc.array(conditionNode, { maxLength: 3 }),
        fc.subarray(['p', 'q', 'r']),
        storedItem,
        (trees, some, item) => {
          const clauses = clausesOf(trees, new Set(some))
          expect(clauses.every((clause) => holds(clause, item))).equal(
            trees.every((tree) => holds(tree, item)),
          )
          expect(clauses.some(({ kind }) => kind === 'and')).equal(false)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
