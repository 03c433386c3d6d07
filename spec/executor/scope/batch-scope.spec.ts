// Batches around functions: what is collected, when it is sent, and what is reported as unsent.

import { expect } from 'chai'
import { Repository, Table } from 'dyntastic'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { InvalidOptionError } from '../../../lib/errors/invalid-option-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { UnprocessedError } from '../../../lib/errors/unprocessed-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { type BatchScope, type BatchScopeOptions, inBatch } from '../../../lib/executor/scope/batch-scope.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import type { Calls, Request } from '../../../lib/operation/ground/request.js'
import { aliceInput, orderEntity, userEntity } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { ScopedRunner } from '../scoped-runner.js'

const user = (userId: string) => ({ ...aliceInput, userId })

function opened() {
  const runner = new ScopedRunner()
  const users = new Repository(userEntity(), runner)
  const batch = <T>(work: (scope: BatchScope) => Promise<T>, options: BatchScopeOptions = {}) =>
    inBatch(runner, work, options)
  return { runner, users, batch, written: () => runner.sent.map(writes) }
}

/** What a request writes: keys, by the names of their tables. */
function writes({ input }: Request): string[] {
  const { RequestItems = {} } = input as Calls['BatchWriteItem']['input']
  return Object.entries(RequestItems).flatMap(([table, requests]) =>
    requests.map(({ PutRequest, DeleteRequest }) => {
      const { userId, orderId } = PutRequest?.Item ?? DeleteRequest?.Key ?? {}
      return `${PutRequest === undefined ? 'delete' : 'put'} ${table} ${(orderId ?? userId)?.S}`
    }),
  )
}

async function saveAll(users: ReturnType<typeof opened>['users'], ...ids: string[]): Promise<void> {
  for (const id of ids) await users.save(user(id))
}

describe('executor/batch-scope', () => {
  it('sends a request when there is enough for one, the rest at the end, never an empty one', async () => {
    const { users, batch, written } = opened()
    const steps: number[][] = []
    const work = (count: number) => async (scope: BatchScope) => {
      for (let at = 0; at < count; at++) {
        await users.save(user(`u${at}`))
        steps.push([scope.requests, scope.pending, scope.committed])
      }
    }
    await batch(work(3), { size: 2 })
    expect(steps).deep.equal([
      [0, 1, 0],
      [1, 0, 2],
      [1, 1, 2],
    ])
    await batch(work(4), { size: 2 })
    await batch(work(60))
    expect(written().map(({ length }) => length)).deep.equal([2, 1, 2, 2, 25, 25, 10])
  })

  it('an empty block sends nothing', async () => {
    const { runner, batch } = opened()
    expect(await batch(async () => 'nothing')).equal('nothing')
    expect(runner.sent).deep.equal([])
  })

  it('several repositories and tables go in one request', async () => {
    const { runner, users, batch, written } = opened()
    const others = new Repository(userEntity('others'), runner)
    await batch(async () => {
      expect(await users.save(aliceInput)).deep.equal({ ...aliceInput, age: 0 })
      expect(await others.delete('o1')).equal(undefined)
      await others.save(user('o2'))
    })
    expect(written()).deep.equal([['put users u1', 'delete others o1', 'put others o2']])
  })

  it('what takes a condition is refused at its await, and not sent', async () => {
    const { runner, users, batch, written } = opened()
    const orders = new Repository(orderEntity(), runner)
    const refused: PromiseLike<unknown>[] = [
      users.save(aliceInput).if('age').gt(1),
      users.create(aliceInput),
      users.delete('u1').if('age').gt(1),
      users.update('u1').set('age', 1),
      users.check('u1').if('age').gt(1),
      orders.save({ customerId: 'c', total: 1, placedAt: new Date(), lines: [] }),
    ]
    await batch(async () => {
      for (const operation of refused) await rejection(operation, UnsupportedOperationError)
      await users.delete('u2')
    })
    expect(written()).deep.equal([['delete users u2']])
  })

  it('an operation whose table cannot be reached fails alone', async () => {
    const { runner, users, batch, written } = opened()
    Object.assign(runner, {
      clientFor(table: Table) {
        if (table.name === 'nowhere') throw new EntityDefinitionError({ detail: 'no URL' })
      },
    })
    const nowhere = new Repository(userEntity(new Table({ name: 'nowhere', endpoint: 'x' })), runner)
    await batch(async () => {
      await users.save(aliceInput)
      await rejection(nowhere.save(aliceInput), EntityDefinitionError)
    })
    expect(written()).deep.equal([['put users u1']])
  })

  describe('several writes of one item', () => {
    it("the last one counts in one request, and the later one over requests ('last')", async () => {
      const { users, batch, written, runner } = opened()
      await batch(
        async () => {
          await users.save(aliceInput)
          await users.delete('u1')
          await users.save({ ...aliceInput, age: 5 })
        },
        { size: 2 },
      )
      expect(written()).deep.equal([['delete users u1'], ['put users u1']])
      expect(JSON.stringify(runner.sent[1]?.input)).contain('"N":"5"')
    })

    it("the second one is refused, and alone, however far they are apart ('refuse')", async () => {
      const { users, batch, written } = opened()
      const first = users.save(aliceInput)
      const second = users.delete('u1')
      await batch(
        async () => {
          await first
          await users.save(user('u2'))
          const error = await rejection(second, DuplicateOperationError)
          expect(error.key).deep.equal({ userId: 'u1' })
          expect(error.operations).deep.equal([first, second])
          expect(error.message).contain("{ userId: 'u1' }")
        },
        { size: 2, duplicates: 'refuse' },
      )
      expect(written()).deep.equal([['put users u1', 'put users u2']])
    })
  })

  it('work that throws: what was sent stays, the rest is not sent, and the same error is rethrown', async () => {
    const { users, batch, written } = opened()
    const failure = new Error('of the work')
    const work = async () => {
      await saveAll(users, 'u1', 'u2', 'u3')
      throw failure
    }
    expect(await batch(work, { size: 2 }).catch((error) => error)).equal(failure)
    expect(written()).deep.equal([['put users u1', 'put users u2']])
  })

  it('InvalidOptionError for a size that no request has, before the work runs', async () => {
    const { batch } = opened()
    for (const options of [
      { size: 0 },
      { size: 26 },
      { size: 1.5 },
      { size: -1 },
      { concurrency: 0 },
      { sise: 5 } as never,
    ])
      await rejection(
        batch(async () => expect.fail('it ran'), options),
        InvalidOptionError,
      )
  })

  describe('a request that fails', () => {
    const keys = (operations: readonly unknown[]) =>
      operations.map((operation) => (operation as Facing).batchWriteFace().stored['userId'])
    const refusing = (runner: ScopedRunner, at: number) => {
      runner.reply = () => (runner.sent.length >= at ? new RequestFailedError({ detail: 'no' }) : {})
    }

    it('ends the batch, and reports all that is unsent and all that was written, even if the error is caught', async () => {
      const { runner, users, batch } = opened()
      refusing(runner, 2)
      const seen: unknown[] = []
      const failed = await rejection(
        batch(
          async () => {
            const all = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7'].map((id) => users.save(user(id)))
            for (const each of await Promise.allSettled(all))
              if (each.status === 'rejected') seen.push(each.reason)
            await rejection(users.save(user('u8')), ScopeError)
          },
          { size: 2 },
        ),
        UnprocessedError,
      )
      expect(seen[0]).equal(failed)
      expect(seen[1]).instanceOf(ScopeError).and.include({ reason: 'closed', cause: failed })
      expect(keys(failed.remaining)).deep.equal(['u3', 'u4', 'u5', 'u6', 'u7'].map((S) => ({ S })))
      expect(failed.written).equal(2)
      expect(failed.failures[0]?.error).instanceOf(RequestFailedError)
      expect(failed.message)
        .match(/^User\.batch: 0 of 2 writes were done/)
        .and.contain('2 writes were done in earlier requests')
      expect(runner.sent).length(2)
    })

    it("is the engine's own error if there is nothing to add", async () => {
      const { runner, users, batch } = opened()
      refusing(runner, 1)
      const failed = await rejection(
        batch(() => saveAll(users, 'u1', 'u2')),
        UnprocessedError,
      )
      expect(keys(failed.remaining)).deep.equal([{ S: 'u1' }, { S: 'u2' }])
      expect(failed.written).equal(0)
    })
  })

  it('an abort reports everything that is unsent', async () => {
    const { runner, users, batch } = opened()
    const controller = new AbortController()
    const failed = await rejection(
      batch(
        async () => {
          await saveAll(users, 'u1', 'u2', 'u3')
          controller.abort('enough')
          await saveAll(users, 'u4')
        },
        { size: 2, signal: controller.signal },
      ),
      AbortedError,
    )
    // Part of it is written.
    expect(failed).include({ outcome: 'unknown', written: 2, cause: 'enough' })
    expect((failed as unknown as { remaining: unknown[] }).remaining).length(1)
    expect(runner.sent).length(1)
  })
})
