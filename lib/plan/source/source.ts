// The sources of an entity's items: its table and its indexes, and what each of them contains.

import {
  attributesOfPart as attributesOf,
  type KeyAttributePart,
  type KeyPart,
  readableIn,
} from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { pathsOf, rootName } from '../condition/condition-tree.js'
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
  const indexes = [...model.indexes.values()].map((index): Source => {
    const { label, name, local, key, projection, when, entities } = index
    const source: Source = { kind: local ? 'local' : 'global', label, indexName: name, key, projection }
    if (when === undefined && entities === undefined) return source
    return { ...source, ...(when && { chosen: true }), ...(entities && { entities }) }
  })
  return [table, ...indexes]
}

/** Returns the model of the kinds that a source contains: of a union, those that have the index. */
export function kindsIn(model: EntityModel, { entities }: Source): EntityModel {
  return entities === undefined
    ? model
    : model.among(model.members.filter(({ name }) => entities.includes(name)))
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
 * Returns `undefined` for whole items; an index also contains these if it projects every attribute of the entity
 * and the version of its schema, unless unknown attributes are preserved.
 */
export function projectedNames(model: EntityModel, source: Source): ReadonlySet<string> | undefined {
  const stored = storedNames(model, source)
  if (stored === undefined) return undefined
  const projected = new Set(
    [...stored, ...namesInKeys(model, source)].filter((name) => !model.hidden.has(name)),
  )
  const closed = model.schema.type !== 'type'
  const versions = model.members.flatMap((member) => member.versions?.name ?? [])
  const all =
    model.properties.every((property) => projected.has(storedName(model, property))) &&
    versions.every((name) => stored.has(name))
  return closed && all ? undefined : projected
}

/** Returns the stored names that a source contains, which a filter may name; `undefined` if it contains all. */
export function storedNames(model: EntityModel, source: Source): ReadonlySet<string> | undefined {
  const { projection } = source
  if (projection === 'all') return undefined
  const keys = [...model.key.partition, ...model.key.sort, ...keyPartsOf(source)]
  return new Set([...keys.map(({ name }) => name), ...(projection === 'keys' ? [] : projection)])
}

/** Returns the stored names of attributes that a source has in its keys, from which they can be read back. */
export function namesInKeys(model: EntityModel, source: Source): ReadonlySet<string> {
  const keys = [...model.key.partition, ...model.key.sort, ...keyPartsOf(source)]
  return new Set(
    keys.flatMap((part) => (part.template === undefined ? [] : readableIn(part).map(({ name }) => name))),
  )
}

/** Clauses of a filter, by who can check them. */
export interface CheckedClauses {
  /** By DynamoDB, which sees the attributes that a source has. */
  readonly filter: readonly ConditionNode[]
  /** By this library, which reads attributes from the keys. */
  readonly sieve: readonly ConditionNode[]
}

/**
 * Divides clauses: those that are about attributes which a source has only in its keys are checked after reading, with
 * the attributes that it contains.
 */
export function checkedClauses(
  model: EntityModel,
  source: Source,
  clauses: readonly ConditionNode[],
): CheckedClauses {
  const stored = storedNames(model, source)
  if (stored === undefined || clauses.length === 0) return { filter: clauses, sieve: [] }
  const inKeys = namesInKeys(model, source)
  const isInKeys = (clause: ConditionNode): boolean => {
    const names = pathsOf(clause).map(rootName)
    const isReadable = (name: string) => inKeys.has(name) || stored.has(name)
    return names.every(isReadable) && !names.every((name) => stored.has(name))
  }
  const sieve = clauses.filter(isInKeys)
  return { filter: sieve.length === 0 ? clauses : clauses.filter((each) => !sieve.includes(each)), sieve }
}

/** Returns the attributes that a part of a key is made of, in order. */
export function attributesIn(parts: readonly KeyPart[]): readonly KeyAttributePart[] {
  return parts.flatMap(attributesOf)
}

/** Returns the properties that items of a source are sorted by. */
export function orderOf({ key }: Source): readonly string[] {
  const all = attributesIn(key.sort).map(({ property }) => property)
  // After a value that has no order in the key, none of the others has one.
  const slots = key.sort.flatMap(({ template }) =>
    template !== undefined && 'slots' in template ? template.slots : [],
  )
  const unordered = slots.find(({ format }) => !format.ordered)
  return unordered === undefined ? all : all.slice(0, all.indexOf(unordered.property))
}

/** Returns the property for a stored attribute name, for messages. */
export function propertyOf(model: EntityModel, name: string): string {
  return model.properties.find((property) => storedName(model, property) === name) ?? name
}

const storedName = (model: EntityModel, property: string): string =>
  String(model.codec.at(property)?.name ?? property)

/** Returns names in words: `'a'`, `'a' and 'b'`, `'a', 'b' and 'c'`. */
export function quotedList(names: readonly string[], word = 'and'): string {
  const quoted = names.map((name) => `'${name}'`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`
}
