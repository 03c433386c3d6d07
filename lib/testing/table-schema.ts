// What the engine must know of a table: its key, its indexes, and which attributes they hold.
import type { Store } from './dynalite-store.js'
import { failure, isServiceFailure } from './service-failure.js'

/** An index as its definition says. */
export interface IndexSchema {
  readonly name: string
  readonly global: boolean
  /** Partition key, then sort key. */
  readonly key: readonly string[]
  /** The attributes that it holds; `undefined`: all. */
  readonly projected: ReadonlySet<string> | undefined
}

/** A table as its definition says. */
export interface TableSchema {
  readonly name: string
  readonly key: readonly string[]
  readonly indexes: readonly IndexSchema[]
}

/** Looks tables up; rejects with ResourceNotFoundException. */
export interface TableSchemas {
  of(table: unknown): Promise<TableSchema>
  /** To be called when a table is created, changed or deleted. */
  forget(table: unknown): void
}

interface KeyElement {
  readonly AttributeName: string
}

interface IndexDescription {
  readonly IndexName: string
  readonly KeySchema: readonly KeyElement[]
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] }
}

interface TableDescription {
  readonly KeySchema: readonly KeyElement[]
  readonly LocalSecondaryIndexes?: readonly IndexDescription[]
  readonly GlobalSecondaryIndexes?: readonly IndexDescription[]
}

/** Remembers what it looked up, until told to forget. */
export function tableSchemas(store: Store): TableSchemas {
  const known = new Map<unknown, TableSchema>()
  return {
    async of(table) {
      const found = known.get(table) ?? (await describe(store, table))
      known.set(table, found)
      return found
    },
    forget(table) {
      known.delete(table)
    },
  }
}

async function describe(store: Store, table: unknown): Promise<TableSchema> {
  const output = await store('DescribeTable', { TableName: table }).catch(missing)
  const description = output['Table'] as TableDescription
  const key = namesOf(description.KeySchema)
  const indexOf = (global: boolean) => (index: IndexDescription) => {
    const own = namesOf(index.KeySchema)
    const all = index.Projection.ProjectionType === 'ALL'
    const held = [...key, ...own, ...(index.Projection.NonKeyAttributes ?? [])]
    return { name: index.IndexName, global, key: own, projected: all ? undefined : new Set(held) }
  }
  const indexes = [
    ...(description.LocalSecondaryIndexes ?? []).map(indexOf(false)),
    ...(description.GlobalSecondaryIndexes ?? []).map(indexOf(true)),
  ]
  return { name: String(table), key, indexes }
}

// In the words of the operation that asked, which names no table.
function missing(error: unknown): never {
  if (isServiceFailure(error) && error.type === 'ResourceNotFoundException')
    throw failure(error.type, 'Requested resource not found')
  throw error
}

function namesOf(elements: readonly KeyElement[]): string[] {
  return elements.map(({ AttributeName }) => AttributeName)
}
