// Kinds: of which entity a stored item is, by its marker or, without one, by its key.
import { isStoredValue, textIn } from '../codec/dialect.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { DeclaredKind } from '../table/declared-kind.js'
import type { Key } from './key.js'
import { readMade } from './made-part.js'

/** The marker of an entity's items. */
export interface EntityKind {
  /** The stored name of the marker. */
  readonly name: string
  /** Its values: all are read, and the first is written. */
  readonly values: readonly string[]
  /** Whether the marker is an attribute of the entity, which it then writes itself. */
  readonly own: boolean
}

/** The kind of an entity of this name. */
export function kindOfEntity(
  declared: DeclaredKind | undefined,
  entity: string,
  isAttribute: (name: string) => boolean,
): EntityKind | undefined {
  if (declared === undefined) return undefined
  const { name, values } = declared
  return Object.freeze({
    name,
    values: values.get(entity) ?? Object.freeze([entity]),
    own: isAttribute(name),
  })
}

/** The kind of a union: the values of all its members. */
export function kindOfMembers(
  members: readonly { readonly kind: EntityKind | undefined }[],
): EntityKind | undefined {
  const kinds = members.flatMap(({ kind }) => kind ?? [])
  const [first] = kinds
  if (first === undefined) return undefined
  const values = Object.freeze(kinds.flatMap((kind) => kind.values))
  return Object.freeze({ name: first.name, values, own: kinds.every(({ own }) => own) })
}

/**
 * Whether a stored item is of a kind: by its marker; without one, by the key that it has. One whose marker or key is
 * not in DynamoDB's form is, as far as anyone can tell: reading it says what is wrong.
 */
export function isOfKind(kind: EntityKind | undefined, key: Key, stored: StoredItem): boolean {
  if (kind !== undefined) {
    const marker = stored[kind.name]
    // Most items have the first of the markers. Nothing that objects inherit is a string in `S`.
    const text = textIn(marker)
    if (text !== undefined && text === kind.values[0]) return true
    if (marker !== undefined && Object.hasOwn(stored, kind.name))
      return text === undefined ? !isStoredValue(marker) : kind.values.includes(text)
  }
  return !key.made || hasKeyOf(key, stored)
}

/** Whether a stored item has a key that is made in this way. */
export function hasKeyOf({ parts }: Key, stored: StoredItem): boolean {
  let known: Readonly<Record<string, unknown>> = {}
  for (const { template, name } of parts) {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (template === undefined || value === undefined) continue
    if (textIn(value) === undefined && !isStoredValue(value)) return true
    const read = readMade(template, value, known)
    if (read === undefined) return false
    known = { ...known, ...read }
  }
  return true
}

/** What is needed of an entity to tell its items. */
export interface KindOwner {
  readonly entity: string
  readonly kind: EntityKind | undefined
  readonly key: Key
  /** The property that is stored under a name. */
  propertyOf(name: string): string | undefined
}
