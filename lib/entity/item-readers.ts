// Readers of the items of an entity in the bodies of responses.

import { remembered } from '../util/remembered.js'
import { invalid } from './codec/codec.js'
import type { Discrimination, EntityModel } from './model.js'
import { memberItemReader } from './scan/member-scan.js'
import { type ScannedItem, scannedItemReader } from './scan/scanned-item.js'
import { isKeptItem } from './scanned-kind.js'
import { type BodyReader, type ResponseReaders, readJson, readList, readMap } from './text/response-scan.js'

/** The readers for responses that hold whole items of one entity: `Item`, `Items` and `Attributes`. */
export const itemReaders: (model: EntityModel) => ResponseReaders = remembered((model) => {
  const item = itemReader(model)
  if (item === undefined) return new Map()
  const list: BodyReader = (body) => readList(body, item)
  return new Map([
    ['Item', item],
    ['Items', list],
    ['Attributes', item],
  ])
})

function itemReader(model: EntityModel): BodyReader | undefined {
  const { discriminator, kept, codec } = model
  if (discriminator !== undefined) return unionReader(model, discriminator)
  return kept === undefined ? undefined : scannedItemReader(codec, kept)
}

// One attribute must tell the members apart, and be there: if it has a default, an item without it may be of any.
function unionReader(
  { members }: EntityModel,
  { names = [], property, marksOf }: Discrimination,
): BodyReader | undefined {
  const [name, other] = names
  if (name === undefined || other !== undefined) return undefined
  const isAlwaysThere = ({ codec }: EntityModel) =>
    property === undefined || codec.at(property)?.codec.decode(undefined, []) === invalid
  if (!members.every(isAlwaysThere)) return undefined
  const scanned = members.flatMap((member) => {
    const read = itemReader(member)
    const marks = marksOf(member).map((mark) => JSON.stringify(mark))
    return read === undefined ? [] : [{ marks, read, isOwn: (item: ScannedItem) => isKeptItem(member, item) }]
  })
  return scanned.length === 0 ? undefined : memberItemReader(name, scanned)
}

/** The readers for a BatchGetItem, by the names of the tables and the entity of each. */
export function tableReaders(models: ReadonlyMap<string, EntityModel>): ResponseReaders {
  const readerOf = (table: string): BodyReader => {
    const model = models.get(table)
    return (model && itemReaders(model).get('Items')) ?? readJson
  }
  return new Map([['Responses', (body) => readMap(body, readerOf)]])
}

/** The readers for a TransactGetItems, by the entity of each of its items; `undefined` for parts of an item. */
export function elementReaders(models: readonly (EntityModel | undefined)[]): ResponseReaders {
  const readers = models.map((model) => model && itemReaders(model).get('Item'))
  const list: BodyReader = (body) => {
    let index = 0
    return readList(body, () => {
      const item = readers[index++]
      return readMap(body, (name) => (name === 'Item' ? item : undefined) ?? readJson)
    })
  }
  return new Map([['Responses', list]])
}
