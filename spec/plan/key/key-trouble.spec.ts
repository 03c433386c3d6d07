import { expect } from 'chai'
import { not, or } from '../../../lib/expression/condition/logic.js'
import { keyTroubles } from '../../../lib/plan/key/key-trouble.js'
import { useKey } from '../../../lib/plan/key/key-use.js'
import { nodes, source, type Where } from '../sample-orders.js'

const misplaced = 'cannot be in a key condition, and a filter must not name key attributes'
const day = new Date(0)

const cases: readonly (readonly [title: string, label: string, where: readonly Where[], trouble: string])[] =
  [
    [
      'ne',
      'table',
      [(attr) => attr.orderId.ne('a')],
      `ne on the key attribute 'orderId' ${misplaced}: run one query with lt and one with gt`,
    ],
    [
      'in',
      'table',
      [(attr) => attr.orderId.in(['a', 'b'])],
      `in on the key attribute 'orderId' ${misplaced}: run one query for each value`,
    ],
    [
      'others',
      'table',
      [(attr) => attr.orderId.contains('a')],
      `contains on the key attribute 'orderId' ${misplaced}: a key condition allows eq, lt, lte, gt, gte, between, beginsWith`,
    ],
    [
      'a negation',
      'table',
      [(attr) => not(attr.orderId.contains('a'))],
      `not contains on the key attribute 'orderId' ${misplaced}: a key condition allows eq, lt, lte, gt, gte, between, beginsWith`,
    ],
    [
      'size()',
      'table',
      [(attr) => attr.orderId.size().eq(1)],
      `size() with eq on the key attribute 'orderId' ${misplaced}: a key condition allows eq, lt, lte, gt, gte, between, beginsWith`,
    ],
    [
      'an attribute',
      'table',
      [(attr) => attr.orderId.eq(attr.note)],
      `eq on the key attribute 'orderId' compares two attributes (orderId = note) and ${misplaced}: compare with a value`,
    ],
    [
      'or',
      'table',
      [(attr) => or(attr.orderId.eq('a'), attr.total.gt(1))],
      `or over the key attribute 'orderId' ${misplaced}: run one query for each branch`,
    ],
    [
      'not of a group',
      'byDay',
      [(attr) => not(or(attr.placedAt.gt(day), attr.total.gt(1)))],
      `not or over the key attributes 'placedAt' and 'total' ${misplaced}: run one query for each branch`,
    ],
    [
      'a gap',
      'byDay',
      [(attr) => attr.total.gt(1)],
      "gt on the key attribute 'total' needs eq on 'placedAt' first, because sort key attributes are used from left to right",
    ],
    [
      'past a range',
      'byDay',
      [(attr) => attr.placedAt.gt(day), (attr) => attr.total.gt(1)],
      "gt on the key attribute 'total' needs eq on 'placedAt' first, because sort key attributes are used from left to right",
    ],
    [
      'two ranges',
      'table',
      [(attr) => attr.orderId.gt('a'), (attr) => attr.orderId.lt('b')],
      "gt and lt on the key attribute 'orderId' cannot be combined in a key condition, which allows only one range: use between, or gte with lte",
    ],
    [
      'three ranges',
      'table',
      [
        (attr) => attr.orderId.beginsWith('a'),
        (attr) => not(attr.orderId.gt('b')),
        (attr) => attr.orderId.lt('c'),
      ],
      "beginsWith and not gt and lt on the key attribute 'orderId' cannot be combined in a key condition, which allows only one range: use between, or gte with lte",
    ],
  ]

describe('keyTroubles', () => {
  for (const [title, label, where, trouble] of cases)
    it(title, () => {
      const equals: readonly Where[] = [(attr) => attr.customerId.eq('c1'), (attr) => attr.status.eq('open')]
      expect(useKey(source(label), nodes(...equals, ...where)).blocked).deep.equal([trouble])
    })

  it('says nothing of nothing', () => {
    expect(keyTroubles(source('table'), [], [])).deep.equal([])
  })
})
