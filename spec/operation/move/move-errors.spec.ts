// Errors of moves.
import { expect } from 'chai'
import { ItemNotFoundError, RequestFailedError } from 'dyntastic'
import { busyItem, missingItem } from '../../../lib/operation/move/move-errors.js'
import { movePlan } from '../../../lib/operation/move/move-plan.js'
import { kindsOf, placedAt } from '../../support/kinds.js'
import { FakeRunner } from '../fake-runner.js'

const { Order } = kindsOf('errors')
const context = { model: Order, runner: new FakeRunner() }

describe('errors of moves', () => {
  it('name the entity, the operation and the key', () => {
    const key = { customerId: 'c1', orderId: 'o1', placedAt }
    const missing = missingItem(Order, movePlan(Order, key, { orderId: 'o2' }))
    expect(missing).instanceOf(ItemNotFoundError).deep.include({ entity: 'Order', operation: 'move', key })
    expect(missing.message).contain('there is nothing to move')
  })

  it('say how often the item was changed, and that nothing was written', () => {
    const [once, often] = [busyItem(context, 1, 'cause'), busyItem(context, 3, 'cause')]
    expect(once).instanceOf(RequestFailedError).include({ outcome: 'nothing written', cause: 'cause' })
    expect(
      [once.message, often.message].map((each) => /by other writers (.*) before/.exec(each)?.[1]),
    ).deep.equal(['once', '3 times in a row'])
  })
})
