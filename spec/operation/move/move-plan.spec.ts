// Plans of moves: which arguments they take.
import { expect } from 'chai'
import { InvalidUpdateError, ValidationError } from 'dyntastic'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { movePlan } from '../../../lib/operation/move/move-plan.js'
import { kindsOf, orderOne, placedAt } from '../../support/kinds.js'
import { thrown } from '../../support/rejection.js'

const { Order, Tracked } = kindsOf('plans')
const key = { customerId: 'c1', orderId: 'o1', placedAt }
const stored: StoredItem = { ...Order.encode({ ...orderOne, shipBy: placedAt }), foreign: { S: 'f' } }

describe('movePlan', () => {
  it('has the stored key, the changes, and the guard of the version of an item', () => {
    const plan = movePlan(Order, key, { orderId: 'o2', total: 3 })
    expect(plan.key.stored).deep.equal({ pk: stored['pk'], sk: stored['sk'] })
    expect(plan.changes.map(({ name, target }) => `${name} ${target.text}`)).deep.equal([
      'set orderId',
      'set total',
    ])
    expect(plan.guards).deep.equal([])
    const tracked = { animalId: 'a', name: 'n', revision: 4 }
    expect(movePlan(Tracked, tracked, { name: 'm' }).guards).length(1)
  })

  it('refuses a key that cannot be, before the item is read', () => {
    const error = thrown(() => movePlan(Order, key, { orderId: 'x'.repeat(2000) }), ValidationError)
    expect(error.message).match(/^Order\.move: sk: makes a key of 20\d\d bytes/)
    expect(() => movePlan(Order, key, { orderId: '#' })).not.throw()
  })

  it('needs a change of the key', () => {
    const error = thrown(() => movePlan(Order, key, { total: 3 }), InvalidUpdateError)
    expect(error).include({ entity: 'Order', operation: 'move' })
  })
})
