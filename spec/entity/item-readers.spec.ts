import { expect } from 'chai'
import { Entity } from 'dyntastic'
import { string } from 'superstruct'
import { elementReaders, itemReaders, tableReaders } from '../../lib/entity/item-readers.js'
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

  it('read the items of a transaction by their places, and leave parts of items as they are stored', () => {
    const Other = new Entity({
      name: 'Other',
      table: 'Others',
      attributes: { id: string(), n: string() },
      key: { partition: 'id' },
    })
    const Responses = [{ Item: stored }, {}, { Item: { ...stored, n: { S: '1' } } }, { Item: stored }]
    const found = read({ Responses }, elementReaders([Thing, Thing, Other, undefined]))
    const [thing, none, other, part] = found['Responses'] as { Item?: ScannedItem }[]
    expect(thing?.Item?.item).to.deep.equal({ id: 'a' })
    expect(none).to.deep.equal({})
    expect(other?.Item?.take(Other.codec)).to.deep.equal({ id: 'a', n: '1' })
    expect(part).to.deep.equal({ Item: stored })
    // More responses than requested items are as they are stored, and the operation reports them.
    expect(read({ Responses: [{ Item: stored }] }, elementReaders([]))).to.deep.equal({
      Responses: [{ Item: stored }],
    })
  })
})
