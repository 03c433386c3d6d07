import { expect } from 'chai'
import { createEngine } from '../../../../lib/testing/engine/engine.js'
import { EngineFront } from '../../../../lib/testing/engine/faults/engine-front.js'
import { FaultPlan } from '../../../../lib/testing/engine/faults/fault-plan.js'
import { book, booksTable } from '../ways-in.js'

describe('engine front', () => {
  const opened = (seed?: number) => {
    const front = new EngineFront(createEngine(), new FaultPlan(seed))
    const options = async (operation: string, input: object) => {
      const { statusCode, body } = await front.respond(
        `DynamoDB_20120810.${operation}`,
        JSON.stringify(input),
      )
      return { statusCode, ...JSON.parse(body) }
    }
    front.engine.run('CreateTable', JSON.parse(JSON.stringify(booksTable)))
    return { front, ask: options }
  }
  const put = { TableName: 'books', Item: book('a') }
  const transaction = {
    TransactItems: ['a', 'b', 'c'].map((sk) => ({ Put: { TableName: 'books', Item: book(sk) } })),
  }

  it('keeps the last requests, until they are cleared', async () => {
    const { front, ask: options } = opened()
    await options('PutItem', put)
    front.respond('DynamoDB_20120810.ListTables', '{')
    expect(front.requests).to.deep.equal([
      { operation: 'PutItem', input: put },
      { operation: 'ListTables', input: {} },
    ])
    front.forgetRequests()
    expect(front.requests).to.deep.equal([])
    for (let n = 0; n < 25_000; n += 1) front.respond('X.ListTables', `{"Limit":${(n % 100) + 1}}`)
    expect(front.requests).to.have.length(10_000)
  })

  it('shows planned faults, one for each request', async () => {
    const { front, ask: options } = opened()
    front.plan.next('PutItem', 'throttle')
    expect((await options('PutItem', put)).statusCode).to.equal(400)
    expect((await options('PutItem', put)).statusCode).to.equal(200)
  })

  it('shows conflicts of single writes, and of one action of a transaction', async () => {
    const { front, ask: options } = opened(3)
    front.plan.conflict(2)
    expect((await options('GetItem', { TableName: 'books', Key: book('a') })).statusCode).to.equal(200)
    expect((await options('PutItem', put)).__type).to.match(/TransactionConflictException$/)
    const { CancellationReasons } = await options('TransactWriteItems', transaction)
    const codes = CancellationReasons.map(({ Code }: { Code: string }) => Code)
    expect(codes.filter((code: string) => code === 'TransactionConflict')).to.have.length(1)
    expect(codes).to.have.length(3)
    expect((await options('Scan', { TableName: 'books' })).Count).to.equal(0)
    expect((await options('TransactWriteItems', transaction)).statusCode).to.equal(200)
  })

  it('leaves batches unprocessed in part, the same for the same seed', async () => {
    const left = async (seed: number) => {
      const { front, ask: options } = opened(seed)
      front.plan.leaveUnprocessed(0.4)
      const requests = Array.from({ length: 25 }, (_, n) => ({ PutRequest: { Item: book(`s${n}`) } }))
      const { UnprocessedItems } = await options('BatchWriteItem', { RequestItems: { books: requests } })
      const { Count } = await options('Scan', { TableName: 'books' })
      expect(Count + UnprocessedItems.books.length).to.equal(25)
      return UnprocessedItems
    }
    expect(await left(1)).to.deep.equal(await left(1))
    expect(await left(1)).to.not.deep.equal(await left(2))
  })

  it('ends requests that hang when it stops', async () => {
    const { front, ask: options } = opened()
    front.plan.next('PutItem', 'hang')
    const hanging = options('PutItem', put).catch((error) => error.code)
    front.stop()
    expect(await hanging).to.equal('ECONNRESET')
    expect((await options('PutItem', put)).message).to.equal('The embedded DynamoDB was stopped')
  })
})
