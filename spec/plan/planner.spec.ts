import { expect } from 'chai'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'
import { and, not, or } from '../../lib/expression/condition/logic.js'
import { planQuery } from '../../lib/plan/planner.js'
import type { QuerySpec } from '../../lib/plan/source/plan.js'
import { thrown } from '../support/rejection.js'
import { planFacts } from './plan-facts.js'
import { conditions, Order, paths, planOf, planText, spec, type Where } from './sample-orders.js'

const ofCustomer: Where = (attr) => attr.customerId.eq('c1')
const open: Where = (attr) => attr.status.eq('open')
const day = new Date('2026-03-01T00:00:00.000Z')
const nextDay = new Date('2026-03-02T00:00:00.000Z')

type Case = readonly [title: string, where: readonly Where[], plan: string, spec?: Partial<QuerySpec>]

const plans: readonly Case[] = [
  ['eq on the partition key is a key condition', [ofCustomer], 'Query table: customerId = (value) | -'],
  [
    'other conditions are the filter',
    [ofCustomer, (attr) => attr.priority.gt(1)],
    'Query table: customerId = (value) | priority > (value)',
  ],
  [
    'conditions on key attributes make one key condition, in the order of the key',
    [(attr) => attr.orderId.gt('o1'), ofCustomer],
    'Query table: customerId = (value) AND orderId > (value) | -',
  ],
  [
    'as one group',
    [(attr) => and(attr.orderId.lt('o1'), attr.customerId.eq('c1'))],
    'Query table: customerId = (value) AND orderId < (value) | -',
  ],
  ['an index whose partition key is given', [open], 'Query byStatus: status = (value) | -'],
  [
    'an index with a range on its sort key',
    [open, (attr) => attr.placedAt.gt(day)],
    'Query byStatus: status = (value) AND placedAt > (value) | -',
  ],
  [
    'a date key by a prefix',
    [open, (attr) => attr.placedAt.beginsWith('2026-03')],
    'Query byStatus: status = (value) AND begins_with(placedAt, (value)) | -',
  ],
  [
    'gte and lte become between',
    [ofCustomer, (attr) => attr.orderId.gte('o1'), (attr) => attr.orderId.lte('o5')],
    'Query table: customerId = (value) AND orderId BETWEEN (value) AND (value) | -',
  ],
  [
    'several attributes per side of a key, the sort key from left to right',
    [(attr) => attr.total.gt(5), ofCustomer, open, (attr) => attr.placedAt.eq(day)],
    'Query byDay: status = (value) AND customerId = (value) AND placedAt = (value) AND total > (value) | -',
  ],
  [
    'the key attributes of the table may be in the filter of an index',
    [open, (attr) => attr.placedAt.gt(day), (attr) => attr.orderId.ne('o1')],
    'Query byStatus: status = (value) AND placedAt > (value) | orderId <> (value)',
  ],
  [
    'no partition key: a Scan takes all operators, on key attributes too',
    [(attr) => attr.orderId.ne('o1')],
    'Scan table: - | orderId <> (value)',
  ],
  ['no conditions: a Scan', [], 'Scan table: - | -'],
  [
    'an or over partition keys is a Scan',
    [(attr) => or(attr.customerId.eq('c1'), attr.customerId.eq('c2'))],
    'Scan table: - | customerId = (value) OR customerId = (value)',
  ],
  [
    'part of a partition key does not suffice',
    [(attr) => attr.region.exists()],
    'Scan table: - | attribute_exists(region)',
  ],
  [
    'scan() reads the table whatever the conditions',
    [ofCustomer, ofCustomer],
    'Scan table: - | customerId = (value)',
    { scan: true },
  ],
  [
    'scan() of an index',
    [(attr) => attr.status.in(['open', 'paid'])],
    'Scan byStatus: - | status IN ((value), (value))',
    { scan: true, index: 'byStatus' },
  ],
  [
    'a consistent scan',
    [(attr) => attr.total.gt(1)],
    'Scan table: - | total > (value)',
    { scan: true, consistent: true },
  ],
  [
    'a consistent query of the table',
    [ofCustomer],
    'Query table: customerId = (value) | -',
    { consistent: true },
  ],
  [
    'a consistent query of a local index',
    [ofCustomer, (attr) => attr.total.gt(1)],
    'Query byTotal: customerId = (value) AND total > (value) | -',
    { consistent: true, full: true },
  ],
  ['an order', [open], 'Query byStatus: status = (value) | -', { order: 'descending' }],
  [
    'by hand',
    [open, (attr) => attr.total.gt(5)],
    'Query byLines: status = (value) AND total > (value) | -',
    { index: 'byLines' },
  ],
  [
    'a duplicate is said once',
    [ofCustomer, ofCustomer, (attr) => attr.priority.gt(1), (attr) => attr.priority.gt(1)],
    'Query table: customerId = (value) | priority > (value)',
  ],
]

const understood: readonly Case[] = [
  ['in of one value is eq', [(attr) => attr.customerId.in(['c1'])], 'Query table: customerId = (value) | -'],
  [
    'in of one value, twice',
    [(attr) => attr.customerId.in(['c1', 'c1'])],
    'Query table: customerId = (value) | -',
  ],
  [
    'between equal bounds is eq',
    [(attr) => attr.customerId.between('c1', 'c1')],
    'Query table: customerId = (value) | -',
  ],
  ['not(ne) is eq', [(attr) => not(attr.customerId.ne('c1'))], 'Query table: customerId = (value) | -'],
  [
    'or of the same',
    [(attr) => or(attr.customerId.eq('c1'), attr.customerId.in(['c1']))],
    'Query table: customerId = (value) | -',
  ],
  [
    'not(or) is and(not)',
    [(attr) => not(or(attr.customerId.ne('c1'), attr.priority.gt(1)))],
    'Query table: customerId = (value) | NOT priority > (value)',
  ],
  [
    'what all branches share',
    [
      (attr) =>
        or(
          and(attr.customerId.eq('c1'), attr.total.gt(5)),
          and(attr.customerId.eq('c1'), attr.priority.gt(5)),
        ),
    ],
    'Query table: customerId = (value) | total > (value) OR priority > (value)',
  ],
  [
    'not(lt) of a sort key is gte',
    [ofCustomer, (attr) => not(attr.orderId.lt('o1'))],
    'Query table: customerId = (value) AND orderId >= (value) | -',
  ],
  [
    'a condition that eq decides is left out',
    [ofCustomer, (attr) => attr.customerId.ne('c2'), (attr) => attr.orderId.exists()],
    'Query table: customerId = (value) | -',
  ],
  [
    'branches that eq excludes are left out',
    [ofCustomer, (attr) => or(attr.customerId.eq('c2'), attr.orderId.gt('o1'))],
    'Query table: customerId = (value) AND orderId > (value) | -',
  ],
  [
    'an attribute compared with a given key attribute is compared with its value',
    [ofCustomer, (attr) => attr.region.eq(attr.customerId)],
    'Query table: customerId = (value) | region = (value)',
  ],
  [
    'eq and a range that it is in',
    [ofCustomer, (attr) => attr.orderId.eq('o3'), (attr) => attr.orderId.gt('o1')],
    'Query table: customerId = (value) AND orderId = (value) | -',
  ],
]

describe('planQuery', () => {
  for (const [title, where, plan, given] of plans)
    it(title, () => expect(planText(planOf(where, given))).equal(plan))

  describe('understands', () => {
    for (const [title, where, plan, given] of understood)
      it(title, () => expect(planText(planOf(where, given))).equal(plan))
  })

  it('takes each range operator on a sort key', () => {
    const ranges: Record<string, Where> = {
      'orderId = (value)': (attr) => attr.orderId.eq('o1'),
      'orderId < (value)': (attr) => attr.orderId.lt('o1'),
      'orderId <= (value)': (attr) => attr.orderId.lte('o1'),
      'orderId > (value)': (attr) => attr.orderId.gt('o1'),
      'orderId >= (value)': (attr) => attr.orderId.gte('o1'),
      'orderId BETWEEN (value) AND (value)': (attr) => attr.orderId.between('o1', 'o2'),
      'begins_with(orderId, (value))': (attr) => attr.orderId.beginsWith('o'),
    }
    for (const [text, where] of Object.entries(ranges))
      expect(planText(planOf([ofCustomer, where]))).equal(`Query table: customerId = (value) AND ${text} | -`)
  })

  it('returns frozen data, the same each time', () => {
    const make = () =>
      planOf([ofCustomer, (attr) => attr.total.gt(5)], { select: paths('lines'), order: 'ascending' })
    const plan = make()
    expect(planFacts(plan)).deep.equal(planFacts(make()))
    expect([plan, plan.rejected, plan.warnings].every(Object.isFrozen)).equal(true)
  })

  it('plans the same whatever the order of the conditions', () => {
    const where: readonly Where[] = [
      open,
      ofCustomer,
      (attr) => attr.placedAt.gte(day),
      (attr) => attr.placedAt.lte(nextDay),
    ]
    const texts = [where, where.toReversed(), [...where.slice(2), ...where.slice(0, 2)]].map((each) =>
      String(planOf(each).key),
    )
    expect(new Set(texts)).deep.equal(
      new Set(['status = (value) AND customerId = (value) AND placedAt BETWEEN (value) AND (value)']),
    )
  })

  it('leaves the conditions of a filter as they were written', () => {
    const where: Where = (attr) =>
      or(not(or(attr.priority.gt(1), attr.tags.exists())), attr.region.in(['eu']))
    expect(planOf([where], { scan: true }).filter).deep.equal(Order.condition(where))
    expect(planOf([where]).filter).deep.equal(Order.condition(where))
  })

  it('says why not each of the others', () => {
    expect(planOf([open, (attr) => attr.placedAt.gt(day)]).rejected).deep.equal([
      { source: 'table', why: "its partition key needs eq on 'customerId'" },
      { source: 'byTotal', why: "its partition key needs eq on 'customerId'" },
      {
        source: 'byLines',
        why: "it does not contain 'placedAt', which the filter needs: add it to the index's projection; it contains only part of each item: fetch whole items with full(), select what you need with select(), or choose it with index('byLines')",
      },
      { source: 'byDay', why: "its partition key needs eq on 'customerId'" },
      { source: 'byRegion', why: "its partition key needs eq on 'region'" },
      {
        source: 'byNote',
        why: "it lacks items without 'note': add exists() on it, or choose it with index('byNote')",
      },
    ])
  })
})

type Refusal = readonly [title: string, where: readonly Where[], message: string, spec?: Partial<QuerySpec>]

const refusals: readonly Refusal[] = [
  [
    'ne on a key attribute',
    [ofCustomer, (attr) => attr.orderId.ne('o1')],
    "The table: ne on the key attribute 'orderId' cannot be in a key condition, and a filter must not name key attributes: run one query with lt and one with gt",
  ],
  [
    'in on a key attribute',
    [ofCustomer, (attr) => attr.orderId.in(['o1', 'o2'])],
    "The table: in on the key attribute 'orderId' cannot be in a key condition, and a filter must not name key attributes: run one query for each value",
  ],
  [
    'contains on a key attribute',
    [ofCustomer, (attr) => attr.orderId.contains('1')],
    "contains on the key attribute 'orderId' cannot be in a key condition, and a filter must not name key attributes: a key condition allows eq, lt, lte, gt, gte, between, beginsWith",
  ],
  [
    'size() of a key attribute',
    [ofCustomer, (attr) => attr.orderId.size().gt(1)],
    "size() with gt on the key attribute 'orderId' cannot be in a key condition",
  ],
  [
    'or over a key attribute',
    [ofCustomer, (attr) => or(attr.orderId.eq('o1'), attr.orderId.eq('o2'))],
    "or over the key attribute 'orderId' cannot be in a key condition, and a filter must not name key attributes: run one query for each branch",
  ],
  [
    'a key attribute anywhere in a filter',
    [ofCustomer, (attr) => or(attr.priority.gt(1), not(attr.orderId.eq('o2')))],
    "or over the key attribute 'orderId' cannot be in a key condition, and a filter must not name key attributes",
  ],
  [
    'a key attribute on the right side',
    [ofCustomer, (attr) => attr.region.lt(attr.orderId)],
    "lt on the key attribute 'orderId' compares two attributes (region < orderId) and cannot be in a key condition, and a filter must not name key attributes: compare with a value",
  ],
  [
    'two ranges that do not form a between',
    [ofCustomer, (attr) => attr.orderId.gt('o1'), (attr) => attr.orderId.lt('o5')],
    "The table: gt and lt on the key attribute 'orderId' cannot be combined in a key condition, which allows only one range: use between, or gte with lte.",
  ],
  [
    'a gap in a sort key',
    [ofCustomer, open, (attr) => attr.total.gt(5)],
    "gt on the key attribute 'total' needs eq on 'placedAt' first, because sort key attributes are used from left to right",
    { index: 'byDay' },
  ],
  [
    'a late eq in a sort key',
    [ofCustomer, open, (attr) => attr.total.eq(5), (attr) => attr.placedAt.gt(day)],
    "eq on the key attribute 'total' needs eq on 'placedAt' first",
    { index: 'byDay' },
  ],
  [
    'an index without eq on its partition key',
    [(attr) => attr.status.in(['open', 'paid'])],
    "Order: index 'byStatus' cannot be queried: its partition key needs eq on 'status', but there is only in on 'status' (run a query for each value); scan() reads all of it",
    { index: 'byStatus' },
  ],
  [
    'one of several missing',
    [open],
    "its partition key needs eq on 'customerId'; scan()",
    { index: 'byDay' },
  ],
  [
    'a consistent read of a global index',
    [open],
    "Index 'byStatus': a global index cannot be read consistently: leave out consistent()",
    { consistent: true },
  ],
  [
    'by hand',
    [open],
    "Order: index 'byStatus' cannot serve this query: a global index cannot be read consistently: leave out consistent()",
    { consistent: true, index: 'byStatus' },
  ],
  [
    'a consistent scan of a global index',
    [],
    "Order: a Scan of index 'byStatus' cannot do this: a global index cannot be read consistently: leave out consistent()",
    { consistent: true, scan: true, index: 'byStatus' },
  ],
  [
    'an order of a Scan',
    [],
    'Order: descending() needs a Query, and a Scan has no order: scan() reads the table',
    { scan: true, order: 'descending' },
  ],
  [
    'an order without a partition key',
    [(attr) => attr.total.gt(1)],
    "Order: ascending() needs a Query, and a Scan has no order: neither the table nor an index has its whole partition key given by eq (table: its partition key needs eq on 'customerId'; byStatus: ",
    { order: 'ascending' },
  ],
  [
    'an unknown index',
    [open],
    "Order: there is no index 'byName': the indexes are 'byStatus', 'byTotal', 'byLines', 'byDay', 'byRegion' and 'byNote'",
    { index: 'byName' },
  ],
  [
    'a name of the prototype is not an index',
    [open],
    "there is no index 'constructor'",
    { index: 'constructor' },
  ],
  ['the table is not an index', [open], "there is no index 'table'", { index: 'table' }],
  ['an unknown index of a scan', [], "there is no index 'byName'", { index: 'byName', scan: true }],
  [
    'a filter on what an index does not contain',
    [open, (attr) => attr.total.gt(1), (attr) => attr.priority.gt(1)],
    "Order: index 'byLines' cannot serve this query: it does not contain 'priority', which the filter needs: add it to the index's projection",
    { index: 'byLines' },
  ],
  [
    'a selection of what a global index does not contain',
    [open],
    "it does not contain 'priority', which is selected: fetch whole items with full(), or add it to the index's projection",
    { index: 'byLines', select: paths('priority', 'lines[0].sku') },
  ],
  [
    'two values of a key attribute',
    [ofCustomer, (attr) => attr.customerId.eq('c2')],
    "Order: nothing can match: 'customerId' would have to equal two values",
  ],
  [
    'a value that another condition excludes',
    [ofCustomer, (attr) => attr.customerId.beginsWith('d')],
    'nothing can match: begins_with(customerId, (value)) is false for the values that other conditions require',
  ],
  [
    'crossing bounds',
    [ofCustomer, (attr) => attr.orderId.gt('o5'), (attr) => attr.orderId.lt('o1')],
    "nothing can match: no value is within the bounds of 'orderId'",
  ],
  [
    'an empty key value',
    [(attr) => attr.customerId.eq('')],
    "nothing can match: 'customerId' is empty, but a key attribute must not be empty",
  ],
  [
    'a key value too long',
    [(attr) => attr.customerId.eq('x'.repeat(2049))],
    "nothing can match: 'customerId' has 2049 bytes, but this key attribute can have at most 2048",
  ],
  [
    'a bound too long',
    [ofCustomer, (attr) => attr.orderId.gt('é'.repeat(600))],
    "The table: 'orderId' has 1200 bytes, but this key attribute can have at most 1024",
  ],
  [
    'what no item of the table can meet',
    [ofCustomer, (attr) => attr.orderId.notExists()],
    'attribute_not_exists(orderId) is never true for items of the table',
  ],
]

describe('planQuery refuses', () => {
  for (const [title, where, message, given] of refusals)
    it(title, () => expect(thrown(() => planOf(where, given), QueryPlanError).message).contain(message))

  it('with code, entity and without values', () => {
    const error = thrown(() => planOf([ofCustomer, (attr) => attr.orderId.ne('secret')]), QueryPlanError)
    expect(error).property('entity', 'Order')
    expect(error).property('code', 'QUERY_PLAN')
    expect(JSON.stringify(error) + String(error)).not.contain('secret')
  })

  it('and never scans silently, where a partition key is given', () => {
    const { message } = thrown(() => planOf([ofCustomer, (attr) => attr.orderId.ne('o1')]), QueryPlanError)
    expect(message).match(
      /^Order: no Query can serve these conditions\. The table: .*\. Index 'byTotal': .*\. scan\(\) accepts any condition, but reads everything$/,
    )
  })

  it('no values that contradict each other only in a sparse index', () => {
    const where: readonly Where[] = [
      open,
      (attr) => or(attr.note.notExists(), attr.note.eq('a')),
      (attr) => attr.note.ne('a'),
    ]
    expect(planText(planOf(where))).match(/^Query byStatus: status = \(value\) \|/)
    expect(() => planOf(where, { index: 'byNote' })).throw(QueryPlanError, 'nothing can match')
  })

  it('only of contradictions that no item can meet: what is not in a sparse index may be elsewhere', () => {
    const where = conditions(open, (attr) => attr.note.notExists())
    const plan = planQuery(Order, spec({ conditions: where }))
    expect(planText(plan)).equal('Query byStatus: status = (value) | attribute_not_exists(note)')
    expect(() => planQuery(Order, spec({ conditions: where, index: 'byNote' }))).throw(
      QueryPlanError,
      "attribute_not_exists(note) is never true for items of index 'byNote'",
    )
  })
})
