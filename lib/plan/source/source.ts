// Where an entity's items can be read: its table and its indexes, and what each of them holds.
import type { KeyPart } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { Source } from './plan.js'

/** The table, then the indexes in the order of the descriptor. */
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

/** The source in words: `the table`, `index 'byStatus'`. */
export function sourceText({ kind, label }: Source): string {
  return kind === 'table' ? 'the table' : `index '${label}'`
}

/** The attributes of both sides of the key. */
export function partsOf({ key }: Source): readonly KeyPart[] {
  return [...key.partition, ...key.sort]
}

/**
 * The stored names that a source's items hold: the keys of table and index and what is projected besides. `undefined` for whole
 * items, which an index also holds that projects every attribute of the entity, unless unknown attributes are preserved.
 */
export function heldNames(model: EntityModel, source: Source): ReadonlySet<string> | undefined {
  const { projection } = source
  if (projection === 'all') return undefined
  const keys = [...model.key.partition, ...model.key.sort, ...partsOf(source)]
  const held = new Set([...keys.map(({ name }) => name), ...(projection === 'keys' ? [] : projection)])
  const closed = model.schema.type !== 'type'
  const all = model.properties.every((property) => held.has(storedName(model, property)))
  return closed && all ? undefined : held
}

/** The property of a stored attribute name, for messages. */
export function propertyOf(model: EntityModel, name: string): string {
  return model.properties.find((property) => storedName(model, property) === name) ?? name
}

const storedName = (model: EntityModel, property: string): string =>
  String(model.codec.at(property)?.name ?? property)

/** Names in words: `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`. */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`
}
