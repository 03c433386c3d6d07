import { expect } from 'chai'
import { tableSchemas } from '../../lib/testing/table-schema.js'
import { books, refusalOf } from './expressions.js'

describe('table schema', () => {
  it('knows keys, indexes and what they hold', async () => {
    const { schemas } = await books()
    const table = await schemas.of('books')
    expect(table.key).to.deep.equal(['pk', 'sk'])
    expect(table.indexes.map(({ name, global, key }) => [name, global, key])).to.deep.equal([
      ['byYear', false, ['pk', 'year']],
      ['byGenre', true, ['genre']],
    ])
    expect([...(table.indexes[1]?.projected ?? [])]).to.deep.equal(['pk', 'sk', 'genre'])
  })

  it('looks a table up once, until told to forget it', async () => {
    let lookups = 0
    const schemas = tableSchemas(async () => {
      lookups += 1
      return { Table: { KeySchema: [{ AttributeName: 'id' }] } }
    })
    await schemas.of('abc')
    await schemas.of('abc')
    expect(lookups).to.equal(1)
    schemas.forget('abc')
    await schemas.of('abc')
    expect(lookups).to.equal(2)
  })

  it('says that a table is missing, in the words of an item operation', async () => {
    const { schemas } = await books()
    const { type, message } = await refusalOf(() => schemas.of('films'))
    expect([type, message]).to.deep.equal(['ResourceNotFoundException', 'Requested resource not found'])
    expect(
      await tableSchemas(() => Promise.reject(new Error('broken')))
        .of('x')
        .catch((error) => error.message),
    ).to.equal('broken')
  })
})
