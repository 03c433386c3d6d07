// Items in the groups of a collection.
import { expect } from 'chai'
import { InvalidItemError, QueryPlanError } from 'dyntastic'
import { entryOf, intoGroups, kindPolicyOption } from '../../../lib/operation/query/grouping.js'
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

  it('is of two policies', () => {
    expect(kindPolicyOption.takes.fault('skip', 'onInvalid')).equal(undefined)
    expect(kindPolicyOption.takes.fault((() => 1) as never, 'onInvalid')).not.equal(undefined)
  })
})
