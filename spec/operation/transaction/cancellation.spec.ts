import { inspect } from 'node:util'
import { expect } from 'chai'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { ItemExistsError } from '../../../lib/errors/item-exists-error.js'
import { ItemNotFoundError } from '../../../lib/errors/item-not-found-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ThrottledError } from '../../../lib/errors/throttled-error.js'
import { TransactionCancelledError } from '../../../lib/errors/transaction-cancelled-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import { cancellation } from '../../../lib/operation/transaction/cancellation.js'
import { aliceInput, orderInput } from '../../support/entities.js'
import { cancelled, onRunner } from '../many/samples.js'

const { users, orders } = onRunner()
const alice = users.entity.parse(aliceInput)
const stored = users.entity.encode(alice)
const order = orders.entity.parse({ ...orderInput, revision: 3 })

function of(operations: readonly Facing[], ...reasons: readonly object[]): TransactionCancelledError {
  const faces = operations.map((operation) => operation.transactWriteFace())
  return cancellation(cancelled(...reasons), faces, 'transaction') as TransactionCancelledError
}

const none = { Code: 'None' }
const failed = (Item?: object) => ({
  Code: 'ConditionalCheckFailed',
  Message: 'The conditional request failed',
  ...(Item === undefined ? {} : { Item }),
})

describe('many/cancellation', () => {
  it('leaves other errors as they are', () => {
    for (const error of [new RequestFailedError({ cause: new Error('x') }), new Error('x'), undefined])
      expect(cancellation(error, [], 'transaction')).to.equal(error)
  })

  it('the i-th reason is that of the i-th operation', () => {
    const operations = [users.delete('u2'), users.delete('u1').if('age').gt(17), orders.save(orderInput)]
    const error = of(operations, none, failed(stored), none)
    expect(error).to.be.instanceOf(TransactionCancelledError)
    expect(error).to.include({ entity: 'User, Order', operation: 'transaction' })
    expect(error.cause).to.have.property('name', 'TransactionCanceledException')
    expect(error.reasons).to.deep.equal([
      { code: 'None', entity: 'User', operation: 'delete', key: { userId: 'u2' } },
      { code: 'ConditionalCheckFailed', entity: 'User', operation: 'delete', key: { userId: 'u1' } },
      { code: 'None', entity: 'Order', operation: 'save', key: { customerId: 'c1', orderId: 'o1' } },
    ])
    const [first, second] = error.reasons
    expect(first).to.include({ error: undefined, item: undefined, message: undefined })
    expect(second).to.include({ message: 'The conditional request failed' })
    expect(second?.item).to.deep.equal(alice)
    if (!(second?.error instanceof ConditionFailedError)) return expect.fail('no ConditionFailedError')
    expect(second.error.failed.map(({ clause, actual }) => [clause, actual])).to.deep.equal([
      ['age > (value)', 0],
    ])
  })

  it('an operation of several elements has the reason of the first that failed', () => {
    const [source, target, plain] = [
      users.delete('u1'),
      users.create(aliceInput),
      orders.save(orderInput),
    ].map((each) => each.transactWriteFace())
    if (source === undefined || target === undefined || plain === undefined) return expect.fail('no faces')
    const faces = [plain, { ...source, more: [target] }, plain]
    const reasonsOf = (...reasons: readonly object[]) =>
      (cancellation(cancelled(...reasons), faces, 'transaction') as TransactionCancelledError).reasons
    expect(reasonsOf(none, none, failed(stored), none).map(({ code }) => code)).deep.equal([
      'None',
      'ConditionalCheckFailed',
      'None',
    ])
    expect(reasonsOf(none, none, failed(stored), none)[1]?.error).instanceOf(ItemExistsError)
    expect(reasonsOf(none, failed(stored), failed(stored), none)[1]).include({ operation: 'delete' })
    expect(reasonsOf(none, none, none, failed()).map(({ code }) => code)).deep.equal([
      'None',
      'None',
      'ConditionalCheckFailed',
    ])
  })

  for (const [what, operation, reason, Class] of [
    ['a create that meets an item', users.create(aliceInput), failed(stored), ItemExistsError],
    ['an update that meets none', users.update('u1').set('age', 1), failed(), ItemNotFoundError],
    [
      'a save of another version',
      orders.save(order),
      failed(orders.entity.encode({ ...order, revision: 4 })),
      VersionConflictError,
    ],
    [
      'an update of another version',
      orders.update(order).add('total', 1),
      failed(orders.entity.encode({ ...order, revision: 4 })),
      VersionConflictError,
    ],
    ['a check', users.check('u1').if('age').gt(5), failed(stored), ConditionFailedError],
    ['a throttle', users.delete('u1'), { Code: 'ThrottlingError' }, ThrottledError],
    ['exceeded throughput', users.delete('u1'), { Code: 'ProvisionedThroughputExceeded' }, ThrottledError],
    ['a conflict', users.delete('u1'), { Code: 'TransactionConflict' }, RequestFailedError],
    [
      'an expression that does not fit',
      users.delete('u1'),
      { Code: 'ValidationError', Message: 'hush' },
      RequestFailedError,
    ],
    ['a code of the future', users.delete('u1'), { Code: 'Odd' }, RequestFailedError],
  ] as const)
    it(`${what} is what the operation alone would have thrown: ${Class.name}`, () => {
      const [only] = of([operation], reason).reasons
      expect(only?.error).to.be.instanceOf(Class)
      expect(only?.error?.code).to.equal(Class.code)
      expect(only?.error).to.include({ operation: operation.name })
      expect(only?.error?.message).not.to.contain('hush')
      expect(only?.error?.cause).to.have.property('name', 'TransactionCanceledException')
    })

  it('names the maps and lists that an item may lack, and the way out', () => {
    const update = orders.update(order).set('address.city', 'Rome').set('total', 1)
    const error = of([update], { Code: 'ValidationError', Message: 'hush' })
    const lacked = 'because a map or list on the path of a change is missing (address)'
    expect(error.message).to.contain(`ValidationError, perhaps ${lacked}`)
    expect(error.reasons[0]?.error?.message)
      .to.contain(lacked)
      .and.contain('run the update on its own, which creates missing maps')
  })

  it('is certain of a condition, however often it was sent', () => {
    const error = of([users.save(aliceInput).if('age').gt(5)], failed(stored))
    Object.assign(error.cause as object, { $metadata: { attempts: 3 } })
    expect(error.reasons[0]?.error).to.include({ outcome: 'nothing written' })
  })

  it('names what was refused with keys and errors, and no other value', () => {
    const error = of([users.delete('u2'), users.delete('u1').if('name').eq('Bob')], none, failed(stored))
    expect(error.message).to.equal(
      "User.transaction: the transaction was cancelled, and nothing was written (operation 1, User.delete of { userId: 'u1' }: ConditionFailedError, the condition was not met); see `reasons`",
    )
    const shown = inspect(error, { depth: 9 }) + JSON.stringify(error)
    for (const value of ['Alice', 'Bob', 'alice@example.com']) expect(shown).not.to.contain(value)
  })

  for (const [operation, reason, words] of [
    [users.create(aliceInput), failed(stored), 'ItemExistsError, '],
    [users.update('u1').set('age', 1), failed(), 'ItemNotFoundError, '],
    [orders.save(order), failed(orders.entity.encode({ ...order, revision: 4 })), 'VersionConflictError, '],
    [users.check('u1').if('age').gt(5), failed(stored), 'ConditionFailedError, '],
    [users.delete('u1'), { Code: 'TransactionConflict' }, 'TransactionConflict)'],
  ] as const)
    it(`says what the reason says: ${words}`, () => {
      const error = of([operation], reason)
      expect(error.message).contain(`: ${words}`)
      const [only] = error.reasons
      if (only?.code !== 'ConditionalCheckFailed') return
      expect(error.message).contain(only.error?.name).and.not.contain(only.code)
    })

  it('names ten at most', () => {
    const operations = Array.from({ length: 30 }, (_, at) => users.delete(`u${at}`))
    const { message } = of(operations, ...operations.map(() => ({ Code: 'TransactionConflict' })))
    expect(message.match(/TransactionConflict/g)).to.have.length(10)
    expect(message).to.contain('and 20 more')
  })

  it('says so where DynamoDB gave no reasons', () => {
    const error = of([users.delete('u1')])
    expect(error.reasons.map(({ code }) => code)).to.deep.equal(['None'])
    expect(error.message).to.contain('DynamoDB gave no reason')
  })

  it('has the stored item even if it does not fit the entity', () => {
    const [only] = of([users.delete('u1').if('age').gt(5)], failed({ userId: { S: 'u1' } })).reasons
    expect(only?.item).to.equal(undefined)
    expect(only?.error)
      .to.have.property('stored')
      .that.deep.equals({ userId: { S: 'u1' } })
  })
})
