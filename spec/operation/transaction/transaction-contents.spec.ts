import { expect } from 'chai'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { TransactionLimitError } from '../../../lib/errors/transaction-limit-error.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import {
  mostOperations,
  TransactionContents,
  tooMany,
} from '../../../lib/operation/transaction/transaction-contents.js'
import { aliceInput, orderInput } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'
import { onRunner } from '../many/samples.js'

const { runner, users, guests, orders } = onRunner()
const faceOf = (operation: Facing) => operation.transactWriteFace()
const filled = (...operations: readonly Facing[]) => {
  const contents = new TransactionContents(runner)
  for (const operation of operations) contents.add(operation, faceOf)
  return contents
}

describe('many/transaction-contents', () => {
  it('is one request of all actions, in their order, under the token', () => {
    const operations = [users.save(aliceInput), orders.save(orderInput), users.delete('u2')]
    const request = filled(...operations).request('t')
    expect(request).to.deep.include({
      call: 'TransactWriteItems',
      entity: 'User, Order',
      operation: 'transaction',
      table: users.entity.table,
      input: {
        TransactItems: operations.map((operation) => faceOf(operation).action),
        ClientRequestToken: 't',
      },
    })
    expect(request?.creation?.().input).to.deep.equal(users.toCreateTableInput())
    expect(request?.others?.map(({ table }) => table.name)).to.deep.equal(['orders'])
    expect(request?.others?.[0]?.creation?.().input).to.deep.equal(orders.toCreateTableInput())
  })

  it('makes a table by the first write that can', () => {
    const request = filled(users.delete('u2'), users.save(aliceInput)).request('t')
    expect(request?.creation).to.be.a('function')
    expect(request).not.to.have.property('others')
    expect(
      filled(users.delete('u2'), users.check('u1').if('age').exists()).request('t'),
    ).not.to.have.property('creation')
  })

  it('is not a request if it contains nothing', () => {
    expect(filled().request('t')).to.equal(undefined)
  })

  it('counts and compares each element of an operation of several', () => {
    const contents = filled(users.delete('u1'))
    const more = [users.delete('u3').transactWriteFace()]
    const both = (operation: Facing) => ({ ...operation.transactWriteFace(), more })
    contents.add(users.delete('u2'), both)
    expect(contents.faces).length(2)
    expect(contents.request('t')?.input.TransactItems).length(3)
    thrown(() => contents.add(users.delete('u3'), faceOf), DuplicateOperationError)
    const full = filled(
      ...Array.from({ length: 99 }, (_, at) => orders.delete({ customerId: 'c', orderId: `${at}` })),
    )
    expect(thrown(() => full.add(users.delete('u2'), both), TransactionLimitError).message).contain('has 101')
  })

  it('takes 100 operations', () => {
    const contents = filled(...Array.from({ length: 100 }, (_, at) => users.delete(`u${at}`)))
    expect(thrown(() => contents.add(users.delete('more'), faceOf), TransactionLimitError).message).to.match(
      /at most 100 operations, but this one has 101/,
    )
    expect(contents.request('t')?.input.TransactItems).to.have.length(mostOperations)
    expect(tooMany(250, 'transactionGet').message).to.match(/^transactionGet: .* has 250/)
  })

  it('refuses a second operation on an item at once, and keeps the first', () => {
    const contents = filled(users.save(aliceInput))
    for (const second of [
      users.check('u1').if('age').gt(1),
      users.delete('u1'),
      guests.save({ guestId: 'u1' }),
    ])
      thrown(() => contents.add(second, faceOf), DuplicateOperationError)
    contents.add(users.delete('u2'), faceOf)
    expect(contents.faces).to.have.length(2)
  })

  it('refuses an operation of another executor at once', () => {
    const { users: others } = onRunner()
    const contents = filled(users.delete('u1'))
    thrown(() => contents.add(others.delete('u2'), faceOf), ScopeError)
    expect(contents.faces).to.have.length(1)
  })

  it('holds nothing of an operation whose face is refused', () => {
    const contents = filled()
    thrown(() => contents.add(users.check('u1') as unknown as Facing, faceOf), InvalidConditionError)
    expect(contents.request('t')).to.equal(undefined)
  })
})
