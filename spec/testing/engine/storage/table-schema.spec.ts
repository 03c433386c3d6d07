import { expect } from 'chai'
import { keySchema } from '../../../../lib/testing/engine/storage/table-schema.js'
import { books } from '../ways-in.js'

describe('table schema', () => {
  it('has both sides of a key, one by one and together', () => {
    const [pk, sk] = [
      { name: 'pk', type: 'S' },
      { name: 'sk', type: 'N' },
    ] as const
    expect(keySchema([pk], [sk])).to.deep.equal({ partition: [pk], sort: [sk], all: [pk, sk] })
  })

  it('is made of the definition: local indexes first, with what they hold', () => {
    const schema = books().context.database.table('books')?.schema
    expect(schema?.key.all.map(({ name }) => name)).to.deep.equal(['pk', 'sk'])
    expect(schema?.indexes.map(({ name, global }) => [name, global])).to.deep.equal([
      ['byYear', false],
      ['byGenre', true],
    ])
    expect([...(schema?.indexes[1]?.projected ?? [])]).to.deep.equal(['pk', 'sk', 'genre'])
  })
})
