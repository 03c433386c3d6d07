import { expect } from 'chai'
import type { WireObject } from '../../../../lib/testing/engine/values/wire.js'
import { shelf } from './shelf.js'

describe('SELECT', () => {
  it('reads items, partitions, indexes and whole tables', () => {
    const { items, keys } = shelf()
    expect(items("SELECT title, parts[1] FROM books WHERE pk = 'a' AND sk = '1'")).to.deep.equal([
      { title: { S: 'Dune' }, 'parts[1]': { S: "Muad'Dib" } },
    ])
    expect(keys("SELECT * FROM books WHERE pk = 'a' ORDER BY sk DESC")).to.equal('a3 a2 a1')
    expect(keys("SELECT * FROM books WHERE pk = 'a' AND pages > 400 AND sk <> '1'")).to.equal('a2')
    expect(keys("SELECT * FROM books WHERE pk IN ['b', 'a'] AND sk = ?", [{ S: '1' }])).to.equal('b1 a1')
    expect(keys('SELECT * FROM books WHERE pages < 400').split(' ')).to.have.members(['a3', 'b1'])
    expect(keys("SELECT * FROM books.byGenre WHERE genre = 'sf'").split(' ')).to.have.members(['a1', 'b1'])
    expect(items("SELECT title, pages FROM books.byYear WHERE pk = 'a' AND year > 1900")).to.deep.equal([
      { title: { S: 'Dune' }, pages: { N: '412' } },
    ])
    expect(items("SELECT * FROM books WHERE pk = 'z'")).to.deep.equal([])
    expect(items("SELECT nope FROM books WHERE pk = 'b'")).to.deep.equal([{}])
  })

  it('refuses what an index does not hold', () => {
    const { refused } = shelf()
    expect(refused('SELECT title, by FROM books.byGenre')).to.match(/well formed/)
    expect(refused('SELECT title, pages FROM books.byGenre')).to.match(
      /Global secondary index byGenre does not project \[title, pages\]$/,
    )
    expect(refused("SELECT pk FROM books.byGenre WHERE genre = 'sf' AND title = 'x'")).to.match(
      /Secondary index byGenre does not project one or more filter attributes: \[title\]$/,
    )
    expect(refused('SELECT pk FROM books WHERE pk.x = 1')).to.match(
      /^ValidationException: Key attributes must be scalars/,
    )
  })

  for (const statement of [
    'SELECT sk FROM books WHERE pages > 400',
    "SELECT sk FROM books WHERE pk = 'a' ORDER BY sk DESC",
    "SELECT sk FROM books WHERE pk IN ['a', 'b'] AND sk IN ['1', '2', '3']",
  ])
    it(`goes on where a page ended: ${statement}`, () => {
      const { options, items } = shelf()
      const found: unknown[] = []
      let pages = 0
      let page: WireObject = {}
      do {
        page = options(statement, undefined, {
          Limit: 1,
          ...(page['NextToken'] ? { NextToken: page['NextToken'] } : {}),
        })
        found.push(...(page['Items'] as unknown[]))
        pages += 1
      } while (page['NextToken'] !== undefined)
      expect(found).to.deep.equal(items(statement))
      expect(pages).to.be.greaterThan(2)
    })

  it('ends a page of 1 MB, over several partitions', () => {
    const { run, options } = shelf()
    for (const pk of ['x', 'y', 'z'])
      for (const sk of ['1', '2'])
        run('PutItem', {
          TableName: 'books',
          Item: { pk: { S: pk }, sk: { S: sk }, fat: { S: '-'.repeat(390_000) } },
        })
    const statement = "SELECT pk FROM books WHERE pk IN ['x', 'y', 'z']"
    const first = options(statement)
    expect(first['Items']).to.have.length(3)
    expect(first['LastEvaluatedKey']).to.deep.equal({ pk: { S: 'y' }, sk: { S: '1' } })
    const second = options(statement, undefined, { NextToken: first['NextToken'] })
    expect(second['Items']).to.have.length(3)
  })

  it('binds a token to its statement and parameters', () => {
    const { options, refused } = shelf()
    const statement = 'SELECT sk FROM books WHERE pk = ?'
    const { NextToken } = options(statement, [{ S: 'a' }], { Limit: 1 })
    expect(options(statement, [{ S: 'a' }], { Limit: 5, NextToken })['Items']).to.have.length(2)
    expect(refused(statement, [{ S: 'b' }], { NextToken })).to.equal(
      'ValidationException: NextToken does not match request',
    )
    for (const token of ['garbage', 'bnVsbA==', Buffer.from('{"mark":1}').toString('base64')])
      expect(refused(statement, [{ S: 'a' }], { NextToken: token })).to.equal(
        'ValidationException: Invalid NextToken',
      )
  })

  it('reports what it consumed, by table and by index', () => {
    const { options } = shelf()
    const more = { ReturnConsumedCapacity: 'INDEXES' }
    expect(
      options("SELECT * FROM books WHERE pk = 'a'", undefined, { ...more, ConsistentRead: true })[
        'ConsumedCapacity'
      ],
    ).to.deep.include({
      TableName: 'books',
      CapacityUnits: 1,
      Table: { CapacityUnits: 1 },
    })
    expect(
      options("SELECT * FROM books.byGenre WHERE genre = 'sf'", undefined, more)['ConsumedCapacity'],
    ).to.deep.include({
      CapacityUnits: 0.5,
      GlobalSecondaryIndexes: { byGenre: { CapacityUnits: 0.5 } },
    })
    expect(
      options("SELECT * FROM books WHERE pk IN ['a', 'b']", undefined, more)['ConsumedCapacity'],
    ).to.deep.include({
      CapacityUnits: 1,
    })
  })
})
