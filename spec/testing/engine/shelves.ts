// A table with vector indexes, for the specs of the engine.
import type { EngineSettings } from '../../../lib/testing/engine/engine.js'
import type { WireItem } from '../../../lib/testing/engine/values/wire.js'
import { keys, type OpenEngine, openEngine } from './ways-in.js'

/** A list of numbers, as items and searches have vectors. */
export const numbers = (...all: number[]) => all.map((number) => ({ N: String(number) }))

/** A vector index of three dimensions on `embedding`, with everything. */
export const near = {
  IndexName: 'near',
  VectorAttribute: { AttributeName: 'embedding' },
  Dimensions: 3,
  DistanceFunction: 'COSINE',
  Projection: { ProjectionType: 'ALL' },
}

/** One with a partition key, a filter, and part of the items. */
export const scoped = {
  ...near,
  IndexName: 'scoped',
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
  SearchSchema: [
    { AttributeName: 'tenant', SearchSchemaElementType: 'HASH' },
    { AttributeName: 'lang', SearchSchemaElementType: 'INLINE_FILTER' },
  ],
}

/** The definition of the table `shelves`: key `pk`; vector indexes `near` and `scoped`. */
export const shelvesTable = {
  TableName: 'shelves',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'tenant', 'lang'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: keys('pk'),
  VectorIndexes: [near, scoped],
}

/** An item with a vector. */
export function shelved(pk: string, vector: readonly number[], more: WireItem = {}): WireItem {
  return { pk: { S: pk }, embedding: { L: numbers(...vector) }, ...more }
}

/** An engine with the table `shelves`. */
export function shelves(settings?: EngineSettings): OpenEngine {
  const engine = openEngine(settings)
  engine.run('CreateTable', shelvesTable)
  return engine
}
