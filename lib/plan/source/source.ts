// The sources of an entity's items: its table and its indexes, and what each of them contains.
import type { KeyPart } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { Source } from './plan.js'

/** Returns the table, and then the indexes in the order of the definition. */
export function sourcesOf(model: EntityModel): readonly [Source, ...Source[]] {
  const table: Source = {
    kind: 'table',
    label: 'table',
    indexName: undefined,
    key: model.key,
    projection: 'all',
  }
  const indexes = [...model.indexes.values()].map(({ label, name, local, key, projection }): Source => {
    return { kind: local ? 'local' : 'global', label, indexName: name, key, projection }
  })
  return [table, ...indexes]
}

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
  const { projection } = source
  if (projection === 'all') return undefined
  const keys = [...model.key.partition, ...model.key.sort, ...keyPartsOf(source)]
  const held = new Set([...keys.map(({ name }) => name), ...(projection === 'keys' ? [] : projection)])
  const closed = model.schema.type !== 'type'
  const all = model.properties.every((property) => held.has(storedName(model, property)))
  return closed && all ? undefined : held
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
