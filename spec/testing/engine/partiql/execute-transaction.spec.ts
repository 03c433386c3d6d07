import { expect } from 'chai'
import type { WireObject } from '../../../../lib/testing/engine/values/wire.js'
import { shelf, shelved } from './shelf.js'

const requests = (...statements: (string | WireObject)[]) => ({
  TransactStatements: statements.map((one) => (typeof one === 'string' ? { Statement: one } : one)),
})

describe('ExecuteTransaction', () => {
  const update = "UPDATE books SET pages = pages + 1 WHERE pk = 'a' AND sk = '1'"

  it('reads all items at one moment', () => {
    const { run } = shelf()
    const output = run('ExecuteTransaction', {
      ...requests(
        "SELECT writer.name FROM books WHERE pk = 'a' AND sk = '1'",
        "SELECT * FROM books WHERE pk = 'z' AND sk = '1'",
      ),
      ReturnConsumedCapacity: 'TOTAL',
    })
    expect(output['Responses']).to.deep.equal([{ Item: { name: { S: 'Frank' } } }, {}])
    expect(output['ConsumedCapacity']).to.deep.equal([
      { TableName: 'books', CapacityUnits: 4, ReadCapacityUnits: 4 },
    ])
  })

  it('writes everything under its checks', () => {
    const { run, stored } = shelf()
    const output = run(
      'ExecuteTransaction',
      requests(
        "EXISTS(SELECT * FROM books WHERE pk = 'b' AND sk = '1' AND pages = 12)",
        "INSERT INTO books VALUE {'pk': 'c', 'sk': '1'}",
        update,
        "DELETE FROM books WHERE pk = 'a' AND sk = '2'",
      ),
    )
    expect(output).to.deep.equal({ Responses: [] })
    expect(stored('c', '1')).to.deep.equal({ pk: { S: 'c' }, sk: { S: '1' } })
    expect(stored('a', '1')).to.deep.include({ pages: { N: '413' } })
    expect(stored('a', '2')).to.equal(undefined)
  })

  it('writes nothing if one statement fails, and gives the reasons', () => {
    const { refusal, stored } = shelf()
    const { type, message, body } = refusal(
      'ExecuteTransaction',
      requests(
        "EXISTS(SELECT * FROM books WHERE pk = 'b' AND sk = '1' AND pages = 1)",
        update,
        "INSERT INTO books VALUE {'pk': 'a', 'sk': '2'}",
        {
          Statement: "DELETE FROM books WHERE pk = 'a' AND sk = '3' AND pages = 1",
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
        "UPDATE books SET x.y = 1 WHERE pk = 'b' AND sk = '2'",
      ),
    )
    expect(type).to.equal('TransactionCanceledException')
    expect(message).to.match(
      /\[ConditionalCheckFailed, None, DuplicateItem, ConditionalCheckFailed, ConditionalCheckFailed\]$/,
    )
    const reasons = body['CancellationReasons'] as WireObject[]
    expect(reasons[3]?.['Item']).to.deep.equal(shelved[2])
    expect(stored('a', '1')).to.deep.equal(shelved[0])
  })

  it('gives a reason for a key that does not fit', () => {
    const { refusal } = shelf()
    const { body } = refusal(
      'ExecuteTransaction',
      requests("DELETE FROM books WHERE pk = 'a' AND sk = 1", update),
    )
    expect(body['CancellationReasons']).to.deep.equal([
      {
        Code: 'ValidationError',
        Message: "Key attribute's data type should match its data type in table's schema: Key sk",
      },
      { Code: 'None' },
    ])
  })

  it('happens once under its token', () => {
    const { run, stored, refusal } = shelf()
    const input = { ...requests(update), ClientRequestToken: 'once', ReturnConsumedCapacity: 'TOTAL' }
    const [first, second] = [run('ExecuteTransaction', input), run('ExecuteTransaction', input)]
    expect(stored('a', '1')).to.deep.include({ pages: { N: '413' } })
    expect(first['ConsumedCapacity']).to.deep.equal([
      { TableName: 'books', CapacityUnits: 2, WriteCapacityUnits: 2 },
    ])
    expect(second).to.deep.equal({
      Responses: [],
      ConsumedCapacity: [{ TableName: 'books', CapacityUnits: 2, ReadCapacityUnits: 2 }],
    })
    const other = { ...requests(update.replace('1', '2')), ClientRequestToken: 'once' }
    expect(refusal('ExecuteTransaction', other).type).to.equal('IdempotentParameterMismatchException')
  })

  const within = (text: string) => `Validation failed in TransactStatements[0]: ${text}`
  const refusals: Record<string, string> = {
    'SELECT * FROM books WHERE': within("Statement wasn't well formed, can't be processed: Unexpected term"),
    "SELECT * FROM books WHERE pk = 'a'": within(
      'Select statements within ExecuteTransaction must specify the primary key in the where clause.',
    ),
    "SELECT * FROM books.byGenre WHERE genre = 'sf'": within(
      'Reads on indices are not supported within transactions.',
    ),
    "DELETE FROM books WHERE pk = 'a' AND sk = '1' RETURNING ALL OLD *": within(
      'RETURNING clause is not supported in ExecuteTransaction.',
    ),
    "EXISTS(SELECT * FROM books WHERE pk = 'a' AND sk = '1')": within(
      'EXISTS() must contain a single item read with additional condition',
    ),
    "DELETE FROM books WHERE pk = 'a' AND sk = ?": within(
      "Number of parameters in request and statement don't match.",
    ),
    "DELETE FROM nope WHERE id = 'x'": 'Requested resource not found',
  }
  for (const [statement, wanted] of Object.entries(refusals))
    it(`refuses ${statement}`, () => {
      const { refusal } = shelf()
      expect(refusal('ExecuteTransaction', requests(statement)).message).to.equal(wanted)
    })

  it('refuses reads next to writes, and two statements on one item', () => {
    const { refusal } = shelf()
    expect(
      refusal('ExecuteTransaction', requests(update, "SELECT * FROM books WHERE pk = 'b' AND sk = '1'"))
        .message,
    ).to.equal('ExecuteTransaction API does not support both read and write operations in the same request.')
    expect(refusal('ExecuteTransaction', requests(update, update)).message).to.equal(
      'Transaction request cannot include multiple operations on one item',
    )
    expect(refusal('ExecuteTransaction', requests()).message).to.match(/greater than or equal to 1/)
  })
})
