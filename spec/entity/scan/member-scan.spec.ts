import { expect } from 'chai'
import { attribute, Entity, Table } from 'dyntastic'
import { boolean, integer, literal, record, string } from 'superstruct'
import { itemReaders } from '../../../lib/entity/item-readers.js'
import type { EntityModel } from '../../../lib/entity/model.js'
import { isScanned, type ScannedItem } from '../../../lib/entity/scan/scanned-item.js'
import { scanResponse } from '../../../lib/entity/text/response-scan.js'

const table = new Table({ name: 'app', key: { partition: 'pk', sort: 'sk' } })
const attributes = { id: string(), n: integer() }
const A = new Entity({
  name: 'A',
  table,
  attributes: { ...attributes, more: attribute(record(string(), string()), { default: () => ({}) }) },
  key: { partition: 'X#{id}', sort: 'A' },
})
const B = new Entity({ name: 'Bé', table, attributes, key: { partition: 'X#{id}', sort: 'B#{n:3}' } })
const Either = Entity.oneOf([A, B])
const a = A.encode({ id: 'a', n: 1, more: {} })
const b = B.encode({ id: 'a', n: 2 })

function read(model: EntityModel, text: string): readonly object[] {
  const response = scanResponse(Buffer.from(`{"Items":[${text}]}`), itemReaders(model))
  return response?.['Items'] as object[]
}

/** By the member that read each item from the text, or the stored form of those that none did. */
const readersOf = (items: readonly object[]) =>
  items.map((item) => (isScanned(item) ? [A, B].find(({ codec }) => codec === item.codec)?.name : item))

describe('entity/scan/member-scan', () => {
  it('reads each item as one of its kind', () => {
    const items = read(Either, [a, b, a].map((item) => JSON.stringify(item)).join())
    expect(readersOf(items)).to.deep.equal(['A', 'Bé', 'A'])
    expect(items.map((item) => Either.itemOf(item as ScannedItem, 'query'))).to.deep.equal([
      { id: 'a', n: 1, more: {} },
      { id: 'a', n: 2 },
      { id: 'a', n: 1, more: {} },
    ])
    expect(Either.owns(Either.itemOf(items[0] as ScannedItem, 'query'))).to.equal(true)
  })

  it('leaves the stored item of other kinds, also next to an item of its own', () => {
    const foreign = { ...a, _type: { S: 'C' } }
    const unmarked = { id: { S: 'a' }, n: { N: '1' } }
    const wrongKey = { ...b, sk: { S: 'B#005' } }
    const items = read(Either, [foreign, unmarked, b, wrongKey, a].map((item) => JSON.stringify(item)).join())
    expect(readersOf(items)).to.deep.equal([foreign, unmarked, 'Bé', wrongKey, 'A'])
  })

  it('is not misled by the same name in a map, or by a name that is there twice', () => {
    const { more: _, ...rest } = a
    const decoy = { more: { M: { _type: { M: { S: { S: 'x' } } } } }, ...rest }
    const nested = { more: { M: { _type: { S: 'Bé' } } }, ...rest }
    // The name in the map stands first.
    expect(readersOf(read(Either, JSON.stringify(nested)))).to.deep.equal([nested])
    expect(readersOf(read(Either, JSON.stringify(decoy)))).to.deep.equal([decoy])
    const twice = JSON.stringify(a).replace('"_type":{"S":"A"}', '"_type":{"S":"A"},"_type":{"S":"C"}')
    expect(readersOf(read(Either, twice))).to.deep.equal([{ ...a, _type: { S: 'C' } }])
  })

  it('tells kinds by other scalars, too', () => {
    const bare = { table: new Table({ name: 'flags' }), key: { partition: 'id' } } as const
    const On = new Entity({
      name: 'On',
      ...bare,
      attributes: { id: string(), on: literal(true), x: string() },
    })
    const Off = new Entity({
      name: 'Off',
      ...bare,
      attributes: { id: string(), on: literal(false), y: boolean() },
    })
    const Switch = Entity.oneOf([On, Off])
    const items = read(
      Switch,
      '{"x":{"S":"1"},"on":{"BOOL":true},"id":{"S":"a"}},{"on":{"BOOL":false},"id":{"S":"b"},"y":{"BOOL":true}}',
    ) as ScannedItem[]
    expect(items.map(({ codec }) => codec)).to.deep.equal([On.codec, Off.codec])
  })

  it('reads nothing where the mark may be a default, or a function tells the kinds apart', () => {
    const bare = { table: new Table({ name: 'defaults' }), key: { partition: 'id' } } as const
    const kind = attribute(literal('one'), { default: 'one' })
    const One = new Entity({ name: 'One', ...bare, attributes: { id: string(), kind } })
    const Two = new Entity({ name: 'Two', ...bare, attributes: { id: string(), kind: literal('two') } })
    const union = Entity.oneOf([One, Two])
    expect(itemReaders(union).size).to.equal(0)
    expect(itemReaders(Entity.oneOf([One, Two], () => One)).size).to.equal(0)
  })
})
