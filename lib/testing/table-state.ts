// Tables that are ready at once, so that nobody waits for an engine that has nothing to wait for.
import type { Store } from './dynalite-store.js'
import { isServiceFailure } from './service-failure.js'
import type { WireObject } from './wire.js'

interface Described {
  readonly TableStatus: string
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexStatus: string }[]
}

/** Resolves when the table is ACTIVE with all its indexes, or gone. */
export async function waitForTable(store: Store, input: WireObject): Promise<void> {
  const name = input['TableName']
  for (;;) {
    const table = await describe(store, name)
    const indexes = table?.GlobalSecondaryIndexes ?? []
    if (table === undefined) return
    if (table.TableStatus === 'ACTIVE' && indexes.every((index) => index.IndexStatus === 'ACTIVE')) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function describe(store: Store, name: unknown): Promise<Described | undefined> {
  try {
    const { Table } = await store('DescribeTable', { TableName: name })
    return Table as Described
  } catch (error) {
    if (isServiceFailure(error)) return undefined
    throw error
  }
}
