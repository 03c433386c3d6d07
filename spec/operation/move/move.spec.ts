// Moves as operations: lazy, frozen, forkable, with the errors of their arguments kept until they run.
import { expect } from 'chai'
import { InvalidUpdateError, UnsupportedOperationError } from 'dyntastic'
import { moveOperation } from '../../../lib/operation/move/move.js'
import { kindsOf, orderOne, placedAt } from '../../support/kinds.js'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const { Order } = kindsOf('operations')
const runner = new FakeRunner({ Item: Order.encode(orderOne) })
const context = { model: Order, runner }
const key = { customerId: 'c1', orderId: 'o1', placedAt }

describe('a move', () => {
  it('sends nothing until it is awaited, and is read when it is built', async () => {
    const changes = { orderId: 'o2' }
    const move = moveOperation(context, key, changes)
    changes.orderId = 'o3'
    expect(Object.isFrozen(move)).equal(true)
    expect(runner.sent).length(0)
    expect(await move).include({ orderId: 'o2' })
    expect(`${move}`).equal('Order.move, not run')
  })

  it('can be forked', () => {
    const move = moveOperation<typeof orderOne>(context, key, { orderId: 'o2' })
    const small = move.if('total').lt(3)
    expect(small.attempted().conditions).length(1)
    expect(move.attempted().conditions).length(0)
    expect(move.attempted()).deep.include({ operation: 'move', key })
    expect(small.orSkip().clauses()).include({ skip: true })
  })

  it('keeps the error of its arguments', async () => {
    const move = moveOperation(context, key, { total: 3 })
    await rejection(move, InvalidUpdateError)
    thrown(() => move.toCommand(), InvalidUpdateError)
    thrown(() => move.preparation(false), InvalidUpdateError)
  })

  it('is not a single request, and takes no token of the caller', () => {
    const move = moveOperation(context, key, { orderId: 'o2' })
    thrown(() => move.compile(), UnsupportedOperationError)
    thrown(() => move.preparation(true), UnsupportedOperationError)
    expect(move.preparation(false)).instanceOf(Function)
    expect(move.decode()).equal(undefined)
  })
})
