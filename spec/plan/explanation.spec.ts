import { inspect } from 'node:util'
import { expect } from 'chai'
import { printCondition } from '../../lib/expression/condition/printed-condition.js'
import { Placeholders } from '../../lib/expression/path/placeholders.js'
import { explainPlan } from '../../lib/plan/explanation.js'
import type { Plan } from '../../lib/plan/source/plan.js'
import { paths, planOf, type Where } from './sample-orders.js'

function printed({ key, filter }: Plan, more: object = {}) {
  const placeholders = new Placeholders()
  const input = {
    TableName: 'orders',
    ...(key === undefined ? {} : { KeyConditionExpression: printCondition(key, placeholders) }),
    ...(filter === undefined ? {} : { FilterExpression: printCondition(filter, placeholders) }),
    ...(placeholders.names() === undefined ? {} : { ExpressionAttributeNames: placeholders.names() }),
    ...(placeholders.values() === undefined ? {} : { ExpressionAttributeValues: placeholders.values() }),
    ...more,
  }
  return { input }
}

const open: Where = (attr) => attr.status.eq('open')

describe('explainPlan', () => {
  it('returns the plan and its request as data', () => {
    const plan = planOf([open, (attr) => attr.total.gt(5)], { select: paths('lines'), order: 'descending' })
    const { lines, ...facts } = explainPlan(
      plan,
      printed(plan, { ProjectionExpression: '#2', ScanIndexForward: false }),
    )
    expect(facts).deep.equal({
      operation: 'Query',
      index: 'lines-index',
      keyCondition: '#0 = :0 AND #1 > :1',
      filter: undefined,
      projection: '#2',
      names: { '#0': 'status', '#1': 'total' },
      values: { ':0': { S: 'open' }, ':1': { N: '5' } },
      consistent: false,
      order: 'total descending',
      ranges: [],
      why: plan.why,
      rejected: plan.rejected,
      warnings: plan.warnings,
    })
    expect(lines[0]).equal(
      "operation      Query of the global index byLines ('lines-index'), some attributes",
    )
  })

  it('reads as aligned lines', () => {
    const plan = planOf([(attr) => attr.customerId.eq('c1'), (attr) => attr.note.exists()])
    const explanation = explainPlan(plan, printed(plan, { ConsistentRead: true }))
    expect(String(explanation)).equal(
      [
        'operation      Query of the table, consistent',
        'key condition  #0 = :0',
        'filter         attribute_exists(#1)',
        'names          #0 = customerId, #1 = n',
        'values         :0 = {"S":"c1"}',
        'order          orderId ascending',
        "why            the table: its key condition uses 'customerId'",
        "rejected       byStatus: its partition key needs eq on 'status'",
        "               byTotal: it does not contain 'note', which the filter needs: add it to the index's projection; it contains only part of each item: fetch whole items with full(), select what you need with select(), or choose it with index('byTotal')",
        "               byLines: its partition key needs eq on 'status'",
        "               byDay: its partition key needs eq on 'status'",
        "               byRegion: its partition key needs eq on 'region'",
        "               byNote: its partition key needs eq on 'status'",
        'warnings       the filter (attribute_exists(note)) is checked after reading: DynamoDB charges for every item that matches the key condition',
      ].join('\n'),
    )
    expect(inspect(explanation)).equal(String(explanation))
    expect(explanation.lines.join('\n')).equal(String(explanation))
  })

  it('of a Scan has no order, and names the index that would help', () => {
    const plan = planOf([(attr) => attr.note.eq('a')])
    const explanation = explainPlan(plan, printed(plan))
    expect(explanation).deep.include({
      operation: 'Scan',
      index: undefined,
      keyCondition: undefined,
      order: undefined,
      filter: '#0 = :0',
    })
    expect(explanation.lines.at(-1)).equal("would help     an index { partition: 'note' }")
  })

  it('of a query without conditions has no names and no values', () => {
    const plan = planOf([], { scan: true, index: 'byTotal' })
    expect(explainPlan(plan, printed(plan))).deep.include({
      names: {},
      values: {},
      filter: undefined,
      index: 'byTotal',
    })
    expect(explainPlan(plan, printed(plan)).lines[0]).equal(
      'operation      Scan of the local index byTotal, keys only',
    )
  })

  it('shows binary as base64, and is frozen', () => {
    const plan = planOf([open])
    const explanation = explainPlan(
      plan,
      printed(plan, { ExpressionAttributeValues: { ':0': { B: new Uint8Array([1, 2]) } } }),
    )
    expect(explanation.lines).include('values         :0 = {"B":"AQI="}')
    expect([explanation, explanation.lines].every(Object.isFrozen)).equal(true)
  })
})
