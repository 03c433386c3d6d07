import { expect } from 'chai'
import { doneTransaction, keepTransaction } from '../../../../lib/testing/engine/items/transaction-tokens.js'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { book, books, openEngine } from '../ways-in.js'

describe('transaction tokens', () => {
  const input = { ClientRequestToken: 'payment-17', TransactItems: [{ Put: 1 }] }

  it('remember what was done for ten minutes', () => {
    const clock = engineClock(0)
    const { context } = openEngine({ clock })
    expect(doneTransaction(input, context)).to.equal(undefined)
    keepTransaction(input, { first: true }, context)
    clock.advance(600_000)
    expect(doneTransaction(input, context)).to.deep.equal({ first: true })
    clock.advance(1)
    expect(doneTransaction(input, context)).to.equal(undefined)
    keepTransaction(input, { second: true }, context)
    expect(doneTransaction(input, context)).to.deep.equal({ second: true })
    expect(context.database.tokens.size).to.equal(1)
  })

  it('are forgotten when they are too old, so that they do not pile up', () => {
    const clock = engineClock(0)
    const { context } = openEngine({ clock })
    for (let n = 0; n < 50; n += 1) {
      keepTransaction({ ...input, ClientRequestToken: `t${n}` }, {}, context)
      clock.advance(60_000)
    }
    expect(context.database.tokens.size).to.be.below(15)
  })

  it('refuse another transaction under the same token', () => {
    const { context } = openEngine()
    keepTransaction(input, {}, context)
    expect(() => doneTransaction({ ...input, TransactItems: [{ Put: 2 }] }, context)).to.throw(
      /different payload/,
    )
  })

  it('are 1 to 36 characters long, or absent', () => {
    const { run, refusal } = books()
    const write = (more: object) => ({
      TransactItems: [{ Put: { TableName: 'books', Item: book('a') } }],
      ...more,
    })
    run('TransactWriteItems', write({}))
    run('TransactWriteItems', write({ ClientRequestToken: 'x'.repeat(36) }))
    for (const ClientRequestToken of ['', 'x'.repeat(37)])
      expect(refusal('TransactWriteItems', write({ ClientRequestToken })).message).to.match(
        /at 'clientRequestToken' failed/,
      )
  })

  it('return the cost of reading its items for a transaction that is sent again', () => {
    const { run } = books()
    const write = {
      ClientRequestToken: 't',
      ReturnConsumedCapacity: 'TOTAL',
      TransactItems: [
        { Put: { TableName: 'books', Item: { ...book('a'), text: { S: 'x'.repeat(1_500) } } } },
      ],
    }
    expect(run('TransactWriteItems', write)['ConsumedCapacity']).to.deep.equal([
      { TableName: 'books', CapacityUnits: 4, WriteCapacityUnits: 4 },
    ])
    expect(run('TransactWriteItems', write)['ConsumedCapacity']).to.deep.equal([
      { TableName: 'books', CapacityUnits: 2, ReadCapacityUnits: 2 },
    ])
  })
})
