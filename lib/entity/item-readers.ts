// Readers of the items of an entity in the bodies of responses.

import { remembered } from '../util/remembered.js'
import type { EntityModel } from './model.js'
import { scannedItemReader } from './scan/scanned-item.js'
import { type BodyReader, type ResponseReaders, readJson, readList, readMap } from './text/response-scan.js'

/** The readers for responses that hold whole items of one entity: `Item`, `Items` and `Attributes`. */
export const itemReaders: (model: EntityModel) => ResponseReaders = remembered((model) => {
  // Of a union, the stored item tells the member that reads it.
  const { discriminator, kept, codec } = model
  const item = discriminator === undefined && kept !== undefined ? scannedItemReader(codec, kept) : undefined
  if (item === undefined) return new Map()
  const list: BodyReader = (body) => readList(body, item)
  return new Map([
    ['Item', item],
    ['Items', list],
    ['Attributes', item],
  ])
})

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
