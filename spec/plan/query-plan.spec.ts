import { expect } from 'chai'
import { string } from 'superstruct'
import { planQuery } from '../../lib/plan/planner.js'
import { Entity } from '../../lib/repository/entity.js'
import { paths, planOf, spec, type Where } from './sample-orders.js'

const ofCustomer: Where = (attr) => attr.customerId.eq('c1')
const open: Where = (attr) => attr.status.eq('open')
const day = new Date(0)

const filterWarning = (filter: string) =>
  `the filter (${filter}) is checked after reading: DynamoDB charges for every item that matches the key condition`

describe('queryPlan', () => {
  it('says why, with the attributes of the key condition and the order', () => {
    expect(planOf([ofCustomer]).why).equal("the table: its key condition uses 'customerId'")
    expect(planOf([open, (attr) => attr.placedAt.gt(day)], { order: 'descending' }).why).equal(
      "index 'byStatus': its key condition uses 'status' and 'placedAt', in descending order of 'placedAt'",
    )
    expect(planOf([open, (attr) => attr.note.eq('a')], { index: 'byNote' }).why).equal(
      "index 'byNote', chosen with index(): its key condition uses 'status' and 'note'",
    )
    expect(planOf([ofCustomer, open], { index: 'byDay', order: 'ascending' }).why).equal(
      "index 'byDay', chosen with index(): its key condition uses 'status' and 'customerId', in ascending order of 'placedAt' and 'total'",
    )
  })

  it('warns of a filter, which costs what is read', () => {
    expect(planOf([ofCustomer]).warnings).deep.equal([])
    expect(
      planOf([ofCustomer, (attr) => attr.note.eq('a'), (attr) => attr.tags.exists()]).warnings,
    ).deep.equal([filterWarning('note = (value) AND attribute_exists(tags)')])
  })

  it('warns of an order that another source would give otherwise', () => {
    const where: readonly Where[] = [ofCustomer, (attr) => attr.total.gt(1)]
    expect(planOf(where, { order: 'descending', select: paths('total') }).warnings).deep.equal([
      "items are ordered by 'total' (index 'byTotal'); the table would order them by 'orderId'",
    ])
    expect(planOf(where, { select: paths('total') }).warnings).deep.equal([])
    expect(planOf([ofCustomer], { order: 'descending' }).warnings).deep.equal([])
    const sameOrder: readonly Where[] = [open, (attr) => attr.region.eq('eu')]
    expect(planOf(sameOrder, { order: 'ascending' }).warnings).deep.equal([filterWarning('region = (value)')])
  })

  it('warns of an index without any order, and not of a table of single items', () => {
    const User = new Entity({
      name: 'User',
      table: 'users',
      attributes: { userId: string(), email: string() },
      key: { partition: 'userId' },
      indexes: { byEmail: { partition: 'email' } },
    })
    const warnings = (...conditions: ReturnType<typeof User.condition>[]) =>
      planQuery(User, spec({ conditions, order: 'ascending' })).warnings
    expect(warnings(User.condition((attr) => attr.email.eq('a')))).deep.equal([
      "index 'byEmail' has no sort key: its items come in no particular order",
    ])
    expect(warnings(User.condition((attr) => attr.userId.eq('a')))).deep.equal([])
  })

  it('knows what the items of a partial index hold, and warns of it', () => {
    const partial = planOf([open], { index: 'byLines' })
    expect([...(partial.projected ?? [])]).deep.equal([
      'customerId',
      'orderId',
      'status',
      'total',
      'lines',
      'n',
    ])
    expect(partial.warnings).deep.equal([
      "index 'byLines' contains only part of each item: 'customerId', 'orderId', 'status', 'total', 'lines' and 'note'",
    ])
    expect(planOf([open], { index: 'byLines', full: true }).projected).deep.equal(partial.projected)
    expect(planOf([open]).projected).equal(undefined)
  })

  it('warns of a sparse index that was chosen with index()', () => {
    expect(planOf([open], { index: 'byNote' }).warnings).deep.equal([
      "items without 'note' are not in index 'byNote', and will not be found",
    ])
    expect(planOf([open, (attr) => attr.note.exists()], { index: 'byNote' }).warnings).deep.equal([])
  })

  it('rejects the others because of that choice', () => {
    expect(planOf([open], { index: 'byNote' }).rejected).deep.include({
      source: 'byStatus',
      why: "index 'byNote' was chosen with index()",
    })
    expect(planOf([open], { index: 'byNote' }).rejected).have.length(6)
  })
})
