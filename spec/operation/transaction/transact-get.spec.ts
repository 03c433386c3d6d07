import { expect } from 'chai'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { InvalidItemError } from '../../../lib/errors/invalid-item-error.js'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { ItemNotFoundError } from '../../../lib/errors/item-not-found-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { TransactionCancelledError } from '../../../lib/errors/transaction-cancelled-error.js'
import { TransactionLimitError } from '../../../lib/errors/transaction-limit-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { transactGet } from '../../../lib/operation/transaction/transact-get.js'
import { aliceInput, orderInput } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { cancelled, onRunner } from '../many/samples.js'

const { runner, users, orders, counters } = onRunner()
const alice = users.entity.parse(aliceInput)
const order = orders.entity.parse(orderInput)
const orderKey = { customerId: 'c1', orderId: 'o1' }
const stored = [users.entity.encode(alice), orders.entity.encode(order)]

/** Responds to each Get with what `stored` has under its key. */
function answering(): void {
  runner.reply = ({ input }: Request) => ({
    Responses: (Reflect.get(input, 'TransactItems') as { Get: { Key: object } }[]).map(({ Get: { Key } }) => {
      const Item = stored.find((item) =>
        Object.entries(Key).every(
          ([name, value]) => item[name] !== undefined && JSON.stringify(item[name]) === JSON.stringify(value),
        ),
      )
      return Item === undefined ? {} : { Item }
    }),
  })
}

const conditions = () =>
  runner.sent.map(({ input }) => Reflect.get(input, 'TransactItems') as { Get: object }[])

describe('many/transact-get', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.options.length = 0
    answering()
  })

  it('has a reason for each operation, also where two are one Get', async () => {
    const twice = [users.get('u1'), users.get('u1'), orders.get(orderKey)]
    runner.reply = cancelled({ Code: 'None' }, { Code: 'TransactionConflict' })
    const error = await rejection(transactGet(runner, twice, {}), TransactionCancelledError)
    expect(error.reasons.map(({ code, entity }) => `${entity} ${code}`)).to.deep.equal([
      'User None',
      'User None',
      'Order TransactionConflict',
    ])
    expect(error.message).to.contain('operation 2, Order.get')
  })

  it('is one request over all tables, and returns in the given order', async () => {
    const { signal } = new AbortController()
    const operations = [
      orders.get(orderKey).select('total', 'note'),
      users.get('u1'),
      users.get('nobody').consistent(),
    ]
    const results = await transactGet(runner, operations, { signal })
    expect(results[1]).to.deep.equal(alice)
    expect(results[2]).to.equal(undefined)
    expect(results[0]).to.include({ total: 12.5 })
    expect(runner.options).to.deep.equal([{ signal }])
    const [request] = runner.sent
    expect(request).to.include({
      call: 'TransactGetItems',
      entity: 'Order, User',
      operation: 'transactionGet',
      table: orders.entity.table,
    })
    expect(request?.others).to.deep.equal([{ table: users.entity.table }])
    // ConsistentRead is not a member of such a Get: a transaction reads consistently.
    expect(conditions()).to.deep.equal([
      [
        {
          Get: {
            TableName: 'orders',
            Key: { customerId: { S: 'c1' }, orderId: { S: 'o1' } },
            ProjectionExpression: '#0, #1',
            ExpressionAttributeNames: { '#0': 'total', '#1': 'n' },
          },
        },
        { Get: { TableName: 'users', Key: { userId: { S: 'u1' } } } },
        { Get: { TableName: 'users', Key: { userId: { S: 'nobody' } } } },
      ],
    ])
  })

  it('sends nothing if there is nothing', async () => {
    expect(await transactGet(runner, [], {})).to.deep.equal([])
    expect(runner.sent).to.have.length(0)
  })

  it('asks once for a key that stands twice, and returns twice', async () => {
    const results = await transactGet(
      runner,
      [users.get('u1'), users.get('u2'), users.getOrThrow('u1'), counters.get(0), counters.get(-0)],
      {},
    )
    expect(conditions()[0]).to.have.length(3)
    expect(results).to.deep.equal([alice, undefined, alice, undefined, undefined])
    expect(results[0]).not.to.equal(results[2])
  })

  it('asks once for the same paths, in whichever order', async () => {
    const results = await transactGet(
      runner,
      [users.get('u1').select('name', 'age'), users.get('u1').select('age').select('name')],
      {},
    )
    expect(conditions()[0]).to.have.length(1)
    expect(results).to.have.length(2)
  })

  it('refuses one key with different paths: DynamoDB reads an item once', async () => {
    for (const other of [users.get('u1').select('name'), users.get('u1').select('age')]) {
      const first = users.get('u1').select('name', 'age')
      const error = await rejection(transactGet(runner, [first, other], {}), DuplicateOperationError)
      expect(error).to.include({ entity: 'User', operation: 'transactionGet' })
      expect(error.operations).to.deep.equal([first, other])
      expect(error.key).to.deep.equal({ userId: 'u1' })
      expect(error.message).to.match(/one read per item/)
    }
    expect(runner.sent).to.have.length(0)
  })

  it('takes 100 items, however often each is requested', async () => {
    const gets = (count: number) => Array.from({ length: count }, (_, at) => users.get(`u${at}`))
    expect(await transactGet(runner, [...gets(100), ...gets(100)], {})).to.have.length(200)
    const error = await rejection(transactGet(runner, gets(101), {}), TransactionLimitError)
    expect(error.message).to.match(/this one has 101/)
    expect(runner.sent).to.have.length(1)
  })

  const refused: [string, () => readonly Facing[], new (...details: never[]) => Error, RegExp][] = [
    [
      'an operation of another executor',
      () => [users.get('u1'), onRunner().users.get('u2')],
      ScopeError,
      /a different executor/,
    ],
    ['a write', () => [users.delete('u1') as unknown as Facing], UnsupportedOperationError, /gets by key/],
    [
      'a query',
      () => [users.query() as unknown as Facing],
      UnsupportedOperationError,
      /not a QueryOperation/,
    ],
    [
      'a hole in the list',
      // biome-ignore lint/suspicious/noSparseArray: a list with a comma too many.
      () => [users.get('u1'), , users.get('u2')] as Facing[],
      UnsupportedOperationError,
      /not undefined/,
    ],
    ['an item', () => [alice as unknown as Facing], UnsupportedOperationError, /not an object/],
    ['an invalid key', () => [users.get(5 as unknown as string)], InvalidKeyError, /userId/],
  ]
  for (const [what, operations, Class, message] of refused)
    it(`${what} is refused before anything is sent`, async () => {
      expect((await rejection(transactGet(runner, operations(), {}), Class)).message).to.match(message)
      expect(runner.sent).to.have.length(0)
    })

  it('rejects with what one of its operations throws', async () => {
    await rejection(transactGet(runner, [users.get('u1'), users.getOrThrow('nobody')], {}), ItemNotFoundError)
    runner.reply = { Responses: [{ Item: { userId: { S: 'u1' }, age: { S: 'x' } } }] }
    await rejection(transactGet(runner, [users.get('u1')], {}), InvalidItemError)
    expect(await transactGet(runner, [users.get('u1').onInvalid('skip')], {})).to.deep.equal([undefined])
  })

  it('never treats a missing response as a missing item', async () => {
    for (const reply of [{}, { Responses: [] }, { Responses: [{}, {}, {}] }]) {
      runner.reply = reply
      const error = await rejection(
        transactGet(runner, [users.get('u1'), users.get('u2')], {}),
        RequestFailedError,
      )
      expect(error.message).to.match(/^User\.transactionGet: TransactGetItems returned/)
    }
  })

  it('says why it was cancelled', async () => {
    runner.reply = cancelled({ Code: 'None' }, { Code: 'TransactionConflict' })
    const error = await rejection(
      transactGet(runner, [users.get('u1'), orders.get(orderKey)], {}),
      TransactionCancelledError,
    )
    expect(error).to.include({ entity: 'User, Order', operation: 'transactionGet' })
    expect(error.reasons[1]).to.include({ code: 'TransactionConflict', entity: 'Order', operation: 'get' })
    expect(error.reasons[1]?.key).to.deep.equal(orderKey)
    expect(error.reasons[1]?.error).to.be.instanceOf(RequestFailedError)
    const odd = new RangeError('x')
    runner.reply = odd
    expect(await rejection(transactGet(runner, [users.get('u1')], {}), RangeError)).to.equal(odd)
  })
})
