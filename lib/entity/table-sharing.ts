// Entities on one `Table`: what they must agree on, and what the table needs for all of them.
import { maxLocalIndexes } from './key/indexes/index-definition.js'
import { vectorLimits } from './key/indexes/vector-index.js'
import { definitionError } from './table/attribute-lookup.js'
import type { DeclaredIndexKeys, DeclaredPart } from './table/declared-keys.js'
import type { KeyAttribute, TableIndex, TableKey, TableOwner, TableVectorIndex } from './table/table.js'

/**
 * Adds an entity to those of its table. It replaces an entity that was defined under the same name before, for example
 * by a hot reload or `extend`, unless that one has other templates in its key: their items would be of one kind.
 * @throws EntityDefinitionError if it contradicts another entity of the table: one table cannot serve both.
 */
export function shareTable(owner: TableOwner): void {
  const { owners } = owner.table
  for (const other of owners.values()) {
    if (other.entity === owner.entity) {
      refuseOtherTemplates(owner, other)
      continue
    }
    const difference = contradiction(owner, other)
    if (difference !== undefined)
      throw definitionError(
        owner,
        `it shares a Table with entity ${other.entity}, but ${difference}; give each entity its own Table, or define both alike`,
      )
  }
  const local = mergedIndexes([owner, ...others(owner)]).filter((index) => index.local)
  if (local.length > maxLocalIndexes)
    throw definitionError(
      owner,
      `a table can have at most ${maxLocalIndexes} local indexes, but the entities that share this Table have ${local.length}: ${local.map(({ name }) => name).join(', ')}`,
    )
  const vectors = mergedVectors([owner, ...others(owner)])
  if (vectors.length > vectorLimits.indexes)
    throw definitionError(
      owner,
      `a table can have at most ${vectorLimits.indexes} vector indexes, but the entities that share this Table have ${vectors.length}: ${vectors.map(({ name }) => name).join(', ')}`,
    )
  owners.set(owner.entity, owner)
  if (owner.unique !== undefined && owner.unique.length > 0) owner.table.shared.guarded = true
  owner.table.shared.rivals.clear()
  owner.table.shared.edition++
}

function refuseOtherTemplates(owner: TableOwner, other: TableOwner): void {
  const [own, others] = [keyTexts(owner), keyTexts(other)]
  if (owner.table.declared !== undefined && own !== others)
    throw definitionError(
      owner,
      `its Table has an entity of this name already, with the key ${others} instead of ${own}; give one of them another name`,
    )
}

/** The other entities of the table of which an item may have the key of one of this entity. */
export function rivalsOf(owner: TableOwner): readonly TableOwner[] {
  const { rivals } = owner.table.shared
  const known = rivals.get(owner.entity)
  if (known !== undefined) return known
  const found = others(owner).filter((other) => owner.mayShareKey?.(other) !== false)
  rivals.set(owner.entity, found)
  return found
}

/** Returns the indexes of an entity and of all that share its table, each once by its name in DynamoDB. */
export function indexesOfAll(owner: TableOwner): readonly TableIndex[] {
  return mergedIndexes(sharing(owner))
}

/** Returns the vector indexes of an entity and of all that share its table, each once by its name in DynamoDB. */
export function vectorsOfAll(owner: TableOwner): readonly TableVectorIndex[] {
  return mergedVectors(sharing(owner))
}

// The attribute with the kind of an item is a filter of every vector index: a search finds items of its kind alone.
function mergedVectors(owners: readonly TableOwner[]): readonly TableVectorIndex[] {
  const marker = owners[0]?.table.kind?.name
  const indexes = new Map<string, TableVectorIndex>()
  for (const { vectors } of owners)
    for (const index of vectors?.values() ?? [])
      if (!indexes.has(index.name)) indexes.set(index.name, withMarker(index, marker))
  return [...indexes.values()]
}

function withMarker(index: TableVectorIndex, name: string | undefined): TableVectorIndex {
  const there = [index.partition, ...index.filters].some((part) => part?.name === name)
  return name === undefined || there ? index : { ...index, filters: [...index.filters, { name, type: 'S' }] }
}

/** Returns the stored name of the TTL attribute of a table, whichever entity has one. */
export function ttlOfAll(owner: TableOwner): string | undefined {
  return sharing(owner).find(({ managed }) => managed?.ttl !== undefined)?.managed?.ttl
}

// A replaced definition may still be in use, and does not have to agree with the one that replaced it.
function sharing(owner: TableOwner): readonly TableOwner[] {
  const namesake = owner.table.owners.get(owner.entity)
  const again =
    namesake !== undefined && namesake !== owner && contradiction(owner, namesake) === undefined
      ? [namesake]
      : []
  return [owner, ...others(owner), ...again]
}

function others(owner: TableOwner): readonly TableOwner[] {
  return [...owner.table.owners.values()].filter(({ entity }) => entity !== owner.entity)
}

// Those that the table declares come first, and are there whether an entity uses them or not.
function mergedIndexes(owners: readonly TableOwner[]): readonly TableIndex[] {
  const indexes = new Map<string, TableIndex>()
  for (const index of owners[0]?.table.declared?.indexes.values() ?? [])
    indexes.set(index.name, declaredIndex(index, owners))
  for (const owner of owners)
    for (const index of owner.indexes.values()) if (!indexes.has(index.name)) indexes.set(index.name, index)
  return [...indexes.values()]
}

function declaredIndex(
  { name, local, partition, sort, projection }: DeclaredIndexKeys,
  owners: readonly TableOwner[],
): TableIndex {
  const typed = (part: DeclaredPart): KeyAttribute => {
    const found = owners.flatMap((owner) => typeIn(owner, part.name) ?? [])
    return { name: part.name, type: part.type ?? found[0] ?? 'S' }
  }
  return { name, local, key: { partition: partition.map(typed), sort: sort.map(typed) }, projection }
}

// Of what stands in an index without a template, an entity that does not use the index may know the type.
function typeIn(owner: TableOwner, name: string): KeyAttribute['type'] | undefined {
  const part = keyParts(owner).find((each) => each.name === name)
  return part?.type ?? owner.keyTypeOf?.(name)
}

/** Returns what two entities cannot both require of one table, in words. */
export function contradiction(owner: TableOwner, other: TableOwner): string | undefined {
  const difference = (what: string, mine: string, theirs: string): string =>
    `${what} ${mine} for ${owner.entity}, but ${theirs} for ${other.entity}`
  const [mine, theirs] = [keyInWords(owner.key), keyInWords(other.key)]
  if (mine !== theirs) return difference('the key is', mine, theirs)
  const named = new Map(allIndexes(other).map((index) => [index.name, index]))
  for (const index of allIndexes(owner)) {
    const known = named.get(index.name)
    const [own, foreign] = [indexInWords(index), known === undefined ? undefined : indexInWords(known)]
    if (foreign !== undefined && own !== foreign) return difference(`index '${index.name}' is`, own, foreign)
  }
  const dimensions = new Map(vectorsIn(other).map((index) => [index.attribute, index.dimensions]))
  for (const { attribute, dimensions: own } of vectorsIn(owner)) {
    const foreign = dimensions.get(attribute) ?? own
    if (own !== foreign) return difference(`the vector '${attribute}' has`, `${own} dimensions`, `${foreign}`)
  }
  const parts = [...keyParts(owner), ...keyParts(other)]
  for (const name of new Set([...parts.map((part) => part.name), ...(owner.table.declared?.names ?? [])])) {
    const [own, foreign] = [typesIn(owner, name), typesIn(other, name)]
    if (own !== undefined && foreign !== undefined && own !== foreign)
      return difference(`the key attribute '${name}' is stored as`, own, foreign)
  }
  const [ttl, otherTtl] = [owner.managed?.ttl, other.managed?.ttl]
  if (ttl !== undefined && otherTtl !== undefined && ttl !== otherTtl)
    return difference('the TTL attribute is', `'${ttl}'`, `'${otherTtl}'`)
  return confusion(owner, other)
}

// Also of an attribute that is in no key of this entity: one of another type would be refused with every write.
function typesIn(owner: TableOwner, name: string): string | undefined {
  const property = owner.propertyOf?.(name)
  const types = property === undefined ? undefined : owner.codec?.at(property)?.codec.types
  return typeIn(owner, name) ?? types?.join(' or ')
}

// Why items of the two could be taken for one another.
function confusion(owner: TableOwner, other: TableOwner): string | undefined {
  const { table, entity, kind } = owner
  const shared = kind?.values.find((value) => other.kind?.values.includes(value))
  if (shared !== undefined)
    return `items of both have '${shared}' in '${table.kind?.name}', which tells kinds apart`
  if (table.declared === undefined || kind !== undefined || owner.mayShareKey?.(other) === false)
    return undefined
  return `an item of each could have one key, ${keyTexts(owner)} of ${entity} and ${keyTexts(other)} of ${other.entity}, and the Table has no \`kind\` that tells them apart`
}

function keyTexts({ key }: TableOwner): string {
  return [...key.partition, ...key.sort]
    .map(({ name, template }) => `'${template?.text ?? name}'`)
    .join(' + ')
}

const vectorsIn = ({ vectors }: TableOwner): readonly TableVectorIndex[] => [...(vectors?.values() ?? [])]

const allIndexes = (owner: TableOwner): readonly (TableIndex | TableVectorIndex)[] => [
  ...owner.indexes.values(),
  ...vectorsIn(owner),
]

function keyParts(owner: TableOwner): readonly KeyAttribute[] {
  const keys = [owner.key, ...[...owner.indexes.values()].map((index) => index.key)]
  const searched = vectorsIn(owner).flatMap(({ partition, filters }) => [partition ?? [], ...filters].flat())
  return [...keys.flatMap((each) => [...each.partition, ...each.sort]), ...searched]
}

function keyInWords({ partition, sort }: TableKey): string {
  const side = (parts: readonly KeyAttribute[]): string =>
    parts.map(({ name, type }) => `'${name}' (${type})`).join(' + ')
  return sort.length === 0 ? `${side(partition)} without a sort key` : `${side(partition)}, ${side(sort)}`
}

function indexInWords(index: TableIndex | TableVectorIndex): string {
  const { projection } = index
  const projected = typeof projection === 'string' ? projection : `[${[...projection].sort().join(', ')}]`
  if ('dimensions' in index) return `${vectorInWords(index)} with projection ${projected}`
  const { local, key } = index
  return `${local ? 'a local' : 'a global'} index of ${keyInWords(key)} with projection ${projected}`
}

function vectorInWords({ attribute, dimensions, distance, partition, filters }: TableVectorIndex): string {
  const within = partition === undefined ? '' : ` within '${partition.name}' (${partition.type})`
  const by = filters.map(({ name, type }) => `'${name}' (${type})`).sort()
  const filtered = by.length === 0 ? '' : ` filtered by ${by.join(', ')}`
  return `a vector index of '${attribute}' (${dimensions} dimensions, ${distance})${within}${filtered}`
}
