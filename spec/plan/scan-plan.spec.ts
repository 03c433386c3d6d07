import { expect } from 'chai'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'
import { or } from '../../lib/expression/condition/logic.js'
import { scanPlan } from '../../lib/plan/scan-plan.js'
import type { QuerySpec } from '../../lib/plan/source/plan.js'
import { nodes, Order, paths, source, spec, type Where } from './sample-orders.js'

const reason = {
  why: 'because',
  rejected: [{ source: 'table', why: 'no eq' }],
  helpful: "{ partition: 'note' }",
}

const scan = (label: string, where: readonly Where[], given: Partial<QuerySpec> = {}) =>
  scanPlan(Order, source(label), spec(given), nodes(...where), new Set(), reason)

describe('scanPlan', () => {
  it('takes every condition for the filter, as it was written', () => {
    const where: Where = (attr) => or(attr.customerId.ne('c1'), attr.orderId.in(['a']))
    const plan = scan('table', [where, (attr) => attr.total.gt(1)])
    expect(plan).deep.include({
      operation: 'Scan',
      source: source('table'),
      key: undefined,
      projected: undefined,
      ...reason,
    })
    expect(String(plan.filter)).equal('(customerId <> (value) OR orderId IN ((value))) AND total > (value)')
    expect(scan('table', []).filter).equal(undefined)
  })

  it('warns of what it reads', () => {
    expect(scan('table', [(attr) => attr.total.gt(1)]).warnings).deep.equal([
      'a Scan reads all of the table: DynamoDB charges for every item in it, not only for those that match the filter',
    ])
    expect(scan('byRegion', []).warnings).deep.equal([
      "a Scan reads all of index 'byRegion': DynamoDB charges for every item in it",
      "items without 'region' are not in index 'byRegion', and will not be found",
    ])
    expect([...(scan('byTotal', []).projected ?? [])]).deep.equal(['customerId', 'orderId', 'total'])
  })

  it('refuses orders, consistent reads of global indexes, and what an index does not contain', () => {
    expect(() => scan('table', [], { order: 'ascending' })).throw(
      QueryPlanError,
      'Order: ascending() needs a Query, and a Scan has no order: because (table: no eq)',
    )
    expect(() => scan('byStatus', [], { consistent: true })).throw(
      QueryPlanError,
      "Order: a Scan of index 'byStatus' cannot do this: a global index cannot be read consistently: leave out consistent()",
    )
    expect(() => scan('byLines', [(attr) => attr.tags.exists()], { select: paths('region') })).throw(
      QueryPlanError,
      "cannot do this: it does not contain 'tags', which the filter needs: add it to the index's projection; it does not contain 'region', which is selected: fetch whole items with full(), or add it to the index's projection",
    )
    expect(scan('table', [], { consistent: true }).operation).equal('Scan')
    expect(scan('byTotal', [], { consistent: true }).operation).equal('Scan')
  })
})
