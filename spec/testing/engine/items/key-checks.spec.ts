import { expect } from 'chai'
import {
  checkChangedIndexKeys,
  checkItem,
  checkItemSize,
  checkKey,
  isAboutEmptyKey,
  keyOf,
} from '../../../../lib/testing/engine/items/key-checks.js'
import { keySchema, type TableSchema } from '../../../../lib/testing/engine/storage/table-schema.js'
import { invalid } from '../../../../lib/testing/engine/values/service-failure.js'
import type { WireItem } from '../../../../lib/testing/engine/values/wire.js'

const side = (name: string) => [{ name, type: 'S' }] as const
const table: TableSchema = {
  name: 'books',
  key: keySchema(side('pk'), side('sk')),
  indexes: [
    { name: 'byGenre', global: true, key: keySchema(side('genre'), side('shelf')), projected: undefined },
  ],
  vectors: [],
}
const item = (more: WireItem): WireItem => ({ pk: { S: 'p' }, sk: { S: 's' }, ...more })
const long = (bytes: number) => ({ S: 'é'.repeat(bytes / 2) })

const whole = (one: WireItem) => {
  checkItem(table, one)
  checkItemSize(one)
}

describe('key checks', () => {
  const taken: [string, WireItem][] = [
    ['a partition key of 2,048 bytes', { pk: long(2048) }],
    ['a sort key of 1,024 bytes', { sk: long(1024) }],
    ['index keys of the same sizes', { genre: long(2048), shelf: long(1024) }],
    ['an empty string elsewhere', { note: { S: '' } }],
    ['409,600 bytes', { note: { S: 'x'.repeat(409_600 - 'pkpsksnote'.length) } }],
  ]
  for (const [title, more] of taken) it(`take ${title}`, () => whole(item(more)))

  const refused: [string, WireItem, RegExp][] = [
    [
      'a partition key of 2,050 bytes',
      { pk: long(2050) },
      /Size of hashkey has exceeded the maximum size limit of2048 bytes/,
    ],
    [
      'a sort key of 1,026 bytes',
      { sk: long(1026) },
      /Aggregated size of all range keys has exceeded the size limit of 1024 bytes/,
    ],
    ['an index partition key of 2,050 bytes', { genre: long(2050) }, /Size of hashkey/],
    ['an index sort key of 1,026 bytes', { shelf: long(1026) }, /Aggregated size of all range keys/],
    ['an empty index key', { genre: { S: '' } }, /empty string value. IndexName: byGenre, IndexKey: genre/],
    ['a binary index key', { genre: { B: '' } }, /Type mismatch for Index Key genre/],
    ['409,601 bytes', { note: { S: 'x'.repeat(409_601 - 'pkpsksnote'.length) } }, /maximum allowed size/],
    [
      '400 KB of characters that are two bytes each',
      { note: { S: 'é'.repeat(204_800) } },
      /maximum allowed size/,
    ],
    ['a key of another type', { pk: { N: '1' } }, /Type mismatch for key pk expected: S actual: N/],
    ['an empty key', { sk: { S: '' } }, /cannot contain an empty string value. Key: sk/],
    [
      'an index key of another type',
      { genre: { SS: ['a'] } },
      /Type mismatch for Index Key genre Expected: S Actual: SS IndexName: byGenre/,
    ],
  ]
  for (const [title, more, message] of refused)
    it(`refuse ${title}`, () => expect(() => whole(item(more))).to.throw(message))

  it('find the key of an item, and refuse keys that do not fit', () => {
    expect(keyOf(table.key, item({ note: { S: 'x' } }))).to.deep.equal({ pk: { S: 'p' }, sk: { S: 's' } })
    expect(() => checkItem(table, { pk: { S: 'p' } })).to.throw('Missing the key sk in the item')
    const odd = { ...table, key: keySchema(side('constructor'), []), indexes: [] }
    expect(() => checkItem(odd, {})).to.throw(/Missing the key constructor/)
    const keys = [
      { pk: { S: 'p' } },
      { pk: { S: 'p' }, sk: { N: '1' } },
      { pk: { S: 'p' }, other: { S: 's' } },
    ]
    for (const key of keys)
      expect(() => checkKey(table.key, key as WireItem)).to.throw(
        'The provided key element does not match the schema',
      )
    expect(() => checkKey(table.key, item({ pk: long(2050) }))).to.throw(/Size of hashkey/)
    expect(() => checkKey(table.key, item({ pk: { S: '' } }))).to.throw(/empty string value. Key: pk/)
  })

  it('look at index keys that an update changes, and at no others', () => {
    const check =
      (more: WireItem, ...changed: string[]) =>
      () =>
        checkChangedIndexKeys(table, item(more), new Set(changed))
    expect(check({ genre: { N: '1' } }, 'genre')).to.throw(/secondary index key to unsupported type/)
    expect(check({ genre: { S: '' } }, 'genre')).to.throw(
      /update a secondary index key to a value that is not supported/,
    )
    expect(check({ shelf: long(1026) }, 'shelf')).to.throw(/Aggregated size/)
    check({ genre: { N: '1' } }, 'shelf')()
  })

  it('know refusals of empty keys from all others', () => {
    expect(isAboutEmptyKey(invalid('One or more parameter values are not valid. The …'))).to.equal(true)
    expect(isAboutEmptyKey(invalid('One or more parameter values were invalid: …'))).to.equal(false)
  })
})
