// The sources of an entity's items: its table and its indexes, and what each of them contains.

import type { IndexDefinition } from '../../entity/key/index-definition.js'
import {
  attributesOfPart as attributesOf,
  type Key,
  type KeyAttributePart,
  type KeyPart,
  keyOfParts,
} from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { Source } from './plan.js'

/** Returns the table, and then the indexes in the order of the definition. */
export function sourcesOf(model: EntityModel): readonly [Source, ...Source[]] {
  const table: Source = {
    kind: 'table',
    label: 'table',
    indexName: undefined,
    key: commonKey(model, model.key, (kind) => kind.key),
    projection: 'all',
  }
  const indexes = [...model.indexes.values()].map((index): Source => {
    const { label, name, local, projection, when } = index
    const key = commonKey(model, index.key, (kind) => indexCalled(kind, name)?.key)
    const source: Source = { kind: local ? 'local' : 'global', label, indexName: name, key, projection }
    return when === undefined ? source : { ...source, chosen: true }
  })
  return [table, ...indexes]
}

// Of a collection, whose kinds may have different templates in one key attribute: those say nothing of all kinds.
function commonKey(model: EntityModel, key: Key, keyIn: (kind: EntityModel) => Key | undefined): Key {
  const kinds = (model.telling?.kinds ?? []).map((kind) => keyIn(kind.model))
  const same = (part: KeyPart): boolean =>
    kinds.every((kind) => kind === undefined || textIn(kind, part.name) === part.template?.text)
  const common = (part: KeyPart): KeyPart => {
    const { template, ...stored } = part
    return template === undefined || same(part) ? part : stored
  }
  return key.made && kinds.length > 0 ? keyOfParts(key.partition.map(common), key.sort.map(common)) : key
}

const indexCalled = (model: EntityModel, name: string): IndexDefinition | undefined =>
  [...model.indexes.values()].find((index) => index.name === name)

const textIn = (key: Key, name: string): string | undefined =>
  [...key.partition, ...key.sort].find((part) => part.name === name)?.template?.text

/** Returns the source in words: `the table`, `index 'byStatus'`. */
export function sourceText({ kind, label }: Source): string {
  return kind === 'table' ? 'the table' : `index '${label}'`
}

/** Returns the attributes of both parts of the key. */
export function keyPartsOf({ key }: Source): readonly KeyPart[] {
  return [...key.partition, ...key.sort]
}

/**
 * Returns the stored names that a source's items contain: the keys of table and index, and the projected attributes.
 * Returns `undefined` for whole items; an index also contains these if it projects every attribute of the entity,
 * unless unknown attributes are preserved.
 */
export function heldNames(model: EntityModel, source: Source): ReadonlySet<string> | undefined {
  const stored = storedNames(model, source)
  if (stored === undefined) return undefined
  const keys = [...model.key.partition, ...model.key.sort, ...keyPartsOf(source)]
  const made = keys.flatMap((part) => (part.template === undefined ? [] : readable(part)))
  const held = new Set([...stored, ...made].filter((name) => !model.hidden.has(name)))
  const closed = model.schema.type !== 'type'
  const all = model.properties.every((property) => held.has(storedName(model, property)))
  return closed && all ? undefined : held
}

/** Returns the stored names that a source contains, which a filter may name; `undefined` if it contains all. */
export function storedNames(model: EntityModel, source: Source): ReadonlySet<string> | undefined {
  const { projection } = source
  if (projection === 'all') return undefined
  const keys = [...model.key.partition, ...model.key.sort, ...keyPartsOf(source)]
  return new Set([...keys.map(({ name }) => name), ...(projection === 'keys' ? [] : projection)])
}

// The attributes that can be read back from a key attribute that is made of them.
function readable({ template }: KeyPart): readonly string[] {
  if (template === undefined) return []
  if ('slots' in template) return template.slots.filter(({ format }) => !format.lossy).map(({ name }) => name)
  return template.side.decode === undefined ? [] : template.attributes.map(({ name }) => name)
}

/** Returns the attributes that a part of a key is made of, in order. */
export function attributesIn(parts: readonly KeyPart[]): readonly KeyAttributePart[] {
  return parts.flatMap(attributesOf)
}

/** Returns the properties that items of a source are sorted by. */
export function orderOf({ key }: Source): readonly string[] {
  return attributesIn(key.sort).map(({ property }) => property)
}

/** Returns the property for a stored attribute name, for messages. */
export function propertyOf(model: EntityModel, name: string): string {
  return model.properties.find((property) => storedName(model, property) === name) ?? name
}

const storedName = (model: EntityModel, property: string): string =>
  String(model.codec.at(property)?.name ?? property)

/** Returns names in words: `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`. */
export function quotedList(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`
}
