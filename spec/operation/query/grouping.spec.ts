// Items in the groups of a collection.
import { expect } from 'chai'
import { InvalidItemError, QueryPlanError } from 'dyntastic'
import { entryOf, intoGroups, policyInGroups } from '../../../lib/operation/query/grouping.js'
import { accountEntities } from '../../support/accounts.js'

const { Customer, Order, Note } = accountEntities()
const grouping = [
  { name: 'customer', model: Customer, one: true },
  { name: 'orders', model: Order, one: false },
]
const place = { entity: 'Customer | Order', operation: 'query' }
const customer = Customer.parse({ customerId: 'c', sk: 'A', kind: 'customer', email: 'e' })
const order = Order.parse({ customerId: 'c', sk: 'B', kind: 'order', total: 1 })

describe('intoGroups', () => {
  it('has every group, by the marks of the items', () => {
    expect(intoGroups(grouping, [], place)).deep.equal({ customer: undefined, orders: [] })
    expect(intoGroups(grouping, [order, customer, order], place)).deep.equal({
      customer,
      orders: [order, order],
    })
    expect(entryOf(grouping, order)).deep.equal(['orders', order])
  })

  it('refuses a second item of one, and items of which the kind is not known', () => {
    expect(() => intoGroups(grouping, [customer, customer], place)).throw(InvalidItemError, /is one\(\)/)
    const part = Customer.decodeItem({ email: { S: 'e' } }, 'query', true)
    const keyless = () => intoGroups(grouping, [part, part], place)
    expect(keyless).throw(InvalidItemError)
    const other = Note.decodeItem({ text: { S: 'x' } }, 'query', true)
    expect(() => entryOf(grouping, other)).throw(
      QueryPlanError,
      /the index does not contain what tells the kinds apart/,
    )
  })

  it('has what a function returns in the group of the item, and nothing for an item of no kind', () => {
    const error = (entity: string) =>
      new InvalidItemError({ entity, operation: 'query', key: undefined, failures: [], stored: {} })
    const made = policyInGroups(grouping, (_stored, { entity }) => `not a ${entity}`)
    if (typeof made !== 'function') throw new Error('a function was expected')
    const order = made({}, error('Order')) as object
    const customer = made({}, error('Customer')) as object
    expect(intoGroups(grouping, [order, customer], place)).deep.equal({
      customer: 'not a Customer',
      orders: ['not a Order'],
    })
    expect(entryOf(grouping, order)).deep.equal(['orders', 'not a Order'])
    expect(() => intoGroups(grouping, [customer, customer], place)).throw(InvalidItemError, /is one\(\)/)
    expect(() => made({}, error('Customer | Order'))).throw(InvalidItemError, /of no kind.*return undefined/)
    const nothing = policyInGroups(grouping, () => undefined)
    expect(typeof nothing === 'function' && nothing({}, error('Customer | Order'))).equal(undefined)
    const later = Promise.resolve(1)
    const promised = policyInGroups(grouping, () => later)
    expect(typeof promised === 'function' && promised({}, error('Order'))).equal(later)
    for (const policy of ['throw', 'skip'] as const) expect(policyInGroups(grouping, policy)).equal(policy)
  })
})
