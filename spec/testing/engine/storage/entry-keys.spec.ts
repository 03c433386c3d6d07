import { expect } from 'chai'
import {
  fits,
  hashOf,
  hashPrefix,
  indexEntryKey,
  partitionText,
  tableEntryKey,
} from '../../../../lib/testing/engine/storage/entry-keys.js'
import { keySchema } from '../../../../lib/testing/engine/storage/table-schema.js'

const pk = { name: 'pk', type: 'S' } as const
const sk = { name: 'sk', type: 'N' } as const
const table = keySchema([pk], [sk])
const index = {
  name: 'i',
  global: true,
  key: keySchema(
    [
      { name: 'a', type: 'S' },
      { name: 'b', type: 'N' },
    ],
    [{ name: 'c', type: 'S' }],
  ),
  projected: undefined,
} as const
const item = { pk: { S: 'p' }, sk: { N: '1' }, a: { S: 'x' }, b: { N: '2' }, c: { S: 'y' } }

describe('entry keys', () => {
  it('keep a partition together, in the order of the sort key', () => {
    const keys = ['10', '9', '-1'].map((N) => tableEntryKey(table, { pk: { S: 'p' }, sk: { N } }))
    expect(keys.every((key) => key.startsWith(partitionText([{ S: 'p' }])))).to.equal(true)
    expect([...keys].sort()).to.deep.equal([...keys].reverse())
    expect(tableEntryKey(table, { pk: { S: 'p' }, sk: { N: '1' } })).to.not.equal(
      tableEntryKey(table, { pk: { S: 'p1' }, sk: { N: '1' } }),
    )
  })

  it('of an index have its values and the key of the table, and none if a value is missing or of another type', () => {
    expect(indexEntryKey(table, index, item)?.startsWith(partitionText([{ S: 'x' }, { N: '2' }]))).to.equal(
      true,
    )
    expect(indexEntryKey(table, index, { ...item, sk: { N: '2' } })).to.not.equal(
      indexEntryKey(table, index, item),
    )
    const { c: _, ...without } = item
    expect(indexEntryKey(table, index, without)).to.equal(undefined)
    expect(indexEntryKey(table, index, { ...item, b: { S: '2' } })).to.equal(undefined)
  })

  it('begin with a hash that spreads partitions evenly', () => {
    expect(hashOf(hashPrefix(0xfedcba98))).to.equal(0xfedcba98)
    const counts = [0, 0, 0, 0]
    for (let n = 0; n < 4_000; n += 1) {
      const segment = Math.floor(hashOf(partitionText([{ S: `user-${n}` }])) / 2 ** 30)
      counts[segment] = (counts[segment] ?? 0) + 1
    }
    expect(Math.min(...counts)).to.be.above(850)
  })

  it('know the types of key attributes', () => {
    expect([fits({ S: 'x' }, pk), fits({ N: '1' }, pk), fits(undefined, pk)]).to.deep.equal([
      true,
      false,
      false,
    ])
  })
})
