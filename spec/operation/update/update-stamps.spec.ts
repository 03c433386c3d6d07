// Version and times that an update keeps by itself.
import { expect } from 'chai'
import { applyChanges } from '../../../lib/expression/update/update-result.js'
import { stampChanges } from '../../../lib/operation/update/update-request.js'
import { updateTarget } from '../../../lib/operation/update/update-target.js'
import { orderEntity, orderInput, userEntity } from '../../support/entities.js'
import { orderKey } from '../update-samples.js'

const Order = orderEntity()

function stamped(argument: object, upsert: boolean, item = {}): object {
  const target = updateTarget(Order, argument)
  return applyChanges(stampChanges(Order, target, upsert), item)
}

describe('stampChanges', () => {
  it('has nothing to do for an entity that keeps nothing', () => {
    const User = userEntity()
    expect(stampChanges(User, updateTarget(User, 'u1'), true)).deep.equal([])
  })

  it('writes the version after the one that was read', () => {
    expect(stamped(Order.parse({ ...orderInput, revision: 7 }), false)).deep.include({ revision: { N: '8' } })
    expect(stamped(Order.parse(orderInput), false)).deep.include({ revision: { N: '1' } })
  })

  it('counts on from the stored version if none was read', () => {
    expect(stamped(orderKey, false)).deep.include({ revision: { N: '1' } })
    expect(stamped(orderKey, false, { revision: { N: '41' } })).deep.include({ revision: { N: '42' } })
  })

  it('writes the time of the update, and on upsert that of the creation, if there is none', () => {
    const start = Date.now()
    const updated = stamped(orderKey, false) as { updatedAt: { S: string } }
    expect(new Date(updated.updatedAt.S).getTime()).within(start, Date.now())
    expect(updated).not.property('createdAt')
    const made = stamped(orderKey, true) as { updatedAt: object; createdAt: object }
    expect(made.createdAt).deep.equal(made.updatedAt)
    const createdAt = { S: '2020-01-01T00:00:00.000Z' }
    expect(stamped(orderKey, true, { createdAt })).deep.include({ createdAt })
  })

  it('is the same each time', () => {
    const target = updateTarget(Order, orderKey)
    const changes = () => stampChanges(Order, target, true)
    expect(changes()).deep.equal(changes())
  })
})
