import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { keyInWords } from '../../../lib/errors/key-in-words.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { TransactionLimitError } from '../../../lib/errors/transaction-limit-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import {
  checkPlace,
  checkTransactionOperation,
  checkWeight,
  duplicate,
  entityNames,
  itemText,
  nameOf,
} from '../../../lib/operation/transaction/transaction-limits.js'
import { aliceInput, orderInput } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'
import { onRunner } from '../many/samples.js'

const { runner, users, guests, orders, counters } = onRunner()
const faceOf = (operation: Facing) => operation.transactWriteFace()

describe('many/transaction-limits', () => {
  it('takes operations, and says what else it was given', () => {
    checkTransactionOperation(users.delete('u1'), 'transaction')
    for (const [given, kind] of [
      [Promise.resolve(), 'a Promise'],
      [{ ...aliceInput }, 'an object'],
      [undefined, 'undefined'],
      ['u1', 'a string'],
    ] as const) {
      const refuse = () => checkTransactionOperation(given as unknown as Facing, 'transaction')
      expect(thrown(refuse, UnsupportedOperationError).message).to.equal(
        `transaction: expected an operation on one item, not ${kind}: pass operations without await`,
      )
    }
  })

  describe('places', () => {
    const first = faceOf(users.delete('u1'))
    const second = faceOf(orders.delete({ customerId: 'c1', orderId: 'o1' }))
    const reached = (by: object | undefined) =>
      Object.assign(Object.create(runner), by === undefined ? {} : { clientFor: () => ({ ...by }) })

    it("treat all tables as one client's if the runner does not report clients", () => {
      checkPlace(runner, first, second, 'transaction')
    })

    it('are one for tables that are reached through one client, however they were configured', () => {
      const client = {}
      const own = Object.assign(Object.create(runner), { clientFor: () => client })
      checkPlace(own, { ...first, runner: own }, { ...second, runner: own }, 'transaction')
    })

    it('of different clients are refused, with both operations', () => {
      const own = reached({})
      const refuse = () =>
        checkPlace(own, { ...first, runner: own }, { ...second, runner: own }, 'transaction')
      const error = thrown(refuse, ScopeError)
      expect(error).to.include({ reason: 'place', entity: 'Order', operation: 'transaction' })
      expect(error.message).to.match(/User\.delete \(table 'users' at .*Order\.delete \(table 'orders' at/)
    })

    it('of another executor are refused', () => {
      const { users: others } = onRunner()
      const other = faceOf(others.save(aliceInput))
      const error = thrown(() => checkPlace(runner, first, other, 'transaction'), ScopeError)
      expect(error).to.include({ reason: 'place', entity: 'User' })
      expect(error.message).to.match(/User\.save uses a different executor.* User\.delete/)
      expect(thrown(() => checkPlace(runner, other, other, 'transaction'), ScopeError).message).to.match(
        /a different executor than the transaction;/,
      )
    })
  })

  it('an error for two operations on one item names both, and the key', () => {
    const kept = [users.save(aliceInput), users.check('u1').if('age').gt(1)].map((operation) => ({
      operation,
      face: faceOf(operation),
    }))
    const [first, second] = kept
    if (first === undefined || second === undefined) throw new Error('two')
    const error = duplicate(first, second, 'transaction')
    expect(error).to.include({ entity: 'User', operation: 'transaction' })
    expect(error.key).to.deep.equal({ userId: 'u1' })
    expect(error.operations).to.deep.equal(kept.map(({ operation }) => operation))
    expect(error.message).to.match(/User\.save and User\.check target the same item, \{ userId: 'u1' \}/)
    expect(error.message).not.to.contain('Alice')
  })

  describe('items', () => {
    const text = (operation: Facing) => itemText(faceOf(operation))

    it('are one by a key, however it is written, and by an item with it', () => {
      expect(text(counters.delete(-0))).to.equal(text(counters.delete(0)))
      expect(text(counters.delete(1))).to.equal(text(counters.save({ n: 1.0 })))
      expect(text(users.save(aliceInput))).to.equal(text(users.update('u1').set('age', 1)))
    })

    it('are one for two entities of one table', () => {
      expect(text(guests.delete('u1'))).to.equal(text(users.delete('u1')))
    })

    it('are one by the name and by the ARN of their table', () => {
      const far = new Repository(
        users.entity.extend({ table: 'arn:aws:dynamodb:eu-west-1:123456789012:table/users' }),
        runner,
      )
      expect(text(far.delete('u1'))).to.equal(text(users.delete('u1')))
      expect(text(far.delete('u2'))).not.to.equal(text(users.delete('u1')))
    })

    it('differ by table and by each part of the key', () => {
      const key = { customerId: 'c', orderId: 'o' }
      const texts = [
        users.delete('1'),
        users.delete('2'),
        counters.delete(1),
        orders.delete(key),
        orders.delete({ ...key, customerId: 'co', orderId: '' + 'x' }),
        orders.delete({ ...key, customerId: 'c', orderId: 'ox' }),
      ].map(text)
      expect(new Set(texts).size).to.equal(texts.length)
    })
  })

  describe('weight', () => {
    const puts = (count: number, bytes: number) =>
      Array.from({ length: count }, (_, at) =>
        faceOf(users.save({ ...aliceInput, userId: `u${at}`, name: 'x'.repeat(bytes) })),
      )

    it('more than 4 MB of items is refused, 4 MB and less are not', () => {
      checkWeight(puts(10, 400_000), 'transaction')
      checkWeight(puts(40, 104_000), 'transaction')
      const error = thrown(() => checkWeight(puts(42, 104_000), 'transaction'), TransactionLimitError)
      expect(error.message).to.match(
        /at most 4 MB \(4194304 bytes\), but this one has at least 43\d{5} bytes/,
      )
    })

    it('counts the values of expressions, and the keys', () => {
      const operations = Array.from({ length: 43 }, (_, at) => [
        users.update(`u${at}`).set('name', 'x'.repeat(100_000)),
        users.check(`u${at}`).if('name').ne('x'.repeat(100_000)),
        users.delete(`u${at}`).if('name').ne('x'.repeat(100_000)),
        users.delete('x'.repeat(2_000) + at),
      ])
      for (const kind of [0, 1, 2]) {
        const faces = operations.map((each) => faceOf(each[kind] as Facing))
        expect(() => checkWeight(faces, 'transaction'), String(kind)).to.throw(TransactionLimitError)
        checkWeight(faces.slice(0, 40), 'transaction')
      }
      checkWeight(
        operations.map((each) => faceOf(each[3] as Facing)),
        'transaction',
      )
    })
  })

  it('names operations, entities and keys', () => {
    const faces = [users.save(aliceInput), orders.save(orderInput), users.delete('u2')].map(faceOf)
    expect(faces.map(nameOf)).to.deep.equal(['User.save', 'Order.save', 'User.delete'])
    expect(entityNames(faces)).to.equal('User, Order')
    expect(keyInWords({ a: 'x', b: 1n, c: 2.5, d: Buffer.from('y'), e: new Date(0) })).to.equal(
      "{ a: 'x', b: 1, c: 2.5, d: binary eQ==, e: 1970-01-01T00:00:00.000Z }",
    )
  })
})
