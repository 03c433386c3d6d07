// Runs of moves: what is sent, what is repeated, and how they end.
import { expect } from 'chai'
import { ConditionFailedError, ItemNotFoundError, RequestFailedError } from 'dyntastic'
import type { Request } from '../../../lib/operation/ground/request.js'
import { movePlan } from '../../../lib/operation/move/move-plan.js'
import { runMove } from '../../../lib/operation/move/run-move.js'
import { kindsOf, orderOne, placedAt } from '../../support/kinds.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const { Order } = kindsOf('runs')
const runner = Object.assign(new FakeRunner(), {
  retry: {
    unprocessed: { attempts: 1, base: 0, most: 0 },
    conflicts: { attempts: 3, base: 0, most: 0 },
  },
})
const stored = Order.encode(orderOne)
const plan = movePlan(Order, { customerId: 'c1', orderId: 'o1', placedAt }, { orderId: 'o2' })
const move = { context: { model: Order, runner }, plan, conditions: [] }
const noted = { ...stored, note: { S: 'n' } }
const cancelled = (item: object, outcome?: 'unknown') =>
  new RequestFailedError({
    ...(outcome === undefined ? {} : { outcome }),
    cause: Object.assign(new Error('cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: item }, { Code: 'None' }],
    }),
  })

function script(reads: (object | undefined)[], writes: (object | Error)[]): void {
  runner.sent.length = 0
  runner.reply = ({ call }: Request) => {
    if (call !== 'GetItem') return writes.shift() ?? {}
    const Item = reads.shift()
    return Item === undefined ? {} : { Item }
  }
}
const calls = () => runner.sent.map(({ call }) => call)

describe('runMove', () => {
  it('reads, then sends both elements with one token', async () => {
    script([stored], [])
    expect(await runMove(move, undefined)).deep.equal({ ...orderOne, orderId: 'o2', status: 'open' })
    expect(calls()).deep.equal(['GetItem', 'TransactWriteItems'])
    const [read, write] = runner.sent
    expect(read?.input).deep.include({ ConsistentRead: true })
    expect(write).include({ entity: 'Order', operation: 'move' })
    expect(Reflect.get(write?.input ?? {}, 'TransactItems')).length(2)
    expect(Reflect.get(write?.input ?? {}, 'ClientRequestToken')).match(/^[\w-]{36}$/)
  })

  it('repeats both if the item has changed, with a token of its own', async () => {
    script([stored, noted], [cancelled(noted)])
    expect(await runMove(move, undefined)).include({ note: 'n' })
    expect(calls()).deep.equal(['GetItem', 'TransactWriteItems', 'GetItem', 'TransactWriteItems'])
    const tokens = runner.sent.flatMap(({ input }) => Reflect.get(input, 'ClientRequestToken') ?? [])
    expect(new Set(tokens).size).equal(2)
  })

  it('ends after all attempts, and at once if one may have been applied', async () => {
    script([stored, stored, stored], [cancelled(noted), cancelled(noted), cancelled(noted)])
    const busy = await rejection(runMove(move, undefined), RequestFailedError)
    expect(busy.message).contain('3 times in a row')
    script([stored], [cancelled(noted, 'unknown')])
    const open = await rejection(runMove(move, undefined), ConditionFailedError)
    expect(open).include({ outcome: 'unknown' })
    expect(calls()).deep.equal(['GetItem', 'TransactWriteItems'])
  })

  it('sends no transaction without an item', async () => {
    script([undefined], [])
    await rejection(runMove(move, undefined), ItemNotFoundError)
    expect(calls()).deep.equal(['GetItem'])
  })
})
