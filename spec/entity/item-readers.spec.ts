import { expect } from 'chai'
import { Entity } from 'dyntastic'
import { string } from 'superstruct'
import { itemReaders, tableReaders } from '../../lib/entity/item-readers.js'
import { type ScannedItem, storedOf } from '../../lib/entity/scan/scanned-item.js'
import { scanResponse } from '../../lib/entity/text/response-scan.js'

const Thing = new Entity({
  name: 'Thing',
  table: 'Things',
  attributes: { id: string() },
  key: { partition: 'id' },
})
const stored = { id: { S: 'a' } }
const read = (body: object, readers: Parameters<typeof scanResponse>[1]) =>
  scanResponse(Buffer.from(JSON.stringify(body)), readers) ?? {}

describe('entity/item-readers', () => {
  it('are the same each time for one entity, and read its items in each response', () => {
    const readers = itemReaders(Thing)
    expect(itemReaders(Thing)).to.equal(readers)
    for (const body of [{ Item: stored }, { Items: [stored] }, { Attributes: stored }]) {
      const [item] = [Object.values(read(body, readers))[0]].flat() as ScannedItem[]
      expect(item?.take(Thing.codec)).to.deep.equal({ id: 'a' })
    }
  })

  it('read the tables that they know, and leave others as they are stored', () => {
    const { Responses } = read(
      { Responses: { Things: [stored], Others: [stored] } },
      tableReaders(new Map([['Things', Thing]])),
    )
    const { Things, Others } = Responses as { Things: ScannedItem[]; Others: (typeof stored)[] }
    expect(Things[0]?.item).to.deep.equal({ id: 'a' })
    expect(Others).to.deep.equal([stored])
    expect(Others.map(storedOf)).to.deep.equal([stored])
  })
})
