// The keys of a stored item that are made of its attributes.
import { kindOf } from '../../../errors/failures.js'
import type { StoredItem } from '../../struct/attribute-value.js'
import type { Failure } from '../../struct/failure.js'
import { attributesOfPart, type Key, type KeyPart, lacksKey } from '../key.js'
import { listedValues, ownResult } from '../listed-attributes.js'
import { printMade } from '../made-part.js'
import { isKeyRefusal } from '../template/print-template.js'
import type { IndexDefinition } from './index-definition.js'

/** What is needed of an entity to make the keys of its items. */
export interface KeysOwner {
  readonly entity: string
  readonly key: Key
  readonly indexes: ReadonlyMap<string, IndexDefinition>
}

/** Adds the keys that are made of an item's attributes: those of the table, and those of the indexes that it is in. */
export function addMadeKeys(owner: KeysOwner, stored: StoredItem, failures: Failure[]): void {
  const { key, indexes } = owner
  // No attribute has the name of a key that is made of others, so that what is added changes none.
  for (let at = 0; at < key.parts.length; at++) {
    const part = key.parts[at] as KeyPart
    if (part.template === undefined) continue
    const value = printMade(part.template, stored)
    if (value === undefined) failures.push(...withoutKey(part, stored))
    else if (isKeyRefusal(value)) failures.push(refused(part, value))
    else stored[part.name] = value
  }
  for (const index of indexes.values())
    if (index.key.made) addIndexKey(owner, index, stored, stored, failures)
}

function withoutKey(part: KeyPart, stored: StoredItem): readonly Failure[] {
  const absent = attributesOfPart(part).filter(({ name }) => lacksAttribute(stored, name))
  if (absent.length === 0) return [{ path: [part.property], message: 'makes no key', value: undefined }]
  const message = `is in the key attribute '${part.name}', and cannot be null or absent`
  return absent.map(({ property }) => ({ path: [property], message, value: undefined }))
}

/**
 * Adds the key of an index, if the item is in it. All of it or nothing: half a key is in no index, and would be taken
 * for another one later.
 */
export function addIndexKey(
  owner: { readonly entity: string },
  index: IndexDefinition,
  attributes: StoredItem,
  stored: StoredItem,
  failures: Failure[],
): void {
  if (isInIndex(owner, index, attributes, failures) !== true) return
  const { key } = index
  if (key.needed !== key.attributes && lacksKey(key, (name) => lacksAttribute(attributes, name))) return
  const made: StoredItem = {}
  for (let at = 0; at < key.parts.length; at++) {
    const part = key.parts[at] as KeyPart
    if (part.template === undefined) {
      if (attributes[part.name] === undefined) return
      continue
    }
    const value = printMade(part.template, attributes)
    if (value === undefined) return
    if (isKeyRefusal(value)) failures.push(refused(part, value))
    else made[part.name] = value
  }
  Object.assign(stored, made)
}

/**
 * Whether an item, by its attributes, is in an index: what `when` says. `undefined`, and a failure, if it throws or
 * does not return a boolean.
 */
export function isInIndex(
  { entity }: { readonly entity: string },
  { when, label }: IndexDefinition,
  attributes: StoredItem,
  failures: Failure[],
): boolean | undefined {
  if (when === undefined) return true
  const place = `indexes.${label}.when`
  const values = listedValues(when.attributes, attributes, { entity, place })
  const made = ownResult(`\`${place}\``, () => when.holds(values))
  if ('value' in made && typeof made.value === 'boolean') return made.value
  const message =
    'trouble' in made ? made.trouble : `\`${place}\` returned ${kindOf(made.value)} in place of a boolean`
  failures.push({ path: [when.attributes[0]?.property ?? label], message, value: undefined })
  return undefined
}

/** Whether a stored item has no value under a name: an absent attribute, or NULL. */
export function lacksAttribute(stored: StoredItem, name: string): boolean {
  const value = Object.hasOwn(stored, name) ? stored[name] : undefined
  return value === undefined || 'NULL' in value
}

function refused(
  part: KeyPart,
  { property, message }: { readonly property: string | undefined; readonly message: string },
): Failure {
  return {
    path: [property ?? part.property],
    message: property === undefined ? message : `in key attribute '${part.name}': ${message}`,
    value: undefined,
  }
}
