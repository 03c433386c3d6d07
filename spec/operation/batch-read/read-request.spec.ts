// One BatchGetItem: what it asks, and what a response says of each key, odd responses included.
import { expect } from 'chai'
import { Entity, RequestFailedError } from 'dyntastic'
import { string } from 'superstruct'
import { KeySlots } from '../../../lib/operation/batch-read/key-slots.js'
import { isLostRead } from '../../../lib/operation/batch-read/lost-read.js'
import { entitiesRead, readRequest, readResponse } from '../../../lib/operation/batch-read/read-request.js'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { Book, books, Loan, loan } from '../many/fake-shelves.js'

const options = { operation: 'batchGet', capacity: false }
const isbn = (at: number) => ({ isbn: { S: `b${at}` } })
const at = (number: number) => ({ reader: { S: 'r' }, at: { N: String(number) } })

function slots(...numbers: number[]) {
  const keys = new KeySlots(new FakeRunner())
  for (const number of numbers) {
    keys.want({ model: Book, consistent: false, select: [] }, isbn(number))
    keys.want({ model: Loan, consistent: true, select: [] }, at(number))
  }
  const [chunk = []] = keys.chunks()
  return { chunk, request: readRequest(chunk, options) }
}

const reply = (output: object) => ({ $metadata: {}, ...output })

describe('a BatchGetItem', () => {
  it('requests the keys of each table', () => {
    const { request } = slots(1, 2)
    expect(request).deep.equal({
      call: 'BatchGetItem',
      input: {
        RequestItems: {
          books: { Keys: [isbn(1), isbn(2)] },
          loans: { Keys: [at(1), at(2)], ConsistentRead: true },
        },
      },
      entity: 'Book, Loan',
      operation: 'batchGet',
      table: Book.table,
      others: [{ table: Loan.table }],
    })
  })

  it('requests capacity on demand, and names no other table if there is none', () => {
    const keys = new KeySlots(new FakeRunner())
    const slot = keys.want({ model: Book, consistent: false, select: [] }, isbn(1))
    const request = readRequest([slot], { operation: 'getMany', capacity: true })
    expect(request.input.ReturnConsumedCapacity).equal('TOTAL')
    expect(request).not.property('others')
    expect(entitiesRead([slot])).equal('Book')
  })

  it('says which items exist, which are missing, and which are unread', () => {
    const { chunk, request } = slots(1, 2)
    const left = readResponse(
      chunk,
      request,
      reply({
        Responses: { books: [...books(2)].reverse().slice(0, 1), loans: [loan(2)] },
        UnprocessedKeys: { books: { Keys: [isbn(2)] } },
      }),
    )
    expect(left.map(({ key }) => key)).deep.equal([isbn(2)])
    expect(chunk.map(({ known, stored }) => [known, stored])).deep.equal([
      [true, books(2)[1]],
      [true, undefined],
      [false, undefined],
      [true, loan(2)],
    ])
  })

  it('matches numbers as DynamoDB writes them', () => {
    const keys = new KeySlots(new FakeRunner())
    const slot = keys.want(
      { model: Loan, consistent: false, select: [] },
      { reader: { S: 'r' }, at: { N: '1E2' } },
    )
    const request = readRequest([slot], options)
    readResponse([slot], request, reply({ Responses: { loans: [loan(100)] } }))
    expect(slot.stored).deep.equal(loan(100))
  })

  it('finds a table that was requested by its ARN', () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/books'
    const Far = new Entity({
      name: 'Far',
      table: arn,
      attributes: { isbn: string() },
      key: { partition: 'isbn' },
    })
    for (const name of [arn, 'books']) {
      const slot = new KeySlots(new FakeRunner()).want({ model: Far, consistent: false, select: [] }, isbn(0))
      readResponse([slot], readRequest([slot], options), reply({ Responses: { [name]: [isbn(0)] } }))
      expect(slot.stored).deep.equal(isbn(0))
    }
  })

  it('takes what came over the network and says nothing for a lost response, and a stub at its word', () => {
    const { chunk, request } = slots(1)
    const lost = [{}, { httpStatusCode: 200 }].map(($metadata) =>
      isLostRead(thrown(() => readResponse(chunk, request, { $metadata }), RequestFailedError)),
    )
    expect(lost).deep.equal([false, true])
  })

  for (const [what, output, words] of [
    ['nothing in it', {}, 'has neither Responses nor UnprocessedKeys'],
    ['an item that was not requested', { Responses: { books: books(1) } }, "a key of table 'books'"],
    ['an item without its key', { Responses: { books: [{}] } }, "a key of table 'books'"],
    ['a key left that was not requested', { UnprocessedKeys: { loans: { Keys: [at(9)] } } }, "table 'loans'"],
    ['another table', { Responses: { shelves: [] } }, "contains table 'shelves'"],
  ] as const)
    it(`refuses a response with ${what}, instead of taking its keys for missing`, () => {
      const { chunk, request } = slots(1)
      const error = thrown(() => readResponse(chunk, request, reply(output)), RequestFailedError)
      expect(error.message).contain(words)
      expect(error).include({ entity: 'Book, Loan', operation: 'batchGet' })
      expect(chunk.every(({ known }) => !known)).equal(true)
    })
})
