// Pauses between attempts: of every operation that the library repeats, an abort is an AbortedError at once.
import { expect } from 'chai'
import { AbortedError, ConditionFailedError, Repository, RequestFailedError } from 'dyntastic'
import { pauseBetweenAttempts } from '../../../lib/operation/ground/attempt-pause.js'
import { transactWrite } from '../../../lib/operation/transaction/transact-write.js'
import { kindsOf, orderOne, placedAt } from '../../support/kinds.js'
import { memberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'
import { tasksOn } from '../../support/tasks.js'
import { FakeRunner } from '../fake-runner.js'

describe('pauseBetweenAttempts', () => {
  const call = { entity: 'Order', operation: 'update' }

  it('waits', async () => {
    const begun = performance.now()
    await pauseBetweenAttempts(20, call, undefined)
    expect(performance.now() - begun).greaterThan(15)
  })

  it('says where it was aborted, and why', async () => {
    const signal = AbortSignal.abort('enough')
    const error = await rejection(pauseBetweenAttempts(60_000, call, signal), AbortedError)
    expect(error).include({ ...call, cause: 'enough', outcome: 'nothing written' })
    expect(error.message).contain('between two attempts')
  })
})

describe('operations that are aborted between two attempts', () => {
  const runner = Object.assign(new FakeRunner(), {
    retry: {
      unprocessed: { attempts: 9, base: 1e9, most: 1e9 },
      conflicts: { attempts: 9, base: 1e9, most: 1e9 },
    },
  })
  const { Order } = kindsOf('aborted')
  const orders = new Repository(Order, runner)
  const members = new Repository(memberEntity('aborted'), runner)
  const tasks = tasksOn('aborted', runner as never)
  const member = { memberId: { S: 'm1' }, e: { S: 'a' }, points: { N: '0' } }
  const task = (b: string) => ({
    ...{ _type: { S: 'Task' }, pk: { S: 'TASK#t1' }, sk: { S: 'T' }, taskId: { S: 't1' } },
    ...{ a: { S: 'x' }, b: { S: b }, rank: { N: '1' } },
  })
  const cancelled = (Code: string, Item?: object) =>
    new RequestFailedError({
      cause: Object.assign(new Error('cancelled'), {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code, Item }],
      }),
    })
  const conflict = cancelled('TransactionConflict')
  const stored = Order.encode(orderOne)
  const noted = { ...stored, note: { S: 'n' } }
  const key = { customerId: 'c1', orderId: 'o1', placedAt }

  type Run = (signal: AbortSignal) => PromiseLike<unknown>
  const runs: Record<string, readonly [read: object, failure: Error, run: Run, operation: string]> = {
    'an update of index keys': [
      task('y'),
      new ConditionFailedError({ stored: task('n'), cause: new Error('unmet') }),
      (signal) => tasks.update('t1').set('a', 'z').execute({ signal }),
      'update',
    ],
    'an update of a unique value': [
      member,
      conflict,
      (signal) => members.update('m1').set('email', 'b').execute({ signal }),
      'update',
    ],
    'a create of unique values': [
      member,
      conflict,
      (signal) => members.create({ memberId: 'm1', email: 'a' }).execute({ signal }),
      'create',
    ],
    'a save of unique values': [
      member,
      conflict,
      (signal) => members.save({ memberId: 'm1', email: 'b' }).execute({ signal }),
      'save',
    ],
    'a delete of unique values': [
      member,
      conflict,
      (signal) => members.delete('m1').execute({ signal }),
      'delete',
    ],
    'a move': [
      stored,
      cancelled('ConditionalCheckFailed', noted),
      (signal) => orders.move(key, { orderId: 'o2' }).execute({ signal }),
      'move',
    ],
    'a move of unique values': [
      member,
      conflict,
      (signal) => members.move('m1', { memberId: 'm2' }).execute({ signal }),
      'move',
    ],
    'a transaction with unique values': [
      member,
      conflict,
      (signal) => transactWrite(runner, [members.create({ memberId: 'm1', email: 'a' })], { signal }),
      'create',
    ],
    'a batch of reads': [
      {},
      new Error('not reached'),
      (signal) => orders.getMany([key]).execute({ signal }),
      'getMany',
    ],
    'a batch of writes': [
      {},
      new Error('not reached'),
      (signal) => orders.saveMany([orderOne], { overwrite: true, signal } as never),
      'saveMany',
    ],
  }

  for (const [what, [read, failure, run, operation]] of Object.entries(runs))
    it(`reject with an AbortedError: ${what}`, async () => {
      runner.sent.length = 0
      runner.reply = ({ call, input }) =>
        call === 'GetItem'
          ? { Item: read }
          : call === 'BatchGetItem'
            ? { Responses: {}, UnprocessedKeys: Reflect.get(input, 'RequestItems') }
            : call === 'BatchWriteItem'
              ? { UnprocessedItems: Reflect.get(input, 'RequestItems') }
              : failure
      const controller = new AbortController()
      const reason = new Error('enough')
      const ended = rejection(Promise.resolve(run(controller.signal)), AbortedError)
      setTimeout(() => controller.abort(reason), 30)
      const error = await ended
      expect(error.cause).equal(reason)
      expect(error.operation).equal(operation)
      expect(error.outcome).equal('nothing written')
      expect(runner.sent.length).greaterThan(0)
    })
})
