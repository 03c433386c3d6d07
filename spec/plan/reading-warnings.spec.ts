import { expect } from 'chai'
import { readingWarnings } from '../../lib/plan/reading-warnings.js'
import type { QuerySpec } from '../../lib/plan/source/plan.js'
import { readingOf } from '../../lib/plan/source/reading.js'
import { Order, paths, source, spec } from './sample-orders.js'

function warnings(label: string, given: Partial<QuerySpec> = {}): string[] {
  const requested = spec(given)
  return readingWarnings(
    Order,
    source(label),
    readingOf(Order, source(label), requested, [], new Set()),
    requested,
  )
}

describe('readingWarnings', () => {
  const cases: readonly (readonly [
    title: string,
    label: string,
    given: Partial<QuerySpec>,
    warnings: readonly string[],
  ])[] = [
    ['the table', 'table', { full: true }, []],
    ['an index of whole items', 'byStatus', { full: true }, []],
    [
      'a sparse index',
      'byNote',
      {},
      ["items without 'note' are not in index 'byNote', and will not be found"],
    ],
    [
      'partial items',
      'byTotal',
      {},
      ["index 'byTotal' contains only part of each item: 'customerId', 'orderId' and 'total'"],
    ],
    [
      'partial items fetched whole',
      'byTotal',
      { full: true },
      ["index 'byTotal' contains only part of each item: full() reads each one again from the table"],
    ],
    ['a selection that is held', 'byTotal', { select: paths('total') }, []],
    [
      'a selection that is not',
      'byTotal',
      { select: paths('note', 'total') },
      [
        "index 'byTotal' does not contain 'note': DynamoDB also reads each item from the table, and charges for both",
      ],
    ],
  ]
  for (const [title, label, given, expected] of cases)
    it(title, () => expect(warnings(label, given)).deep.equal(expected))
})
