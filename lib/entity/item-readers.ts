// Readers of the items of an entity in the bodies of responses.

import { remembered } from '../util/remembered.js'
import { invalid } from './codec/codec.js'
import { markItem, markPart } from './item/item-mark.js'
import type { Key } from './key/key.js'
import type { Discrimination, EntityModel } from './model.js'
import { memberItemReader } from './scan/member-scan.js'
import { type ScannedItem, scannedItemReader } from './scan/scanned-item.js'
import { selectionCodec } from './scan/selection-scan.js'
import { isKeptItem } from './scanned-kind.js'
import { type BodyReader, type ResponseReaders, readJson, readList, readMap } from './text/response-scan.js'
import { isVersioned } from './versions/schema-versions.js'

/** The readers for responses that hold whole items of one entity: `Item`, `Items` and `Attributes`. */
export const itemReaders: (model: EntityModel) => ResponseReaders = remembered((model) => {
  return readersOf(itemReader(model))
})

function readersOf(item: BodyReader | undefined): ResponseReaders {
  if (item === undefined) return new Map()
  const list: BodyReader = (body) => readList(body, item)
  return new Map([
    ['Item', item],
    ['Items', list],
    ['Attributes', item],
  ])
}

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

// Selections of one entity that programs make.
const mostSelections = 100

const selectionsOf = remembered((_: EntityModel) => new Map<string, ResponseReaders>())

/**
 * The readers for responses that hold selected attributes of items, with the attributes of these keys; none for what is
 * read as a whole, and for unions.
 */
export function selectionReaders(
  model: EntityModel,
  properties: readonly string[],
  keys: readonly Key[],
): ResponseReaders {
  const known = selectionsOf(model)
  const names = keys.flatMap(({ parts }) => parts.map(({ name }) => name))
  const text = JSON.stringify([properties, names])
  const found = known.get(text)
  if (found !== undefined) return found
  const made = readersOf(selectionReader(model, [...new Set(properties)], keys, names))
  if (known.size >= mostSelections) known.clear()
  known.set(text, made)
  return made
}

function selectionReader(
  model: EntityModel,
  properties: readonly string[],
  keys: readonly Key[],
  keyNames: readonly string[],
): BodyReader | undefined {
  const { codec, kind, bounds, discriminator } = model
  if (discriminator !== undefined || isVersioned(model) || codec.scanItem === undefined) return undefined
  const marker = kind?.own === true ? model.propertyOf(kind.name) : undefined
  const read = [marker ?? [], (bounds?.loose ?? []).map(({ property }) => property)].flat()
  const others = [...new Set(read)].filter((property) => !properties.includes(property))
  const inKeys = keys.filter(({ made }) => made).flatMap(({ attributes }) => attributes)
  const selection = selectionCodec(codec, {
    properties,
    others,
    // What a key says is read from it if there is no attribute.
    stored: properties.filter((property) => inKeys.some((part) => part.property === property)),
    mark: (part) => markPart(markItem(model.inspect, part), model.hasKey(part)),
  })
  const fields = new Set([...properties, ...others].map((property) => codec.at(property)?.name))
  const marks = kind === undefined ? [] : [kind.name]
  return scannedItemReader(
    selection,
    [...new Set([...keyNames, ...marks])].filter((name) => !fields.has(name)),
  )
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
