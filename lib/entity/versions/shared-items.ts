// Items of a table that entities share without kinds: of which of them a stored item is, by its form alone.

import { invalid } from '../codec/codec.js'
import { decoded } from '../item/item-failures.js'
import { withReadAttributes } from '../key/read-attributes.js'
import type { StoredItem } from '../struct/attribute-value.js'
import { isOutdated, knownItem } from './current-item.js'
import { versionIn } from './schema-versions.js'
import type { VersionedOwner } from './version-errors.js'

/** An entity, or a union, whose items may lie next to those of others. */
export interface SharingOwner extends VersionedOwner {
  /** The names of its entities. */
  readonly entities: readonly string[]
  /** What tells its items from those of others, if something does. */
  readonly kind: unknown
  readonly table: { readonly owners: ReadonlyMap<string, unknown> }
  /** @throws InvalidItemError if the item is of none of the members of a union. */
  reader(stored: StoredItem, operation: string): VersionedOwner
}

/**
 * Whether a stored item is one of the entity. Without a kind, it is if the entity reads it, or an older version of it
 * does: also if its upgrade fails. What no entity of the table reads is reported by all of them, rather than by none.
 */
export function isOwnItem(owner: SharingOwner, stored: StoredItem): boolean {
  if (!isShared(owner) || claims(owner, stored)) return true
  return !others(owner).some((other) => claims(other, stored))
}

/**
 * The names of the other entities that an item of an older version may be of, as they read it, too. No run
 * over the table writes such an item in the current version: it would be lost for them.
 */
export function rivalReaders(owner: SharingOwner, stored: StoredItem): string[] {
  if (!isShared(owner)) return []
  const { versions } = memberOf(owner, stored) ?? {}
  const marked = versions !== undefined && Object.hasOwn(stored, versions.name)
  const rivals = others(owner).filter(
    (other) => !marked || memberOf(other, stored)?.versions?.name === versions.name,
  )
  return rivals.filter((other) => claims(other, stored)).map(({ name }) => name)
}

const isShared = ({ kind, key, table }: SharingOwner): boolean =>
  kind === undefined && !key.made && table.owners.size > 1

function others({ table, entities }: SharingOwner): SharingOwner[] {
  // The entities of a table are models, of which the table needs less.
  const owners = [...table.owners.values()] as SharingOwner[]
  return owners.filter(({ name, reader }) => !entities.includes(name) && typeof reader === 'function')
}

function claims(owner: SharingOwner, stored: StoredItem): boolean {
  const member = memberOf(owner, stored)
  if (member === undefined) return false
  return (
    typeof member.codec.decode({ M: knownItem(owner, stored) }, []) === 'object' ||
    isOlderForm(member, stored)
  )
}

function memberOf(owner: SharingOwner, stored: StoredItem): VersionedOwner | undefined {
  try {
    return owner.reader(stored, 'read')
  } catch {
    return undefined
  }
}

// Whether an item has the form of the version that it is of. That of a version from the future is not known.
function isOlderForm(owner: VersionedOwner, stored: StoredItem): boolean {
  const { versions, key } = owner
  if (versions === undefined || !isOutdated(owner, stored)) return false
  const step = versions.steps[(versionIn(versions, stored) ?? 0) - 1]
  if (step === undefined) return true
  return decoded(step.codec, withReadAttributes([key], stored), [], false) !== invalid
}
