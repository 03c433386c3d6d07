// What an update is applied to: key, version that was read, and the condition that there is an item.
import { expect } from 'chai'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { updateTarget } from '../../../lib/operation/update/update-target.js'
import { presence } from '../../../lib/operation/write/guards.js'
import { orderEntity, orderInput, userEntity } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'
import { orderKey } from '../update-samples.js'

const Order = orderEntity()
const User = userEntity()
const stored = { customerId: { S: 'c1' }, orderId: { S: 'o1' } }

describe('updateTarget', () => {
  it('reads a key, without a version', () => {
    const target = updateTarget(Order, orderKey)
    expect(target.key).deep.equal({ values: orderKey, stored })
    expect(target.version).equal(undefined)
    expect(target).frozen
    expect(updateTarget(User, 'u1').key.stored).deep.equal({ userId: { S: 'u1' } })
  })

  it('reads the version of an item; one that was never saved has 0', () => {
    expect(updateTarget(Order, Order.parse({ ...orderInput, revision: 7 })).version).equal(7)
    expect(updateTarget(Order, Order.parse(orderInput)).version).equal(0)
    expect(updateTarget(User, { userId: 'u1', name: 'x', email: 'y', age: 1 }).version).equal(undefined)
  })

  it('takes the moment once', () => {
    const start = Date.now()
    expect(updateTarget(Order, orderKey).now.getTime()).within(start, Date.now())
  })

  for (const bad of [undefined, null, 5, {}, { customerId: 'c1' }, { ...orderKey, extra: 1 }])
    it(`refuses ${JSON.stringify(bad) ?? 'undefined'}`, () => {
      expect(thrown(() => updateTarget(Order, bad), InvalidKeyError)).include({
        entity: 'Order',
        operation: 'update',
      })
    })
})

describe('presence', () => {
  it('is that of the partition key attribute', () => {
    expect(String(presence(Order))).equal('attribute_exists(customerId)')
    expect(presence(Order).entity).equal('Order')
    expect(presence(Order)).equal(presence(Order))
  })
})
