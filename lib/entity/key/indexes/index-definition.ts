// A secondary index as defined: its key, and the attributes that it contains.

import {
  definitionError,
  type KeyContext,
  repeatedName,
  unknownAttribute,
} from '../../table/attribute-lookup.js'
import type { Descriptor, IndexDescriptor } from '../../table/descriptor.js'
import type { SchemaVersion } from '../../table/schema-version.js'
import { checkKeyName, type Key, keyOfParts, keySide } from '../key.js'
import type { ListedAttribute } from '../listed-attributes.js'
import { defineVectorIndex, type VectorIndexDefinition, vectorLimits, vectorSides } from './vector-index.js'

/** A secondary index. */
export interface IndexDefinition {
  /** The name in the definition. */
  readonly label: string
  /** The index name in DynamoDB. */
  readonly name: string
  readonly local: boolean
  readonly key: Key
  /** `'all'`, `'keys'`, or the stored names of the attributes that it contains in addition to the keys. */
  readonly projection: 'all' | 'keys' | readonly string[]
  /**
   * What an update does that changes a part of a made key while another is not known. Of tables that declare their
   * keys.
   */
  readonly derive?: 'read' | 'refuse'
  /** Of a union: the entities that have the index, if not all of their items are in it. */
  readonly entities?: readonly string[]
  /** Whether an item is in the index, by these attributes; absent if all are. */
  readonly when?: { holds(item: object): boolean; readonly attributes: readonly ListedAttribute[] }
}

/** DynamoDB's limit of local secondary indexes per table ("Service quotas"). */
export const maxLocalIndexes = 5
/** The indexes of an entity, by their names in the definition. */
export interface DefinedIndexes {
  readonly indexes: ReadonlyMap<string, IndexDefinition>
  readonly vectors: ReadonlyMap<string, VectorIndexDefinition>
}

/** Index and table names ("Naming rules and data types"). */
const resourceName = /^[A-Za-z0-9_.-]{3,255}$/

/**
 * Returns the indexes of an entity, by their names in the definition.
 * @throws EntityDefinitionError if DynamoDB cannot have such an index.
 */
export function defineIndexes(
  context: KeyContext,
  primary: Key,
  descriptors: { readonly [label: string]: IndexDescriptor } | undefined,
): DefinedIndexes {
  const indexes = new Map<string, IndexDefinition>()
  const vectors = new Map<string, VectorIndexDefinition>()
  const names = new Set<string>()
  for (const [label, descriptor] of Object.entries(descriptors ?? {})) {
    const vector = Object(descriptor).vector !== undefined
    const index = vector
      ? vectorIndex(context, primary, label, descriptor)
      : defineIndex(context, primary, label, descriptor)
    if (names.has(index.name))
      throw definitionError(context, `two indexes have the name '${index.name}' in DynamoDB`)
    names.add(index.name)
    if ('dimensions' in index) vectors.set(label, index)
    else indexes.set(label, index)
  }
  if ([...indexes.values()].filter((index) => index.local).length > maxLocalIndexes)
    throw definitionError(context, `a table can have at most ${maxLocalIndexes} local indexes`)
  if (vectors.size > vectorLimits.indexes)
    throw definitionError(context, `a table can have at most ${vectorLimits.indexes} vector indexes`)
  return { indexes, vectors }
}

function vectorIndex(
  context: KeyContext,
  primary: Key,
  label: string,
  descriptor: IndexDescriptor,
): VectorIndexDefinition {
  const place = `indexes.${label}`
  const name = checkedIndexName(context, place, descriptor.name ?? label)
  return defineVectorIndex(context, primary, { label, name, place }, vectorSides(context, place, descriptor))
}

function checkedIndexName(context: KeyContext, place: string, name: string): string {
  if (resourceName.test(name)) return name
  throw definitionError(
    context,
    `${place}: '${name}' is not a valid index name; it must have 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.' (give it a \`name\`)`,
  )
}

/** The key and the indexes of an entity whose sides name attributes. @throws EntityDefinitionError. */
export function definePlainKeys(
  context: KeyContext,
  { key, indexes, schemaVersion }: Descriptor,
): { readonly key: Key } & DefinedIndexes {
  const primary = keyOfParts(
    keySide(context, key?.partition, 'key.partition', 1),
    keySide(context, key?.sort, 'key.sort', 1),
  )
  if (primary.partition.length === 0) throw definitionError(context, 'the key needs a `partition`')
  const defined = defineIndexes(context, primary, indexes)
  return { key: primary, ...(schemaVersion === undefined ? defined : withVersion(defined, schemaVersion)) }
}

// Parts of items show of which version they are.
function withVersion({ indexes, vectors }: DefinedIndexes, { attribute }: SchemaVersion): DefinedIndexes {
  const shown = [...indexes].map(([label, index]): [string, IndexDefinition] => {
    const { projection } = index
    if (projection === 'all' || projection === 'keys') return [label, index]
    return [label, Object.freeze({ ...index, projection: Object.freeze([...projection, attribute]) })]
  })
  return { indexes: new Map(shown), vectors }
}

function defineIndex(
  context: KeyContext,
  primary: Key,
  label: string,
  descriptor: IndexDescriptor,
): IndexDefinition {
  const place = `indexes.${label}`
  const { local = false, name = label, projection = 'all' } = descriptor
  checkedIndexName(context, place, name)
  for (const other of ['distance', 'filter'] as const)
    if (descriptor[other] !== undefined)
      throw definitionError(
        context,
        `${place}: \`${other}\` belongs to vector indexes, and needs a \`vector\``,
      )
  if (local) checkLocal(context, primary, place, descriptor)
  const partition = local ? primary.partition : keySide(context, descriptor.partition, `${place}.partition`)
  if (partition.length === 0)
    throw definitionError(context, `${place} needs a partition key (or local: true)`)
  const sort = keySide(context, descriptor.sort, `${place}.sort`, local ? 1 : undefined)
  const key = keyOfParts(partition, sort)
  const twice = repeatedName(key.parts)
  if (twice !== undefined) throw definitionError(context, `${place}: '${twice}' is in the key twice`)
  return Object.freeze({
    label,
    name,
    local,
    key,
    projection: projected(context, [primary, key], projection, `${place}.projection`),
  })
}

function checkLocal(context: KeyContext, primary: Key, place: string, descriptor: IndexDescriptor): void {
  if (primary.sort.length === 0)
    throw definitionError(context, `${place}: a local index needs a table with a sort key`)
  if (descriptor.sort === undefined)
    throw definitionError(context, `${place}: a local index needs a sort key`)
  const { partition } = descriptor
  if (partition !== undefined && String(partition) !== primary.partition.map((part) => part.property).join())
    throw definitionError(
      context,
      `${place}: a local index has the table's partition key, and cannot have its own`,
    )
}

function projected(
  context: KeyContext,
  keys: readonly Key[],
  projection: 'all' | 'keys' | readonly string[],
  place: string,
): IndexDefinition['projection'] {
  if (projection === 'all' || projection === 'keys') return projection
  if (!Array.isArray(projection))
    throw definitionError(context, `${place} must be 'all', 'keys' or a list of attributes`)
  const inKeys = new Set(keys.flatMap((key) => [...key.partition, ...key.sort].map((part) => part.name)))
  const names = new Set<string>()
  for (const property of projection as readonly string[]) {
    const step = context.properties.includes(property) ? context.codec.at(property) : undefined
    if (step === undefined) throw definitionError(context, `${place}: ${unknownAttribute(context, property)}`)
    checkKeyName(context, place, String(step.name))
    if (!inKeys.has(String(step.name))) names.add(String(step.name))
  }
  // CreateTable rejects an INCLUDE projection without an attribute in addition to the keys: it is 'keys'.
  return names.size === 0 ? 'keys' : Object.freeze([...names])
}

/** All keys that an item is checked for: DynamoDB checks the partition of a vector index like a key. */
export function keysOfAll({
  key,
  indexes,
  vectors,
  other = [],
}: { readonly key: Key; readonly other?: readonly Key[] } & DefinedIndexes): readonly Key[] {
  const partitions = [...vectors.values()].flatMap(({ partition }) => partition ?? [])
  return Object.freeze([
    key,
    ...[...indexes.values()].map((index) => index.key),
    ...partitions.map((part) => keyOfParts([part], [])),
    ...other.filter(({ parts }) => parts.length > 0),
  ])
}
