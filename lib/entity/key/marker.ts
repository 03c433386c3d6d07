// The marker of an item's kind: written with it, and what is said of a wrong one.
import { remembered } from '../../util/remembered.js'
import { mostItemBytes, mostTextBytes } from '../codec/item-size.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { maxPartitionBytes } from './key-values.js'
import { type EntityKind, isOfKind, type KindOwner } from './kind.js'

/** Adds the marker to a stored item; one that the entity writes itself must be right. */
export function addMarker(owner: KindOwner, stored: StoredItem, failures: Failure[]): void {
  const { kind, entity, key } = owner
  if (kind === undefined) return
  if (!kind.own) stored[kind.name] = { S: kind.values[0] ?? entity }
  else if (!isOfKind(kind, key, { [kind.name]: stored[kind.name] ?? { NULL: true } }))
    failures.push({
      path: [owner.propertyOf(kind.name) ?? kind.name],
      message: `is stored as the kind of the item, which for ${entity} is ${kind.values.map((value) => `'${value}'`).join(' or ')}`,
      value: undefined,
    })
}

/** Why a stored item is not one of an entity's. */
export function foreignFailure({ kind, entity }: KindOwner, stored: StoredItem): Failure {
  const marker = kind === undefined ? undefined : stored[kind.name]
  const shown =
    marker === undefined
      ? 'its key is not one of this entity'
      : `its ${kind?.name} is ${'S' in marker ? `'${marker.S}'` : 'not a string'}`
  return { path: [], message: `the stored item is not of the kind ${entity}: ${shown}`, value: stored }
}

/**
 * The stored names that are not attributes of an entity: key attributes of its table that it makes, or that others
 * use, the marker, and constants.
 */
export function hiddenNames(
  owner: KindOwner & {
    readonly table: { readonly declared: { readonly names: ReadonlySet<string> } | undefined }
    readonly constants: ReadonlyMap<string, unknown>
  },
): ReadonlySet<string> {
  const { table, kind, constants } = owner
  const names = [
    ...(table.declared?.names ?? []),
    ...(kind === undefined ? [] : [kind.name]),
    ...constants.keys(),
  ]
  return new Set(names.filter((name) => owner.propertyOf(name) === undefined))
}

/** What is needed of an entity to tell what is next to the attributes of its items. */
export interface HidingOwner {
  readonly hidden: Iterable<string>
  readonly kind: EntityKind | undefined
  readonly constants: Iterable<readonly [name: string, value: AttributeValue]>
}

/**
 * The bytes at most of what an item of an entity has next to its attributes. A made key has at most those of a
 * partition key: a longer one is refused ("Partition key length").
 */
export const addedBytes = remembered(({ hidden, kind, constants }: HidingOwner): number => {
  const values = Object.fromEntries(constants)
  const marker = Math.max(0, ...(kind?.values ?? []).map(mostTextBytes))
  const names = [...hidden].map((name) => mostTextBytes(name) + maxPartitionBytes)
  return names.reduce((sum, each) => sum + each, mostItemBytes(values) + marker)
})
