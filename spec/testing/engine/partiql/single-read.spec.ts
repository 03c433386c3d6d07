import { expect } from 'chai'
import { parseStatement } from '../../../../lib/testing/engine/partiql/language/statement-parser.js'
import { singleRead } from '../../../../lib/testing/engine/partiql/single-read.js'
import { messageOf, shelf } from './shelf.js'

function read(text: string) {
  const { statement } = parseStatement(text)
  if (statement.kind !== 'select') throw new Error('It is no SELECT')
  return singleRead('BatchExecuteStatement', statement, [], shelf().context, true)
}

describe('a SELECT of one item', () => {
  it('names the key of the table', () => {
    const { name, key, paths, show } = read("SELECT writer.name FROM books WHERE sk = '1' AND pk = 'a'")
    expect({ name, key, paths }).to.deep.equal({
      name: 'books',
      key: { pk: { S: 'a' }, sk: { S: '1' } },
      paths: [['writer', 'name']],
    })
    expect(show({ writer: { M: { name: { S: 'Frank' } } } })).to.deep.equal({ name: { S: 'Frank' } })
  })

  for (const where of [
    "books WHERE pk = 'a'",
    "books WHERE pk = 'a' AND sk = '1' AND pages = 412",
    "books WHERE pk IN ['a'] AND sk = '1'",
    'books',
    "books.byGenre WHERE pk = 'a' AND sk = '1' AND genre = 'sf'",
  ])
    it(`is not FROM ${where}`, () => {
      expect(messageOf(() => read(`SELECT * FROM ${where}`))).to.equal(
        'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
      )
    })
})
