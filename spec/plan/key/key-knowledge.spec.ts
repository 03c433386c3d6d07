import { expect } from 'chai'
import fc from 'fast-check'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { fold, type Verdict } from '../../../lib/plan/condition/fold.js'
import { byPresence, byValues } from '../../../lib/plan/key/key-knowledge.js'
import { conditionNode, storedItem } from '../../expression/sample-conditions.js'
import { nodes, source, type Where } from '../sample-orders.js'

const fixed: StoredItem = { customerId: { S: 'c1' }, orderId: { S: 'o1' }, total: { N: '5' } }

const text = (verdict: Verdict): string | boolean =>
  typeof verdict === 'boolean' ? verdict : nodeText(verdict)

function judged(where: Where, judge: Parameters<typeof fold>[1]): string | boolean {
  const [node] = nodes(where)
  if (node === undefined) throw new Error('one node')
  return text(fold(node, judge))
}

const values: readonly (readonly [title: string, where: Where, left: string | boolean])[] = [
  ['true', (attr) => attr.customerId.eq('c1'), true],
  ['false', (attr) => attr.customerId.beginsWith('d'), false],
  ['between', (attr) => attr.total.between(4, 6), true],
  ['in', (attr) => attr.total.in([1, 2]), false],
  ['ne', (attr) => attr.total.ne(1), true],
  ['exists', (attr) => attr.total.exists(), true],
  ['size()', (attr) => attr.customerId.size().eq(2), true],
  ['type', (attr) => attr.total.type('N'), true],
  ['two known attributes', (attr) => attr.customerId.lt(attr.orderId), true],
  ['unknown', (attr) => attr.priority.eq(5), 'priority = (value)'],
  ['an unknown attribute against a known one', (attr) => attr.priority.lt(attr.total), 'priority < (value)'],
  ['a known one against an unknown one', (attr) => attr.total.lt(attr.priority), 'priority > (value)'],
  ['a known one against a size', (attr) => attr.total.gte(attr.lines.size()), 'size(lines) <= (value)'],
  ['in with a known one', (attr) => attr.priority.in([1, attr.total]), 'priority IN ((value), (value))'],
  ['a known one in unknown ones', (attr) => attr.total.in([attr.priority]), 'total IN (priority)'],
  [
    'bounds that may be in no order',
    (attr) => attr.priority.between(attr.total, 7),
    'priority BETWEEN total AND (value)',
  ],
]

describe('byValues', () => {
  for (const [title, where, left] of values)
    it(title, () => expect(judged(where, byValues(fixed))).equal(left))

  it('knows of no attribute by its name alone', () => {
    expect(judged((attr) => attr.lines[0].sku.eq('c1'), byValues({ sku: { S: 'c2' } }))).equal(
      'lines[0].sku = (value)',
    )
    const empty = byValues(Object.create(null))
    expect(judged((attr) => attr.total.eq(5), empty)).equal('total = (value)')
  })

  it('keeps the meaning on every item with these values', () => {
    fc.assert(
      fc.property(conditionNode, storedItem, fc.subarray(['p', 'q', 'r']), (node, item, names) => {
        const known = Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
        const left = fold(node, byValues(known))
        expect(typeof left === 'boolean' ? left : holds(left, item)).equal(holds(node, item))
      }),
      { numRuns: 1000 },
    )
  })
})

const presence: readonly (readonly [title: string, where: Where, left: string | boolean])[] = [
  ['exists', (attr) => attr.orderId.exists(), true],
  ['notExists', (attr) => attr.orderId.notExists(), false],
  ['its type', (attr) => attr.orderId.type('S'), true],
  ['another type', (attr) => attr.orderId.type('N'), false],
  ['in of nothing', (attr) => attr.orderId.in([]), false],
  ['an empty prefix', (attr) => attr.orderId.beginsWith(''), true],
  ['above the empty string', (attr) => attr.orderId.gt(''), true],
  ['not below the empty string', (attr) => attr.orderId.gte(''), true],
  ['below the empty string is a matter of values', (attr) => attr.orderId.lt(''), 'orderId < (value)'],
  ['values', (attr) => attr.orderId.gt('o'), 'orderId > (value)'],
  ['other attributes', (attr) => attr.note.exists(), 'attribute_exists(note)'],
  ['size()', (attr) => attr.orderId.size().gt(1), 'size(orderId) > (value)'],
]

describe('byPresence', () => {
  const { key } = source('table')
  for (const [title, where, left] of presence)
    it(title, () => expect(judged(where, byPresence([...key.partition, ...key.sort]))).equal(left))
})
