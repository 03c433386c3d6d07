// Entities on one `Table`: what they must agree on, and what the table needs for all of them.
import { maxLocalIndexes } from './key/index-definition.js'
import { definitionError } from './table/attribute-lookup.js'
import type { KeyAttribute, TableIndex, TableKey, TableOwner } from './table/table.js'

/**
 * Adds an entity to those of its table. It replaces an entity that was defined under the same name before, for example
 * by a hot reload or `extend`.
 * @throws EntityDefinitionError if it contradicts another entity of the table: one table cannot serve both.
 */
export function shareTable(owner: TableOwner): void {
  const { owners } = owner.table
  for (const other of owners.values()) {
    if (other.entity === owner.entity) continue
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
  owners.set(owner.entity, owner)
}

/** Returns the indexes of an entity and of all that share its table, each once by its name in DynamoDB. */
export function indexesOfAll(owner: TableOwner): readonly TableIndex[] {
  return mergedIndexes(sharing(owner))
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

function mergedIndexes(owners: readonly TableOwner[]): readonly TableIndex[] {
  const indexes = new Map<string, TableIndex>()
  for (const owner of owners)
    for (const index of owner.indexes.values()) if (!indexes.has(index.name)) indexes.set(index.name, index)
  return [...indexes.values()]
}

/** Returns what two entities cannot both require of one table, in words. */
export function contradiction(owner: TableOwner, other: TableOwner): string | undefined {
  const said = (what: string, mine: string, theirs: string): string =>
    `${what} ${mine} for ${owner.entity}, but ${theirs} for ${other.entity}`
  const [mine, theirs] = [keyInWords(owner.key), keyInWords(other.key)]
  if (mine !== theirs) return said('the key is', mine, theirs)
  const named = new Map([...other.indexes.values()].map((index) => [index.name, index]))
  for (const index of owner.indexes.values()) {
    const known = named.get(index.name)
    const [own, foreign] = [indexInWords(index), known === undefined ? undefined : indexInWords(known)]
    if (foreign !== undefined && own !== foreign) return said(`index '${index.name}' is`, own, foreign)
  }
  const types = new Map(keyParts(other).map(({ name, type }) => [name, type]))
  for (const { name, type } of keyParts(owner)) {
    const known = types.get(name)
    if (known !== undefined && known !== type)
      return said(`the key attribute '${name}' is stored as`, type, known)
  }
  const [ttl, otherTtl] = [owner.managed?.ttl, other.managed?.ttl]
  if (ttl !== undefined && otherTtl !== undefined && ttl !== otherTtl)
    return said('the TTL attribute is', `'${ttl}'`, `'${otherTtl}'`)
  return undefined
}

function keyParts({ key, indexes }: TableOwner): readonly KeyAttribute[] {
  return [key, ...[...indexes.values()].map((index) => index.key)].flatMap((each) => [
    ...each.partition,
    ...each.sort,
  ])
}

function keyInWords({ partition, sort }: TableKey): string {
  const side = (parts: readonly KeyAttribute[]): string =>
    parts.map(({ name, type }) => `'${name}' (${type})`).join(' + ')
  return sort.length === 0 ? `${side(partition)} without a sort key` : `${side(partition)}, ${side(sort)}`
}

function indexInWords({ local, key, projection }: TableIndex): string {
  const held = typeof projection === 'string' ? projection : `[${[...projection].sort().join(', ')}]`
  return `${local ? 'a local' : 'a global'} index of ${keyInWords(key)} with projection ${held}`
}
