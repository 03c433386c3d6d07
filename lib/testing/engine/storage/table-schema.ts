// Keys and indexes of a table, from its definition.
import type {
  DistanceFunction,
  IndexDefinition,
  KeyElement,
  TableDefinition,
  VectorIndexDefinition,
} from './table-definition.js'

/** The types that a key may have. */
export type KeyType = 'S' | 'N' | 'B'

/** An attribute of a key. */
export interface KeyAttribute {
  readonly name: string
  readonly type: KeyType
}

/** The key of a table or an index; a global index may have up to four attributes on each side. */
export interface KeySchema {
  readonly partition: readonly KeyAttribute[]
  readonly sort: readonly KeyAttribute[]
  /** Both sides, in order. */
  readonly all: readonly KeyAttribute[]
}

/** An index of a table. */
export interface IndexSchema {
  readonly name: string
  readonly global: boolean
  readonly key: KeySchema
  /** The attributes that it holds; `undefined`: all. */
  readonly projected: ReadonlySet<string> | undefined
}

/** A vector index of a table. */
export interface VectorSchema {
  readonly name: string
  /** The attribute with the vectors. */
  readonly attribute: string
  readonly dimensions: number
  readonly distance: DistanceFunction
  /** Its partition key (HASH), if it has one. */
  readonly partition: KeyAttribute | undefined
  /** Its inline filters (INLINE_FILTER). */
  readonly filters: readonly KeyAttribute[]
  /** The attributes that it holds in addition to the vector; `undefined`: all. */
  readonly projected: ReadonlySet<string> | undefined
}

/** The key of a table, and its indexes: local ones first. */
export interface TableSchema {
  readonly name: string
  readonly key: KeySchema
  readonly indexes: readonly IndexSchema[]
  readonly vectors: readonly VectorSchema[]
}

/** A key schema of its two sides. */
export function keySchema(partition: readonly KeyAttribute[], sort: readonly KeyAttribute[]): KeySchema {
  return { partition, sort, all: [...partition, ...sort] }
}

/** Returns the key and the indexes of a definition. */
export function schemaOf(definition: TableDefinition): TableSchema {
  const types = new Map(definition.attributes.map((one) => [one.AttributeName, one.AttributeType]))
  const side = (elements: readonly KeyElement[], kind: 'HASH' | 'RANGE'): KeyAttribute[] =>
    elements
      .filter(({ KeyType }) => KeyType === kind)
      .map(({ AttributeName: name }) => ({ name, type: types.get(name) ?? 'S' }))
  const keyOf = (elements: readonly KeyElement[]) =>
    keySchema(side(elements, 'HASH'), side(elements, 'RANGE'))
  const key = keyOf(definition.key)
  const vectorOf = (index: VectorIndexDefinition): VectorSchema => {
    const [partition] = searched(index, 'HASH')
    return {
      name: index.name,
      attribute: index.attribute,
      dimensions: index.dimensions,
      distance: index.distance,
      partition,
      filters: searched(index, 'INLINE_FILTER'),
      projected: inVectorIndex(index, key),
    }
  }
  const searched = ({ searchSchema }: VectorIndexDefinition, role: 'HASH' | 'INLINE_FILTER') =>
    searchSchema
      .filter(({ SearchSchemaElementType }) => SearchSchemaElementType === role)
      .map(({ AttributeName: name }): KeyAttribute => ({ name, type: types.get(name) ?? 'S' }))
  const indexOf = (global: boolean) => (index: IndexDefinition) => ({
    name: index.name,
    global,
    key: keyOf(index.key),
    projected: projectedBy(index, key),
  })
  return {
    name: definition.name,
    key,
    indexes: [...definition.localIndexes.map(indexOf(false)), ...definition.globalIndexes.map(indexOf(true))],
    vectors: definition.vectorIndexes.map(vectorOf),
  }
}

function projectedBy(
  { key: own, projection }: IndexDefinition,
  key: KeySchema,
): ReadonlySet<string> | undefined {
  if (projection.ProjectionType === 'ALL') return undefined
  const names = [...key.all.map(({ name }) => name), ...own.map(({ AttributeName }) => AttributeName)]
  return new Set([...names, ...(projection.NonKeyAttributes ?? [])])
}

// The attributes of the search schema are in the index, whatever its projection.
function inVectorIndex(
  { searchSchema, projection }: VectorIndexDefinition,
  key: KeySchema,
): ReadonlySet<string> | undefined {
  if (projection.ProjectionType === 'ALL') return undefined
  const names = [
    ...key.all.map(({ name }) => name),
    ...searchSchema.map(({ AttributeName }) => AttributeName),
  ]
  return new Set([...names, ...(projection.NonKeyAttributes ?? [])])
}
