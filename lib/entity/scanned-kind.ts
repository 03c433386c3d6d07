// Items that were read from the text of a response, on tables that declare their keys: whether they are of an entity.
import type { Codec } from './codec/codec.js'
import type { Key } from './key/key.js'
import { makesKey } from './key/key-comparison.js'
import type { EntityKind } from './key/kind.js'
import type { ScannedItem } from './scan/scanned-item.js'
import type { SchemaVersions } from './versions/schema-versions.js'

/** What is needed of an entity. */
interface KeptOwner {
  readonly kind: EntityKind | undefined
  readonly key: Key
  readonly versions?: Pick<SchemaVersions, 'name' | 'current'> | undefined
}

/**
 * The stored strings by which items of an entity are known: the marker of the kind, the version of the schema, and the
 * made attributes of the primary key. `undefined` if strings are not enough, so that the stored form is needed.
 */
export function keptNames({ kind, key, versions }: KeptOwner): readonly string[] | undefined {
  const made = key.parts.filter(({ template }) => template !== undefined)
  if (kind?.own === true || made.some(({ type }) => type !== 'S')) return undefined
  return Object.freeze([
    ...(kind === undefined ? [] : [kind.name]),
    ...(versions === undefined ? [] : [versions.name]),
    ...made.map(({ name }) => name),
  ])
}

/**
 * Whether an item was read from the body with all that shows it to be of an entity: its marker, and the key that its
 * attributes make. If not, only the stored form says why.
 */
export function isKeptItem(owner: KeptOwner & { readonly codec: Codec }, given: ScannedItem): boolean {
  if (given.codec !== owner.codec) return false
  given.fits ??= isOwn(owner, given)
  return given.fits
}

/** Whether an item is of a kind by the marker that was kept next to it; `undefined` if none was. */
export function isMarkedAs(kind: EntityKind | undefined, given: ScannedItem): boolean | undefined {
  const marker = kind === undefined ? undefined : given.textOf(kind.name)
  return marker === undefined ? undefined : kind?.values.includes(marker)
}

function isOwn({ kind, key, versions }: KeptOwner, given: ScannedItem): boolean {
  const { item } = given
  if (item === undefined) return false
  const textOf = (name: string) => given.textOf(name)
  const marker = kind === undefined ? undefined : textOf(kind.name)
  if (versions !== undefined) {
    const text = textOf(versions.name)
    // Others are upgraded, from their stored form.
    if (text === undefined ? versions.current > 1 : text !== `{"N":"${versions.current}"}`) return false
  }
  return (
    (marker === undefined ? kind === undefined : kind?.values.includes(marker) === true) &&
    makesKey(key, item, textOf)
  )
}
