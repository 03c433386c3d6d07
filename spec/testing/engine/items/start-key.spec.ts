import { expect } from 'chai'
import { book, books } from '../ways-in.js'

const query = {
  TableName: 'books',
  KeyConditionExpression: 'pk = :p',
  ExpressionAttributeValues: { ':p': { S: 'p' } },
}
const outside = 'The provided starting key is outside query boundaries based on provided conditions'
const mismatch = 'The provided starting key is invalid: The provided key element does not match the schema'

describe('start keys', () => {
  it('page through items of equal index keys, and go on from items that are gone', () => {
    const { run } = books()
    for (let n = 0; n < 7; n += 1)
      run('PutItem', { TableName: 'books', Item: { ...book(`s${n}`), genre: { S: 'g' } } })
    const seen: unknown[] = []
    let start: unknown
    do {
      const page = run('Query', {
        TableName: 'books',
        IndexName: 'byGenre',
        KeyConditionExpression: 'genre = :g',
        ExpressionAttributeValues: { ':g': { S: 'g' } },
        Limit: 2,
        ...(start !== undefined && { ExclusiveStartKey: start }),
      })
      seen.push(...(page['Items'] as { sk: { S: string } }[]).map(({ sk }) => sk.S))
      start = page['LastEvaluatedKey']
      if (start !== undefined) run('DeleteItem', { TableName: 'books', Key: book(String(seen.at(-1))) })
    } while (start !== undefined)
    expect(seen).to.deep.equal(['s0', 's1', 's2', 's3', 's4', 's5', 's6'])
    expect(run('Query', { ...query, ExclusiveStartKey: book('s5') })['Count']).to.equal(1)
    expect(
      run('Query', { ...query, ExclusiveStartKey: book('s1'), ScanIndexForward: false })['Count'],
    ).to.equal(1)
  })

  it('is there after exactly as many items as the limit, and not if fewer are left', () => {
    const { run } = books()
    for (const sk of ['a', 'b']) run('PutItem', { TableName: 'books', Item: book(sk) })
    expect(run('Query', { ...query, Limit: 2 })['LastEvaluatedKey']).to.deep.equal(book('b'))
    expect(run('Query', { ...query, Limit: 3 })).not.to.have.property('LastEvaluatedKey')
  })

  const refused: [string, object, string][] = [
    ['Query', { ...query, ExclusiveStartKey: { ...book('a'), pk: { S: 'q' } } }, outside],
    ['Query', { ...query, ExclusiveStartKey: { pk: { S: 'p' } } }, 'The provided starting key is invalid'],
    [
      'Query',
      { ...query, KeyConditionExpression: 'pk = :p AND sk > :p', ExclusiveStartKey: book('a') },
      'The provided starting key does not match the range key predicate',
    ],
    ['Scan', { TableName: 'books', ExclusiveStartKey: { pk: { S: 'p' } } }, mismatch],
    ['Scan', { TableName: 'books', ExclusiveStartKey: { ...book('a'), sk: { N: '1' } } }, mismatch],
    ['Scan', { TableName: 'books', ExclusiveStartKey: { ...book('a'), x: { S: 'y' } } }, mismatch],
    [
      'Scan',
      { TableName: 'books', IndexName: 'byGenre', ExclusiveStartKey: book('a') },
      'The provided starting key is invalid',
    ],
    [
      'Scan',
      { TableName: 'books', IndexName: 'byGenre', ExclusiveStartKey: { ...book('a'), genre: { N: '1' } } },
      'The provided key element does not match the schema',
    ],
  ]
  for (const [operation, input, message] of refused)
    it(`of ${operation} is refused: ${message}`, () =>
      expect(books().refusal(operation, input).message).to.equal(message))

  it('belongs to one segment of a scan', () => {
    const { run, refusal } = books()
    const start = { TableName: 'books', TotalSegments: 2, ExclusiveStartKey: book('a') }
    const outcomes = [0, 1].map((Segment) => {
      try {
        run('Scan', { ...start, Segment })
        return 'taken'
      } catch {
        return refusal('Scan', { ...start, Segment }).message
      }
    })
    expect(outcomes.filter((one) => one === 'taken')).to.have.length(1)
    expect(outcomes.find((one) => one !== 'taken')).to.match(
      /^The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: [01]$/,
    )
  })
})
