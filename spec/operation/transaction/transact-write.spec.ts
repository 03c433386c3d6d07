import { expect } from 'chai'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { IdempotencyMismatchError } from '../../../lib/errors/idempotency-mismatch-error.js'
import { AbortedError, TimeoutError } from '../../../lib/errors/interrupted.js'
import { InvalidOptionError } from '../../../lib/errors/invalid-option-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { ThrottledError } from '../../../lib/errors/throttled-error.js'
import { TransactionCancelledError } from '../../../lib/errors/transaction-cancelled-error.js'
import { TransactionLimitError } from '../../../lib/errors/transaction-limit-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import { transactWrite } from '../../../lib/operation/transaction/transact-write.js'
import { aliceInput, orderInput } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { cancelled, onRunner } from '../many/samples.js'

const { runner, users, orders } = onRunner()
const tokens = () => runner.sent.map(({ input }) => Reflect.get(input, 'ClientRequestToken') as string)
const deletes = (count: number) => Array.from({ length: count }, (_, at) => users.delete(`u${at}`))

describe('many/transact-write', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.options.length = 0
    runner.reply = {}
  })

  it('is one request, and returns what each operation resolves to', async () => {
    const order = orders.save(orderInput)
    const operations = [
      users.save(aliceInput),
      order,
      users.update('u2').set('age', 1),
      users.delete('u3'),
      users.check('u4').if('age').gt(17),
      users.create({ ...aliceInput, userId: 'u5' }).returning('none'),
    ]
    const { signal } = new AbortController()
    const results = await transactWrite(runner, operations, { token: 't', signal })
    expect(results).to.deep.equal([
      { ...aliceInput, age: 0 },
      await order,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    const [request] = runner.sent
    expect(request).to.include({
      call: 'TransactWriteItems',
      entity: 'User, Order',
      operation: 'transaction',
    })
    expect(request?.input).to.deep.equal({
      TransactItems: operations.map((operation) => operation.transactWriteFace().action),
      ClientRequestToken: 't',
    })
    expect(runner.options).to.deep.equal([{ signal }, undefined])
  })

  it('sends nothing if there is nothing', async () => {
    expect(await transactWrite(runner, [], {})).to.deep.equal([])
    expect(runner.sent).to.have.length(0)
  })

  it('has a token of its own if none is given', async () => {
    await transactWrite(runner, deletes(1), {})
    await transactWrite(runner, deletes(1), { token: undefined })
    const [first = '', second] = tokens()
    expect(first)
      .to.match(/^[0-9a-f-]{36}$/)
      .and.not.equal(second)
  })

  const refused: [string, () => readonly Facing[], new (...details: never[]) => Error, RegExp][] = [
    ['101 operations', () => deletes(101), TransactionLimitError, /this one has 101/],
    ['all of a long list', () => deletes(250), TransactionLimitError, /this one has 250/],
    [
      'an item twice',
      () => [users.save(aliceInput), users.check('u1').if('age').gt(1)],
      DuplicateOperationError,
      /\[0\] User\.save and \[\d\] User\.check/,
    ],
    [
      'an operation of another executor',
      () => [users.delete('u1'), onRunner().users.delete('u2')],
      ScopeError,
      /a different executor/,
    ],
    [
      'a condition that skips',
      () => [users.save(aliceInput).if('age').gt(1).orSkip() as unknown as Facing],
      UnsupportedOperationError,
      /orSkip/,
    ],
    [
      'old items',
      () => [users.delete('u1').returning('old') as unknown as Facing],
      UnsupportedOperationError,
      /return no items/,
    ],
    [
      'a read',
      () => [users.get('u1') as unknown as Facing],
      UnsupportedOperationError,
      /saves, creates, updates, deletes and checks/,
    ],
    ['an item', () => [{ ...aliceInput } as unknown as Facing], UnsupportedOperationError, /not an object/],
    [
      'invalid values',
      () => [users.delete('u2'), users.save({ ...aliceInput, age: 1.5 })],
      ValidationError,
      /age/,
    ],
  ]
  for (const [what, operations, Class, message] of refused)
    it(`${what} is refused before anything is sent`, async () => {
      expect((await rejection(transactWrite(runner, operations(), {}), Class)).message).to.match(message)
      expect(runner.sent).to.have.length(0)
    })

  it('a token that DynamoDB does not take is refused before anything is sent', async () => {
    for (const token of ['', 'x'.repeat(37), 5 as unknown as string])
      for (const operations of [deletes(1), []])
        expect(
          (await rejection(transactWrite(runner, operations, { token }), InvalidOptionError)).message,
        ).to.match(/1 to 36 characters/)
    expect(runner.sent).to.have.length(0)
  })

  it('a cancelled one says why', async () => {
    runner.reply = cancelled({ Code: 'None' }, { Code: 'ConditionalCheckFailed' })
    const work = transactWrite(runner, [users.delete('u1'), users.update('u2').set('age', 1)], {})
    const error = await rejection(work, TransactionCancelledError)
    expect(error.reasons.map(({ code }) => code)).to.deep.equal(['None', 'ConditionalCheckFailed'])
    expect(error.reasons[1]?.error?.code).to.equal('ITEM_NOT_FOUND')
  })

  describe('whose outcome is unknown', () => {
    const where = { entity: 'User', operation: 'transaction' }
    for (const error of [
      Object.assign(new UnknownOutcomeError({ ...where, detail: 'lost', cause: 'x' }), {
        attempts: 3,
        httpStatus: 500,
      }),
      new TimeoutError({ ...where, detail: 'lost', cause: 'x', outcome: 'unknown' }),
      new AbortedError({ ...where, detail: 'lost', cause: 'x', outcome: 'unknown' }),
    ])
      it(`says under which token it can be run again: ${error.name}`, async () => {
        runner.reply = error
        const reported = await rejection(
          transactWrite(runner, deletes(1), {}),
          error.constructor as typeof Error,
        )
        const [token] = tokens()
        expect({ ...reported }).to.deep.equal({ ...error, token })
        expect(reported.cause).to.equal('x')
        expect(reported.message).to.equal(
          `User.transaction: lost; the write may have been applied; run the same operations again with the token '${token}' within 10 minutes to find out: they are applied only once`,
        )
      })
  })

  it('passes on other errors as they are', async () => {
    for (const error of [
      new ThrottledError({}),
      new IdempotencyMismatchError({}),
      new TimeoutError({ outcome: 'nothing written' }),
      new RangeError('x'),
    ]) {
      runner.reply = error
      expect(await rejection(transactWrite(runner, deletes(1), {}), Error)).to.equal(error)
    }
  })
})
