// The CreateTable request that makes the table of an entity.
import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  Projection,
} from '@aws-sdk/client-dynamodb'
import { definitionError } from './table/attribute-lookup.js'
import type { KeyAttribute, TableIndex, TableKey, TableOwner, TableVectorIndex } from './table/table.js'
import { indexesOfAll, ttlOfAll, vectorsOfAll } from './table-sharing.js'

/**
 * How a table is created: the CreateTable request, and the stored name of the TTL attribute that is enabled afterwards.
 */
export interface TableCreation {
  readonly input: CreateTableCommandInput
  readonly ttl: string | undefined
}

type Throughput = CreateTableCommandInput['ProvisionedThroughput']

/**
 * Returns how the table of an entity is created, for all entities that share its `Table`. @throws EntityDefinitionError
 * as `createTableInput`.
 */
export function tableCreation(owner: TableOwner): TableCreation {
  return { input: createTableInput(owner), ttl: ttlOfAll(owner) }
}

/**
 * Returns the CreateTable input for an entity's table, with the indexes of all entities that share its `Table`: key
 * schema, attribute definitions (each key attribute of table and indexes once), and indexes with their projections.
 * Billing is on demand unless `create` sets another mode; its other parameters are passed through.
 * @throws EntityDefinitionError if DynamoDB does not have the billing mode.
 */
export function createTableInput(owner: TableOwner): CreateTableCommandInput {
  const create = owner.table.options.create ?? {}
  const billing = billingMode(owner, create)
  const throughput: Throughput =
    billing === 'PROVISIONED'
      ? (create.ProvisionedThroughput ?? { ReadCapacityUnits: 1, WriteCapacityUnits: 1 })
      : undefined
  const global: GlobalSecondaryIndex[] = []
  const local: LocalSecondaryIndex[] = []
  const indexes = indexesOfAll(owner)
  for (const index of indexes) {
    const base = { IndexName: index.name, KeySchema: keySchema(index.key), Projection: projection(index) }
    if (index.local) local.push(base)
    // DynamoDB rejects a throughput for the indexes of an on-demand table.
    else global.push(throughput === undefined ? base : { ...base, ProvisionedThroughput: throughput })
  }
  const vectors = merged(vectorsOfAll(owner).map(vectorIndex), create.VectorIndexes)
  if (vectors.length > 0 && billing === 'PROVISIONED')
    throw definitionError(
      owner,
      'vector indexes are billed on demand, and need a table with create.BillingMode PAY_PER_REQUEST',
    )
  const globals = merged(global, create.GlobalSecondaryIndexes)
  const locals = merged(local, create.LocalSecondaryIndexes)
  return {
    ...create,
    TableName: owner.table.name,
    KeySchema: keySchema(owner.key),
    AttributeDefinitions: attributeDefinitions(
      [owner.key, ...indexes.map(({ key }) => key), ...vectorsOfAll(owner).map(searchedKey)],
      create.AttributeDefinitions,
    ),
    BillingMode: billing,
    ...(throughput === undefined ? {} : { ProvisionedThroughput: throughput }),
    ...(globals.length === 0 ? {} : { GlobalSecondaryIndexes: globals }),
    ...(locals.length === 0 ? {} : { LocalSecondaryIndexes: locals }),
    ...(vectors.length === 0 ? {} : { VectorIndexes: vectors }),
  }
}

function billingMode(
  owner: TableOwner,
  create: Partial<CreateTableCommandInput>,
): 'PROVISIONED' | 'PAY_PER_REQUEST' {
  const mode =
    create.BillingMode ?? (create.ProvisionedThroughput === undefined ? 'PAY_PER_REQUEST' : 'PROVISIONED')
  if (mode === 'PROVISIONED' || mode === 'PAY_PER_REQUEST') return mode
  throw definitionError(owner, `create.BillingMode must be PAY_PER_REQUEST or PROVISIONED`)
}

function keySchema(key: TableKey): KeySchemaElement[] {
  return [
    ...key.partition.map((part): KeySchemaElement => ({ AttributeName: part.name, KeyType: 'HASH' })),
    ...key.sort.map((part): KeySchemaElement => ({ AttributeName: part.name, KeyType: 'RANGE' })),
  ]
}

type VectorIndex = NonNullable<CreateTableCommandInput['VectorIndexes']>[number]

// Attributes of a search schema are defined like those of keys; the vector is not.
const searchedKey = ({ partition, filters }: TableVectorIndex): TableKey => ({
  partition: partition === undefined ? [] : [partition],
  sort: filters,
})

const distances = { cosine: 'COSINE', euclidean: 'EUCLIDEAN', dotProduct: 'DOT_PRODUCT' } as const

function vectorIndex(index: TableVectorIndex): VectorIndex {
  const { name, attribute, dimensions, distance, partition, filters } = index
  const schema = [
    ...(partition === undefined
      ? []
      : [{ AttributeName: partition.name, SearchSchemaElementType: 'HASH' as const }]),
    ...filters.map((part) => ({
      AttributeName: part.name,
      SearchSchemaElementType: 'INLINE_FILTER' as const,
    })),
  ]
  return {
    IndexName: name,
    VectorAttribute: { AttributeName: attribute },
    Dimensions: dimensions,
    DistanceFunction: distances[distance],
    ...(schema.length === 0 ? {} : { SearchSchema: schema }),
    Projection: projection(index),
  }
}

function projection(index: Pick<TableIndex, 'projection'>): Projection {
  if (index.projection === 'all') return { ProjectionType: 'ALL' }
  if (index.projection === 'keys') return { ProjectionType: 'KEYS_ONLY' }
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.projection] }
}

function attributeDefinitions(
  keys: readonly TableKey[],
  more: CreateTableCommandInput['AttributeDefinitions'] = [],
): NonNullable<CreateTableCommandInput['AttributeDefinitions']> {
  const parts: KeyAttribute[] = keys.flatMap((key) => [...key.partition, ...key.sort])
  const types = new Map(parts.map((part) => [part.name, part.type]))
  return [
    ...[...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    ...more.filter((each) => !types.has(String(each.AttributeName))),
  ]
}

// An index of `create` with the name of one of ours adds to it (a throughput, for example); others are used unchanged.
// The SDK's types require every member, so a member that must not change is given as undefined.
function merged<I extends { IndexName: string | undefined }>(ours: I[], theirs: I[] = []): I[] {
  const more = (name: string | undefined): object => {
    const given = Object.entries(theirs.find((each) => each.IndexName === name) ?? {})
    return Object.fromEntries(given.filter(([, value]) => value !== undefined))
  }
  return [
    ...ours.map((index) => ({ ...index, ...more(index.IndexName) })),
    ...theirs.filter((each) => !ours.some((index) => index.IndexName === each.IndexName)),
  ]
}
