// Index keys that are made of attributes, grouped by the stored attributes that they share.
import type { IndexDefinition } from '../../entity/key/indexes/index-definition.js'
import type { ListedAttribute } from '../../entity/key/listed-attributes.js'
import type { EntityModel } from '../../entity/model.js'
import { remembered } from '../../util/remembered.js'

/** Indexes whose made key attributes overlap, so that they are written and removed together: usually one. */
export interface IndexGroup {
  readonly indexes: readonly IndexDefinition[]
  /** The attributes of the item that the keys, and `when`, depend on, by stored name. */
  readonly sources: ReadonlyMap<string, ListedAttribute>
  /** The same as a list: walking over a map makes an object for each step. */
  readonly listed: readonly ListedAttribute[]
  /** The stored key attributes that are made; never those of the primary key. */
  readonly written: ReadonlySet<string>
}

/** Returns the groups of an entity; empty if no index has a key that is made. */
export const indexGroups = remembered((model: EntityModel): readonly IndexGroup[] => {
  const primary = new Set(model.key.parts.map(({ name }) => name))
  let groups: readonly IndexGroup[] = []
  for (const index of model.indexes.values()) {
    const made = index.key.parts.filter(({ template, name }) => template !== undefined && !primary.has(name))
    if (made.length === 0) continue
    const own = groupOf(index, new Set(made.map(({ name }) => name)))
    const overlapping = groups.filter(({ written }) => [...written].some((name) => own.written.has(name)))
    groups = [...groups.filter((group) => !overlapping.includes(group)), joined([...overlapping, own])]
  }
  return Object.freeze(groups)
})

/** The entities of a union, or an entity itself, that have an index with a key that is made. */
export const membersWithMadeIndexes = remembered((model: EntityModel): readonly EntityModel[] =>
  Object.freeze(model.members.filter((member) => indexGroups(member).length > 0)),
)

function groupOf(index: IndexDefinition, written: ReadonlySet<string>): IndexGroup {
  return groupFrom([index], new Map(sourcesOfIndex(index).map((each) => [each.name, each])), written)
}

/** The attributes of the item that the key of an index, and `when`, depend on. */
export function sourcesOfIndex({ key, when }: IndexDefinition): readonly ListedAttribute[] {
  return [...key.attributes, ...(when?.attributes ?? [])]
}

function joined(groups: readonly IndexGroup[]): IndexGroup {
  return groupFrom(
    groups.flatMap(({ indexes }) => indexes),
    new Map(groups.flatMap(({ sources }) => [...sources])),
    new Set(groups.flatMap(({ written }) => [...written])),
  )
}

const groupFrom = (
  indexes: IndexGroup['indexes'],
  sources: IndexGroup['sources'],
  written: IndexGroup['written'],
): IndexGroup => Object.freeze({ indexes, sources, listed: [...sources.values()], written })
