import { expect } from 'chai'
import { shelf, shelved } from './shelf.js'

describe('ExecuteStatement', () => {
  const key = "pk = 'a' AND sk = '1'"

  it('inserts, updates and deletes', () => {
    const { options, stored } = shelf()
    expect(
      options("INSERT INTO books VALUE {'pk': 'c', 'sk': ?, 'list': [1.50]}", [{ S: '9' }]),
    ).to.deep.equal({
      Items: [],
    })
    expect(stored('c', '9')).to.deep.equal({ pk: { S: 'c' }, sk: { S: '9' }, list: { L: [{ N: '1.5' }] } })
    expect(
      options("UPDATE books SET pages = pages + ? REMOVE tags WHERE pk = 'a' AND sk = '1'", [{ N: '8' }]),
    ).to.deep.equal({ Items: [] })
    expect(stored('a', '1'))
      .to.deep.include({ pages: { N: '420' } })
      .and.not.to.have.property('tags')
    expect(options("DELETE FROM books WHERE pk = 'c' AND sk = '9'")).to.deep.equal({ Items: [] })
    expect(stored('c', '9')).to.equal(undefined)
  })

  it('returns what a write requests', () => {
    const { items } = shelf()
    expect(
      items(`UPDATE books SET writer.name = 'F', parts[1] = 'M' WHERE ${key} RETURNING MODIFIED NEW *`),
    ).to.deep.equal([{ writer: { M: { name: { S: 'F' } } }, parts: { L: [{ S: 'M' }] } }])
    expect(items(`UPDATE books SET writer.name = 'G' WHERE ${key} RETURNING MODIFIED OLD *`)).to.deep.equal([
      { writer: { M: { name: { S: 'F' } } } },
    ])
    expect(items(`UPDATE books REMOVE tags WHERE ${key} RETURNING MODIFIED NEW *`)).to.deep.equal([])
    expect(items(`UPDATE books SET fresh = 1 WHERE ${key} RETURNING MODIFIED OLD *`)).to.deep.equal([])
    expect(items("FROM books WHERE pk = 'b' AND sk = '1' SET pages = 13 RETURNING ALL NEW *")).to.deep.equal([
      { ...shelved[3], pages: { N: '13' } },
    ])
    expect(items("DELETE FROM books WHERE pk = 'a' AND sk = '2' RETURNING ALL OLD *")).to.deep.equal([
      shelved[1],
    ])
    expect(items("DELETE FROM books WHERE pk = 'a' AND sk = '2' RETURNING ALL OLD *")).to.deep.equal([])
  })

  it('writes nothing that it refuses', () => {
    const { refused, stored } = shelf()
    expect(refused(`UPDATE books SET pages = 1 WHERE ${key} AND pages = 1`)).to.match(
      /^ConditionalCheckFailed/,
    )
    expect(refused(`UPDATE books SET pages = 1 WHERE ${key} foo`)).to.match(/Unexpected token/)
    expect(refused("INSERT INTO books VALUE {'pk': 'a', 'sk': '1'}")).to.match(/^DuplicateItemException/)
    expect(stored('a', '1')).to.deep.equal(shelved[0])
  })

  it('takes the parameters of its question marks, and no EXISTS', () => {
    const { refused } = shelf()
    expect(refused('SELECT * FROM books WHERE pk = ?')).to.equal(
      "ValidationException: Number of parameters in request and statement don't match.",
    )
    expect(refused('SELECT * FROM books WHERE pk = ?', [{ N: 'x' }])).to.match(/cannot be converted/)
    expect(refused(`EXISTS(SELECT * FROM books WHERE ${key} AND pages = 1)`)).to.equal(
      'ValidationException: EXISTS can only be used in ExecuteTransaction write requests.',
    )
  })

  it('reports what a write consumed, with its indexes', () => {
    const { options } = shelf()
    const capacity = options("DELETE FROM books WHERE pk = 'a' AND sk = '1'", undefined, {
      ReturnConsumedCapacity: 'INDEXES',
    })['ConsumedCapacity']
    expect(capacity).to.deep.include({ TableName: 'books', CapacityUnits: 3, Table: { CapacityUnits: 1 } })
  })
})
