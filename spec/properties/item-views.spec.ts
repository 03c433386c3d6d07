// Items of several kinds, deleted items and items beyond bounds in any body: whether a model reads an item, and as
// what, is the same from the text as from the stored form.
import { deepStrictEqual } from 'node:assert'
import { expect } from 'chai'
import { attribute, Entity, Table } from 'dyntastic'
import fc from 'fast-check'
import { boolean, date, enums, integer, literal, number, optional, record, string } from 'superstruct'
import { boundModel } from '../../lib/entity/bound-model.js'
import { deletedModel, liveModel } from '../../lib/entity/deletion-view.js'
import { isPart } from '../../lib/entity/item/item-mark.js'
import { itemReaders, selectionReaders } from '../../lib/entity/item-readers.js'
import { withReadAttributes } from '../../lib/entity/key/read-attributes.js'
import type { EntityModel } from '../../lib/entity/model.js'
import { type BodyItem, isScanned, storedOf } from '../../lib/entity/scan/scanned-item.js'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { scanResponse } from '../../lib/entity/text/response-scan.js'
import { UnionModel } from '../../lib/entity/union-model.js'
import { partRead } from '../../lib/operation/get/part-readers.js'
import { selectedItem } from '../../lib/operation/get/selected-item.js'
import { projectedPaths } from '../../lib/operation/ground/key-projection.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const shared = {
  id: string(),
  tenant: attribute(string(), { name: 't', default: 't0' }),
  level: attribute(number(), { default: 1 }),
  open: optional(boolean()),
  gone: attribute(optional(date()), { name: 'd' }),
  more: optional(record(string(), string())),
}
const softDelete = { attribute: 'gone' } as const

const made = new Table({ name: 'made', key: { partition: 'pk', sort: 'sk' }, kind: 'k' })
const MadeA = new Entity({
  name: 'A',
  table: made,
  attributes: { ...shared, a: integer() },
  key: { partition: 'P#{id}', sort: 'A' },
  softDelete,
})
const MadeB = new Entity({
  name: 'B',
  table: made,
  attributes: { ...shared, b: optional(string()) },
  key: { partition: 'P#{id}', sort: 'B#{id}' },
})
const MadeC = new Entity({
  name: 'C',
  table: made,
  attributes: { ...shared, a: integer() },
  key: { partition: 'P#{id}', sort: 'A' },
})
const plain = { table: new Table({ name: 'plain' }), key: { partition: 'id' }, softDelete } as const
const Cat = new Entity({ name: 'Cat', ...plain, attributes: { ...shared, k: literal('A'), a: integer() } })
const Dog = new Entity({
  name: 'Dog',
  ...plain,
  attributes: { ...shared, k: enums(['B', 'C']), b: optional(string()) },
})
const Pet = Entity.oneOf([Cat, Dog])
const pair = new UnionModel([MadeA, MadeB], undefined, 'collection') as EntityModel

const models: Readonly<Record<string, EntityModel>> = {
  'a union by an attribute': Pet,
  'a union by the kind': Entity.oneOf([MadeB, MadeC]),
  'a collection': pair,
  'a collection without deleted items': liveModel(pair),
  'an entity without deleted items': liveModel(MadeA),
  'deleted items': deletedModel(Cat),
  'a union without deleted items': liveModel(Pet),
  'an entity within bounds': boundModel(MadeB, { tenant: 't1' }),
  'a union within bounds': boundModel(Pet, { tenant: 't0' }),
  'bounds of a number': boundModel(Cat, { level: 1, open: true }),
  'an entity': MadeC,
  'bounds of a key': boundModel(MadeC, { id: '1' }),
  'bounds and deletes': liveModel(boundModel(pair, { tenant: 't1', open: false })),
}

const value = (...texts: readonly string[]) => fc.constantFrom(undefined, ...texts)
/** Text of the attributes of an item, of the right and of the wrong types. */
const items = fc.record({
  id: value('{"S":"1"}', '{"S":"\\u0031"}'),
  pk: value('{"S":"P#1"}', '{"S":"P#2"}'),
  sk: value('{"S":"A"}', '{"S":"B#1"}'),
  k: value('{"S":"A"}', '{"S":"A"}', '{"S":"B"}', '{"S":"B"}', '{"S":"C"}', '{"N":"1"}', '{"NULL":true}'),
  t: value('{"S":"t0"}', '{"S":"t1"}', '{"NULL":true}'),
  level: value('{"N":"1"}', '{"N":"1.00"}', '{"N":"1.00000000000000000001"}', '{"N":"2"}'),
  open: value('{"BOOL":true}', '{"BOOL":false}', '{"NULL":true}'),
  d: value('{"S":"2026-01-01T00:00:00.000Z"}', '{"NULL":true}', '{"S":"x"}'),
  '\\u0064': value('{"S":"2026-01-01T00:00:00.000Z"}', '{"NULL":true}'),
  a: value('{"N":"5"}', '{"N":"5"}', '{"S":"5"}'),
  b: value('{"S":"x"}', '{"N":"5"}'),
  more: value('{"M":{}}', '{"M":{"k":{"S":"B"},"d":{"S":"x"},"t":{"S":"t1"}}}'),
})
const order = fc.shuffledSubarray(
  Object.keys(shared).concat('pk', 'sk', 'k', 't', 'd', '\\u0064', 'a', 'b'),
  {
    minLength: 10,
  },
)
/** The attributes of an item in an order: names, as they are written, and values. */
type Attributes = readonly (readonly [name: string, value: string])[]
const pages = fc.array(
  fc.tuple(items, order).map(
    ([item, names]): Attributes =>
      names.flatMap((name) => {
        const text: string | undefined = Reflect.get(item, name)
        return text === undefined ? [] : [[name, text] as const]
      }),
  ),
  { minLength: 1, maxLength: 4 },
)
const bodyOf = (page: readonly Attributes[]) =>
  `{"Items":[${page.map((item) => `{${item.map(([name, text]) => `"${name}":${text}`).join()}}`).join()}]}`

describe('the items of a body', () => {
  for (const [what, model] of Object.entries(models))
    it(`are those of ${what} from the text as from their stored form`, async function () {
      this.timeout(timeLimit(600_000))
      let fromText = 0
      const property = fc.property(pages, (page) => {
        const body = bodyOf(page)
        const stored = JSON.parse(body).Items as StoredItem[]
        const read = scanResponse(Buffer.from(body), itemReaders(model))?.['Items'] as BodyItem[]
        fromText += read.filter((item) => isScanned(item)).length
        read.forEach((item, at) => {
          const own = stored[at] as StoredItem
          deepStrictEqual(
            [model.isOfKind(item), model.mayRead(item)],
            [model.isOfKind(own), model.mayRead(own)],
          )
          deepStrictEqual(outcome(model, item), outcome(model, own))
          // Again, when the item was taken.
          deepStrictEqual(
            [model.mayRead(item), outcome(model, item)],
            [model.mayRead(own), outcome(model, own)],
          )
        })
      })
      await holds(property, runCount(400, 2_000))
      expect(fromText).to.be.greaterThan(5)
    })
})

// What a projection of them returns, and more, as a mocked client may.
const selected = ['id', 'tenant', 'level', 'open', 'gone', 'more', 'a', 'b'] as const

describe('the selected attributes in a body', () => {
  const single = Object.entries(models).filter(([, { discriminator }]) => discriminator === undefined)
  for (const [what, model] of single)
    it(`are those of ${what} from the text as from the stored form`, async function () {
      this.timeout(timeLimit(600_000))
      let fromText = 0
      const property = fc.property(
        fc.uniqueArray(fc.constantFrom(...selected.filter((name) => model.properties.includes(name))), {
          minLength: 1,
        }),
        pages,
        fc.boolean(),
        (properties, page, projects) => {
          const body = bodyOf(projects ? page.map((item) => projected(model, item, properties)) : page)
          const stored = JSON.parse(body).Items as StoredItem[]
          const readers = selectionReaders(model, properties, [model.key])
          const read = scanResponse(Buffer.from(body), readers)?.['Items'] as BodyItem[]
          fromText += read.filter((item) => isScanned(item)).length
          read.forEach((item, at) => {
            const own = stored[at] as StoredItem
            deepStrictEqual(
              [model.isOfKind(item), model.mayRead(item)],
              [model.isOfKind(own), model.mayRead(own)],
            )
            if (!model.mayRead(item)) return
            const expected = selectionOf(model, own, properties)
            deepStrictEqual(partOf(item) ?? selectionOf(model, storedOf(item), properties), expected)
            deepStrictEqual(partOf(item) ?? selectionOf(model, storedOf(item), properties), expected)
          })
        },
      )
      await holds(property, runCount(400, 2_000))
      expect(fromText).to.be.greaterThan(5)
    })
})

// The attributes that are read: those selected, the key, the kind, and what is looked at.
function projected(model: EntityModel, item: Attributes, properties: readonly string[]): Attributes {
  const names = new Set([
    ...properties.map((property) => String(model.codec.at(property)?.name)),
    ...model.key.parts.map(({ name }) => name),
    ...projectedPaths(model, [{ text: 'id', names: ['id'] }])
      .slice(1)
      .map((path) => String(path.names[0])),
  ])
  return item.filter(([name]) => names.has(JSON.parse(`"${name}"`)))
}

function partOf(item: BodyItem): unknown {
  const part = partRead(item)
  return part && [part, isPart(part), isPart({ ...part })]
}

function selectionOf(model: EntityModel, stored: StoredItem, properties: readonly string[]): unknown {
  const select = properties.map((property) => {
    const { name, codec } = model.codec.at(property) ?? expect.fail()
    return { steps: [property], names: [name], text: property, codec }
  })
  try {
    const part = selectedItem(model, withReadAttributes([model.key], stored), 'query', select as never)
    return [part, isPart(part), isPart({ ...part })]
  } catch (error) {
    return String(error)
  }
}

function outcome(model: EntityModel, item: BodyItem): unknown {
  try {
    const found = model.itemOf(item, 'query')
    return [found, model.owns(found)]
  } catch (error) {
    return String(error)
  }
}
