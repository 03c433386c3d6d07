import { expect } from 'chai'
import { book, books, booksTable } from '../ways-in.js'

const put = (sk: string, more = {}) => ({ PutRequest: { Item: { ...book(sk), ...more } } })
const remove = (sk: string) => ({ DeleteRequest: { Key: book(sk) } })
const write = (...requests: object[]) => ({ RequestItems: { books: requests } })

describe('batch write', () => {
  it('puts and deletes, in several tables', () => {
    const { run } = books()
    run('CreateTable', { ...booksTable, TableName: 'more' })
    run('PutItem', { TableName: 'books', Item: book('old') })
    const response = run('BatchWriteItem', {
      RequestItems: { books: [put('a'), remove('old'), remove('none')], more: [put('b')] },
    })
    expect(response).to.deep.equal({ UnprocessedItems: {} })
    const all = (TableName: string) => run('Scan', { TableName })['Items']
    expect([all('books'), all('more')]).to.deep.equal([[book('a')], [book('b')]])
  })

  it('tells cost and item collections', () => {
    const { run } = books()
    const requests = write(
      put('a', { genre: { S: 'g' }, text: { S: 'x'.repeat(2_000) } }),
      put('b', { year: { N: '1' } }),
    )
    const response = run('BatchWriteItem', {
      ...requests,
      ReturnConsumedCapacity: 'INDEXES',
      ReturnItemCollectionMetrics: 'SIZE',
    })
    expect(response['ConsumedCapacity']).to.deep.equal([
      {
        TableName: 'books',
        CapacityUnits: 5,
        Table: { CapacityUnits: 3 },
        LocalSecondaryIndexes: { byYear: { CapacityUnits: 1 } },
        GlobalSecondaryIndexes: { byGenre: { CapacityUnits: 1 } },
      },
    ])
    expect(response['ItemCollectionMetrics']).to.deep.equal({
      books: [{ ItemCollectionKey: { pk: { S: 'p' } }, SizeEstimateRangeGB: [0, 1] }],
    })
  })

  const one =
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
  const refused: [string, object, string][] = [
    ['an element with both members', write({ ...put('a'), ...remove('a') }), one],
    ['an element with none', write({}), one],
    [
      'two writes of one item',
      write(put('a'), remove('a')),
      'Provided list of item keys contains duplicates',
    ],
    [
      'an item without its key',
      write({ PutRequest: { Item: { pk: { S: 'p' } } } }),
      'The provided key element does not match the schema',
    ],
    [
      'a key of another type',
      write({ PutRequest: { Item: { ...book('a'), sk: { N: '1' } } } }),
      'The provided key element does not match the schema',
    ],
    [
      'an index key of another type',
      write(put('a', { genre: { N: '1' } })),
      'One or more parameter values were invalid: Type mismatch for Index Key genre Expected: S Actual: N IndexName: byGenre',
    ],
    [
      '26 writes of two tables',
      {
        RequestItems: {
          books: Array.from({ length: 20 }, (_, n) => put(`${n}`)),
          more: Array.from({ length: 6 }, (_, n) => put(`${n}`)),
        },
      },
      'Too many items requested for the BatchWriteItem call',
    ],
    [
      'a missing table',
      { RequestItems: { books: [put('a')], films: [put('a')] } },
      'Requested resource not found',
    ],
  ]
  for (const [title, input, message] of refused)
    it(`refuses ${title}, and writes nothing`, () => {
      const { run, refusal } = books()
      expect(refusal('BatchWriteItem', input).message).to.equal(message)
      expect(run('Scan', { TableName: 'books' })['Count']).to.equal(0)
    })
})
