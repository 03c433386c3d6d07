// The marker of an item's kind: written with it, and what is said of a wrong one.
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { isOfKind, type KindOwner } from './kind.js'

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
