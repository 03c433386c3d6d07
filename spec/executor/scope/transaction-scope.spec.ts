// Transactions around functions: what is collected, when it is committed, and what ends them.

import { expect } from 'chai'
import { Repository, Table } from 'dyntastic'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { InvalidOptionError } from '../../../lib/errors/invalid-option-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { TransactionCancelledError } from '../../../lib/errors/transaction-cancelled-error.js'
import { TransactionLimitError } from '../../../lib/errors/transaction-limit-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import {
  inTransaction,
  type TransactionScope,
  type TransactionScopeOptions,
} from '../../../lib/executor/scope/transaction-scope.js'
import { cancelled } from '../../operation/many/samples.js'
import { aliceInput, orderEntity, userEntity } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { ScopedRunner } from '../scoped-runner.js'

const user = (userId: string) => ({ ...aliceInput, userId })
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `u${from + at}`)

function opened() {
  const runner = new ScopedRunner()
  const users = new Repository(userEntity(), runner)
  const orders = new Repository(orderEntity(), runner)
  const transaction = <T>(
    work: (scope: TransactionScope) => Promise<T>,
    options: TransactionScopeOptions = {},
  ) => inTransaction(runner, work, options)
  return { runner, users, orders, transaction }
}

describe('executor/transaction-scope', () => {
  describe('what awaits resolve to', () => {
    it('the item that will be written, nothing, or a stand-in', async () => {
      const { users, orders, transaction } = opened()
      const updated = await transaction(async () => {
        expect(await users.save(aliceInput)).deep.equal({ ...aliceInput, age: 0 })
        expect(await users.create(user('u2'))).deep.equal({ ...user('u2'), age: 0 })
        expect(await users.delete('u3')).equal(undefined)
        expect(await users.check('u4').if('age').gt(1)).equal(undefined)
        expect(await users.update('u5').set('age', 1).returning('none')).equal(undefined)
        return orders.update({ customerId: 'c', orderId: 'o' }).set('status', 'paid')
      })
      const read = async () => updated.status
      expect((await rejection(read(), ScopeError)).reason).equal('pending')
    })

    it('resolves to what the work resolves to, be it an operation', async () => {
      const { runner, users, transaction } = opened()
      expect(await transaction(async () => 5)).equal(5)
      expect(await transaction(() => users.save(aliceInput))).deep.equal({ ...aliceInput, age: 0 })
      expect(runner.calls).deep.equal(['TransactWriteItems'])
    })
  })

  describe('what is refused at the await', () => {
    it('an operation that is wrong in itself: the transaction goes on', async () => {
      const { runner, users, transaction } = opened()
      await transaction(async () => {
        await rejection(users.save({ ...aliceInput, name: 5 as never }), ValidationError)
        await rejection(users.save(aliceInput).returning('old'), UnsupportedOperationError)
        await users.save(aliceInput)
      })
      expect(runner.committed('userId')).deep.equal([['u1']])
    })

    for (const [what, type, spoil] of [
      [
        'a second operation on one item',
        DuplicateOperationError,
        async ({ users }) => users.update('u1').set('age', 2),
      ],
      [
        'an operation of another region',
        ScopeError,
        async ({ runner }) => {
          const away = new Table({ name: 'away', region: 'eu-west-3' })
          await new Repository(userEntity(away), runner).save(user('u2'))
        },
      ],
    ] as [string, new (...args: never[]) => Error, (given: ReturnType<typeof opened>) => Promise<unknown>][])
      it(`${what}: the transaction has failed, also where the error is swallowed`, async () => {
        const given = opened()
        Object.assign(given.runner, { clientFor: (table: Table) => table.region ?? 'here' })
        let error: unknown
        const failed = await rejection(
          given.transaction(async (scope) => {
            await given.users.save(aliceInput)
            error = await rejection(spoil(given), type)
            expect(await rejection(scope.commit(), type)).equal(error)
            const late = await rejection(given.users.save(user('u7')), ScopeError)
            expect(late).include({ reason: 'closed', cause: error })
          }),
          type,
        )
        expect(failed).equal(error)
        expect(given.runner.sent).deep.equal([])
      })

    it('names the key and both operations', async () => {
      const { users, transaction } = opened()
      const first = users.save(aliceInput)
      const second = users.check('u1').if('age').gt(5)
      const error = await rejection(
        transaction(async () => {
          await first
          await second
        }),
        DuplicateOperationError,
      )
      expect(error.key).deep.equal({ userId: 'u1' })
      expect(error.operations).deep.equal([first, second])
    })

    it('the 101st operation, and nothing is sent', async () => {
      const { runner, users, transaction } = opened()
      let before: number | undefined
      await rejection(
        transaction(async (scope) => {
          for (const id of ids(101)) {
            await users.save(user(id))
            before = scope.pending
          }
        }),
        TransactionLimitError,
      )
      expect(before).equal(100)
      expect(runner.sent).deep.equal([])
    })
  })

  describe('autoCommit', () => {
    it('commits in parts, as operations come', async () => {
      const { runner, users, transaction } = opened()
      const steps: number[][] = []
      await transaction(
        async (scope) => {
          for (const id of ids(5)) {
            await users.save(user(id))
            steps.push([scope.requests, scope.pending, scope.committed])
          }
        },
        { autoCommit: true, commitEvery: 2 },
      )
      expect(steps).deep.equal([
        [0, 1, 0],
        [1, 0, 2],
        [1, 1, 2],
        [2, 0, 4],
        [2, 1, 4],
      ])
      expect(runner.committed('userId')).deep.equal([['u0', 'u1'], ['u2', 'u3'], ['u4']])
    })

    it('commits at 100 by default; no empty request at the end', async () => {
      const { runner, users, transaction } = opened()
      const all = (count: number) =>
        transaction(async () => Promise.all(ids(count).map((id) => users.save(user(id)))), {
          autoCommit: true,
        })
      await all(101)
      await all(200)
      expect(runner.committed('userId').map(({ length }) => length)).deep.equal([100, 1, 100, 100])
    })

    it('sends one commit after the other, also for operations of one moment', async () => {
      const { runner, users, transaction } = opened()
      let under = 0
      let most = 0
      const run = runner.run.bind(runner)
      runner.run = async (request, options) => {
        most = Math.max(most, ++under)
        await new Promise((resolve) => setTimeout(resolve, 2))
        under -= 1
        return run(request, options)
      }
      await transaction(() => Promise.all(ids(7).map((id) => users.save(user(id)))), {
        autoCommit: true,
        commitEvery: 2,
      })
      expect(most).equal(1)
      expect(runner.committed('userId').flat()).deep.equal(ids(7))
    })

    it('takes the same item again in another part', async () => {
      const { runner, users, transaction } = opened()
      await transaction(
        async () => {
          await users.save(aliceInput)
          await users.save({ ...aliceInput, age: 5 })
        },
        { autoCommit: true, commitEvery: 1 },
      )
      expect(runner.committed('userId')).deep.equal([['u1'], ['u1']])
    })

    for (const [outcome, words] of [
      [undefined, ['this part of the transaction was cancelled, and none of it was written (operation 0, ']],
      [
        'unknown',
        [
          'its last attempt was cancelled, and an earlier one got no response (operation 0, ',
          "; the write may have been applied; run the same operations again with the token '",
        ],
      ],
    ] as const)
      it(`says why a later part was cancelled, after an outcome of ${outcome ?? 'nothing written'}`, async () => {
        const { runner, users, transaction } = opened()
        const run = runner.run.bind(runner)
        runner.run = async (request, options) => {
          if (runner.sent.length > 0) {
            const { cause } = cancelled({
              Code: 'ConditionalCheckFailed',
              Item: users.entity.encode(aliceInput),
            })
            throw new RequestFailedError({ cause, outcome })
          }
          return run(request, options)
        }
        const error = await rejection(
          transaction(
            async () => {
              await users.save(user('u2'))
              await users.create(aliceInput)
            },
            { autoCommit: true, commitEvery: 1 },
          ),
          TransactionCancelledError,
        )
        expect(error).include({ committed: 1, outcome: 'unknown' })
        const always = [
          "User.create of { userId: 'u1' }: ItemExistsError, ",
          '; 1 operation had already been committed in earlier parts',
        ]
        for (const each of [...words, ...always]) expect(error.message).contain(each)
        expect(Object.hasOwn(error, 'token')).equal(outcome === 'unknown')
      })

    it('says what was committed before a part whose outcome is unknown', async () => {
      const { runner, users, transaction } = opened()
      const run = runner.run.bind(runner)
      runner.run = async (request, options) => {
        if (runner.sent.length > 0)
          throw new UnknownOutcomeError({ entity: 'User', operation: 'transaction' })
        return run(request, options)
      }
      const work = async () => {
        await users.save(user('u2'))
        await users.create(aliceInput)
      }
      const error = await rejection(
        transaction(work, { autoCommit: true, commitEvery: 1 }),
        UnknownOutcomeError,
      )
      expect(error).include({ committed: 1, outcome: 'unknown' })
      expect(error.message.split('1 operation had already been committed in earlier parts')).have.length(2)
      expect(error.message).contain(`run the same operations again with the token '${error.token}'`)
    })

    it('commitEvery is a whole number from 1 to 100, of autoCommit', async () => {
      const { users, transaction } = opened()
      let ran = false
      const work = async () => {
        ran = true
        await users.save(aliceInput)
      }
      for (const commitEvery of [0, -1, 1.5, 101, Number.NaN, '5' as never])
        await rejection(transaction(work, { autoCommit: true, commitEvery }), InvalidOptionError)
      // @ts-expect-error: without autoCommit it says nothing
      const options: TransactionScopeOptions = { commitEvery: 50 }
      await rejection(transaction(work, options), InvalidOptionError)
      await rejection(transaction(work, { ...options, autoCommit: false } as never), InvalidOptionError)
      expect(ran).equal(false)
    })
  })

  it('sends the signal along, and a token for each part', async () => {
    const { runner, users, transaction } = opened()
    const run = (token?: string) =>
      transaction(
        async () => {
          for (const id of ids(3)) await users.save(user(id))
        },
        { autoCommit: true, commitEvery: 1, token },
      )
    const tokens = () =>
      runner.sent.splice(0).map(({ input }) => (input as { ClientRequestToken?: string }).ClientRequestToken)
    await run('mine')
    const first = tokens()
    expect(first[0]).equal('mine')
    expect(new Set(first).size).equal(3)
    for (const token of first) expect(token).match(/^.{1,36}$/)
    await run('mine')
    expect(tokens()).deep.equal(first)
    await run()
    expect(new Set(tokens()).size).equal(3)
    for (const token of ['', 'x'.repeat(37)]) await rejection(run(token), InvalidOptionError)
    expect(runner.sent).deep.equal([])
  })
})
