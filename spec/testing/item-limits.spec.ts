import { expect } from 'chai'
import { checkItem, checkKey, keyOf } from '../../lib/testing/item-limits.js'
import type { TableSchema } from '../../lib/testing/table-schema.js'
import type { WireItem } from '../../lib/testing/wire.js'

const table: TableSchema = {
  name: 'books',
  key: ['pk', 'sk'],
  indexes: [{ name: 'byGenre', global: true, key: ['genre', 'shelf'], projected: undefined }],
}
const item = (more: WireItem): WireItem => ({ pk: { S: 'p' }, sk: { S: 's' }, ...more })
const long = (bytes: number) => ({ S: 'é'.repeat(bytes / 2) })

describe('item limits', () => {
  const taken: [string, WireItem][] = [
    ['a partition key of 2,048 bytes', { pk: long(2048) }],
    ['a sort key of 1,024 bytes', { sk: long(1024) }],
    ['index keys of the same sizes', { genre: long(2048), shelf: long(1024) }],
    ['an empty string elsewhere', { note: { S: '' } }],
    ['409,600 bytes', { note: { S: 'x'.repeat(409_600 - 'pkpsksnote'.length) } }],
  ]
  for (const [title, more] of taken) it(`take ${title}`, () => checkItem(table, item(more)))

  const refused: [string, WireItem, RegExp][] = [
    ['a partition key of 2,050 bytes', { pk: long(2050) }, /Size of key pk .* 2048 bytes/],
    ['a sort key of 1,026 bytes', { sk: long(1026) }, /Size of key sk .* 1024 bytes/],
    ['an index partition key of 2,050 bytes', { genre: long(2050) }, /genre of index byGenre/],
    ['an index sort key of 1,026 bytes', { shelf: long(1026) }, /shelf of index byGenre/],
    ['an empty index key', { genre: { S: '' } }, /empty string value. IndexName: byGenre, IndexKey: genre/],
    ['an empty binary index key', { genre: { B: '' } }, /IndexKey: genre/],
    ['409,601 bytes', { note: { S: 'x'.repeat(409_601 - 'pkpsksnote'.length) } }, /maximum allowed size/],
    [
      '400 KB of characters that are two bytes each',
      { note: { S: 'é'.repeat(204_800) } },
      /maximum allowed size/,
    ],
    ['a wrong value', { note: { SS: [] } }, /may not be empty/],
  ]
  for (const [title, more, message] of refused)
    it(`refuse ${title}`, () => expect(() => checkItem(table, item(more))).to.throw(message))

  it('find the key of an item', () => {
    expect(keyOf(table, item({ note: { S: 'x' } }))).to.deep.equal({ pk: { S: 'p' }, sk: { S: 's' } })
    expect(() => keyOf(table, { pk: { S: 'p' } })).to.throw(/Missing the key sk/)
    expect(() => keyOf({ ...table, key: ['constructor'] }, {})).to.throw(/Missing the key constructor/)
    expect(() => checkKey(table, { pk: long(2050) })).to.throw(/Size of key pk/)
  })
})
