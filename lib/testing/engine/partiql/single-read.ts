// SELECT of one item by its key, as used in batches and transactions.
import type { Path } from '../expressions/expression-reader.js'
import type { EngineContext } from '../storage/engine-context.js'
import type { TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { invalid } from '../values/service-failure.js'
import type { WireItem } from '../values/wire.js'
import type { SelectStatement } from './language/statement.js'
import { selectionOf } from './projection-names.js'
import type { Parameters } from './term-values.js'
import { conditionOf } from './where-condition.js'
import { namedKey } from './where-keys.js'

export interface SingleRead {
  /** The table, as the statement names it. */
  readonly name: string
  readonly table: TableState
  readonly key: WireItem
  readonly paths: readonly Path[] | undefined
  readonly show: (item: WireItem) => WireItem
}

/** Throws a ValidationException unless WHERE names the key of the table, and nothing else. */
export function singleRead(
  operation: string,
  statement: SelectStatement,
  parameters: Parameters,
  context: EngineContext,
  consistent: boolean,
): SingleRead {
  const { source, where } = statement
  const table = itemTable(context, source.table, consistent)
  const selection = selectionOf(statement)
  const condition = where && conditionOf(where, parameters)
  const named = source.index === undefined ? namedKey(table.schema.key, condition) : undefined
  refuseManyKeys(table, source.index)
  if (named === undefined || named.rest.length > 0)
    throw invalid(`Select statements within ${operation} must specify the primary key in the where clause.`)
  return { name: source.table, table, key: named.key, ...selection }
}

/** Refuses an index with several attributes per side of its key, and one that is not there. */
function refuseManyKeys({ schema }: TableState, name: string | undefined): void {
  const index = schema.indexes.find((one) => one.name === name)
  if (index !== undefined && (index.key.partition.length > 1 || index.key.sort.length > 1))
    throw invalid(
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
    )
}
