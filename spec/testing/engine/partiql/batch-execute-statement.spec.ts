import { expect } from 'chai'
import type { WireObject } from '../../../../lib/testing/engine/values/wire.js'
import { shelf, shelved } from './shelf.js'

const requests = (statements: readonly (string | WireObject)[]) => ({
  Statements: statements.map((one) => (typeof one === 'string' ? { Statement: one } : one)),
})

describe('BatchExecuteStatement', () => {
  const one = "SELECT * FROM books WHERE pk = 'a' AND sk = '1'"

  it('reads, each item for itself', () => {
    const { run } = shelf()
    const { Responses } = run(
      'BatchExecuteStatement',
      requests([
        one,
        "SELECT title FROM books WHERE pk = 'a' AND sk = '3'",
        "SELECT * FROM books WHERE pk = 'z' AND sk = '1'",
      ]),
    )
    expect(Responses).to.deep.equal([
      { TableName: 'books', Item: shelved[0] },
      { TableName: 'books', Item: { title: { S: 'Kim' } } },
      { TableName: 'books' },
    ])
  })

  it('tells the errors of its statements apart, and runs the others', () => {
    const { run, stored } = shelf()
    const { Responses } = run(
      'BatchExecuteStatement',
      requests([
        "INSERT INTO books VALUE {'pk': 'a', 'sk': '1'}",
        'SLECT * FROM books',
        {
          Statement: "UPDATE books SET pages = 1 WHERE pk = 'b' AND sk = '1' AND pages = 1",
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
        "DELETE FROM nope WHERE id = 'x'",
        { Statement: "UPDATE books SET pages = ? WHERE pk = 'a' AND sk = '2'", Parameters: [{ N: 'x' }] },
        "UPDATE books SET pages = 1 WHERE pk = 'a' AND sk = '3' RETURNING MODIFIED NEW *",
      ]),
    )
    expect(Responses).to.deep.equal([
      {
        Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
        TableName: 'books',
      },
      {
        Error: {
          Code: 'ValidationError',
          Message: "Statement wasn't well formed, can't be processed: Expected data manipulation",
        },
      },
      {
        Error: {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: shelved[3],
        },
        TableName: 'books',
      },
      { Error: { Code: 'ResourceNotFound', Message: 'Requested resource not found' } },
      {
        Error: {
          Code: 'ValidationError',
          Message: 'The parameter cannot be converted to a numeric value: x',
        },
      },
      { TableName: 'books', Item: { pages: { N: '1' } } },
    ])
    expect(stored('a', '3')).to.deep.include({ pages: { N: '1' } })
    expect(stored('a', '2')).to.deep.equal(shelved[1])
  })

  it('refuses reads next to writes, and two statements on one item', () => {
    const { refusal } = shelf()
    const refused = (...statements: string[]) =>
      refusal('BatchExecuteStatement', requests(statements)).message
    const insert = "INSERT INTO books VALUE {'pk': 'c', 'sk': '1'}"
    expect(refused(one, insert)).to.equal(
      'Read and write requests together in the same batch is not supported.',
    )
    expect(refused(one, one)).to.equal('Provided list of item keys contains duplicates')
    expect(refused(insert, "DELETE FROM books WHERE pk = 'c' AND sk = '1'")).to.equal(
      'Provided list of item keys contains duplicates',
    )
    expect(refused(...Array.from({ length: 26 }, () => one))).to.match(/less than or equal to 25/)
    expect(refused()).to.match(/greater than or equal to 1/)
  })

  it('keeps what earlier statements wrote to the same table, also behind a snapshot', () => {
    const { run, stored, context } = shelf()
    const before = context.database.snapshot()
    run(
      'BatchExecuteStatement',
      requests(['1', '2', '3'].map((sk) => `DELETE FROM books WHERE pk = 'a' AND sk = '${sk}'`)),
    )
    expect(['1', '2', '3'].map((sk) => stored('a', sk))).to.deep.equal([undefined, undefined, undefined])
    context.database.restore(before)
    expect(stored('a', '1')).to.deep.equal(shelved[0])
  })

  it('adds up what its statements consumed', () => {
    const { run } = shelf()
    const { ConsumedCapacity } = run('BatchExecuteStatement', {
      ...requests([
        { Statement: one, ConsistentRead: true },
        "SELECT * FROM books WHERE pk = 'b' AND sk = '1'",
      ]),
      ReturnConsumedCapacity: 'TOTAL',
    })
    expect(ConsumedCapacity).to.deep.equal([{ TableName: 'books', CapacityUnits: 1.5 }])
  })
})
