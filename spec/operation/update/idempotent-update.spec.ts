// An update applied exactly once: what is sent, how often, and what responses and errors mean.
import { expect } from 'chai'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { IdempotencyMismatchError } from '../../../lib/errors/idempotency-mismatch-error.js'
import { ItemNotFoundError } from '../../../lib/errors/item-not-found-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { reasonOf } from '../../../lib/operation/update/idempotent-update.js'
import { orderInput } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { onFakeRunner } from '../update-samples.js'

const { runner, plains, orders } = onFakeRunner()
const Item = {
  id: { S: 'a' },
  name: { S: 'Ann' },
  total: { N: '6' },
  age: { N: '1' },
  stats: { M: { views: { N: '1' } } },
}
const update = plains.update('a').add('total', 1)

const failed = (name: string, more: object = {}) =>
  new RequestFailedError({ cause: Object.assign(new Error(name), { name, ...more }) })
const cancelled = (Code: string, more: object = {}, attempts = 1) =>
  failed('TransactionCanceledException', {
    CancellationReasons: [{ Code, ...more }],
    $metadata: { attempts },
  })

/** Responds to the transaction with these, one after the other, and then as if it were done; reads find the item. */
function script(...replies: (Error | object)[]): void {
  const left = [...replies]
  runner.reply = ({ call }: Request) => (call === 'GetItem' ? { Item } : (left.shift() ?? {}))
}

const tokens = () =>
  runner.sent.flatMap(({ call, input }) =>
    call === 'TransactWriteItems' ? [Reflect.get(input, 'ClientRequestToken') as string] : [],
  )

describe('an idempotent update', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.options.length = 0
    script()
  })

  it('is a transaction of one, under the token given, and then a consistent read', async () => {
    expect(await update.if('age').gt(0).idempotent('t-1')).deep.equal({
      id: 'a',
      name: 'Ann',
      total: 6,
      age: 1,
      stats: { views: 1 },
      scores: new Set(),
    })
    const { ReturnValues: _, ...input } = update.if('age').gt(0).toCommand().input
    expect(runner.sent.map(({ call, input, operation }) => [call, input, operation])).deep.equal([
      ['TransactWriteItems', { TransactItems: [{ Update: input }], ClientRequestToken: 't-1' }, 'update'],
      ['GetItem', { TableName: 'plain', Key: { id: { S: 'a' } }, ConsistentRead: true }, 'update'],
    ])
    expect(input).property('ReturnValuesOnConditionCheckFailure', 'ALL_OLD')
  })

  it('reads nothing if nothing is returned', async () => {
    expect(await update.idempotent().returning('none')).equal(undefined)
    expect(await update.returning('none').idempotent()).equal(undefined)
    expect(runner.sent.map(({ call }) => call)).deep.equal(['TransactWriteItems', 'TransactWriteItems'])
  })

  it('has a token of each run if none is given, and its own in every run', async () => {
    const operation = update.idempotent().returning('none')
    await operation
    await operation
    const [first = '', second] = tokens()
    expect(first)
      .match(/^[0-9a-f-]{36}$/)
      .and.not.equal(second)
    runner.sent.length = 0
    const named = update.idempotent('t').returning('none')
    await named
    await named
    expect(tokens()).deep.equal(['t', 't'])
    expect(runner.sent[0]?.input).deep.equal(runner.sent[1]?.input)
  })

  it('raw is sent the same way', async () => {
    expect(await update.idempotent('t').raw()).deep.equal({ $metadata: {}, Attributes: Item })
    expect(tokens()).deep.equal(['t'])
  })

  for (const [what, error] of [
    ['a refused request', failed('ValidationException')],
    ['a refusal inside', cancelled('ValidationError', { Message: 'An operand has an incorrect data type' })],
    ['an item that is too large', cancelled('ItemCollectionSizeLimitExceeded')],
    ['another error', new RangeError('other')],
    ['a conflict that did not pass', cancelled('TransactionConflict')],
    ['a lost response', new UnknownOutcomeError({ detail: 'lost' })],
    ['a token of another update', new IdempotencyMismatchError({ detail: 'used' })],
  ] as const)
    it(`passes on ${what} as it is: repeating is the runner’s`, async () => {
      script(error)
      expect(await rejection(update.idempotent(), error.constructor as typeof Error)).equal(error)
      expect(tokens()).length(1)
    })

  it('passes on the options of the run', async () => {
    const { signal } = new AbortController()
    await update.idempotent().execute({ signal })
    expect(runner.options).deep.equal([{ signal }, { signal }])
  })

  it('says of a condition what a plain update says, and is certain of it however often it was sent', async () => {
    // A plain update of a constant would be repeated by the SDK, and then not be certain.
    const operation = plains.update('a').set('name', 'Bob').if('age').gt(5).idempotent()
    script(cancelled('ConditionalCheckFailed', { Item }, 3))
    const error = await rejection(operation, ConditionFailedError)
    expect(error.item).include({ age: 1 })
    expect(error.failed.map(({ clause }) => clause)).deep.equal(['age > (value)'])
    expect(error).include({ outcome: 'nothing written' })
    script(cancelled('ConditionalCheckFailed', { Item }, 3))
    expect(await operation.orSkip()).equal(undefined)
  })

  it('says of a missing item, and of a version, what a plain update says', async () => {
    script(cancelled('ConditionalCheckFailed'))
    await rejection(update.idempotent(), ItemNotFoundError)
    const order = orders.entity.parse({ ...orderInput, revision: 3 })
    script(
      cancelled('ConditionalCheckFailed', { Item: orders.entity.encode({ ...orderInput, revision: 4 }) }),
    )
    const conflict = await rejection(orders.update(order).set('total', 1).idempotent(), VersionConflictError)
    expect(conflict.item).include({ revision: 4 })
  })

  it('says that the item is gone if it was deleted before it was read', async () => {
    runner.reply = {}
    const error = await rejection(update.idempotent(), ItemNotFoundError)
    expect(error.message).match(/the update was applied, but the item was deleted/)
    expect(error.key).deep.equal({ id: 'a' })
  })

  it('may make its table under upsert only', async () => {
    await update.idempotent()
    expect(runner.sent[0]).not.property('creation')
    runner.sent.length = 0
    await update.upsert({ name: 'x', scores: new Set([1]) }).idempotent()
    expect(runner.sent[0]?.creation?.().input).deep.equal(plains.toCreateTableInput())
  })
})

describe('reasonOf', () => {
  it('is that of the one operation of a cancelled transaction', () => {
    expect(reasonOf(cancelled('TransactionConflict'))).deep.equal({ Code: 'TransactionConflict' })
    for (const other of [failed('ValidationException'), new Error('x'), undefined, 'text'])
      expect(reasonOf(other)).equal(undefined)
  })
})
