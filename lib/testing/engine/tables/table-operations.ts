// DescribeTable, DeleteTable, ListTables and DescribeLimits.
import type { EngineContext } from '../storage/engine-context.js'
import { failure, invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { describeTable as descriptionOf } from './table-description.js'
import { describedTable, isUnderWay, knownTable } from './table-names.js'

export function describeTable(input: WireObject, context: EngineContext): WireObject {
  return { Table: descriptionOf(describedTable(context, String(input['TableName'])), context.clock.now()) }
}

/** Deletes a table with its items, unless it is protected or not ready. */
export function deleteTable(input: WireObject, context: EngineContext): WireObject {
  const { definition } = describedTable(context, String(input['TableName']))
  const { name, transition } = definition
  if (definition.deletionProtection)
    throw invalid(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    )
  if (transition !== undefined && isUnderWay(context, transition)) {
    const doing = { CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted' }[transition.status]
    throw failure(
      'ResourceInUseException',
      `Attempt to change a resource which is still in use: Table is being ${doing}: ${name}`,
    )
  }
  const until = context.clock.now() + context.tableDelay
  const table = context.database.define({ ...definition, transition: { status: 'DELETING', until } })
  const description = descriptionOf(table, until - 1)
  knownTable(context, name)
  return { TableDescription: description }
}

/** Names of tables in order, up to 100 of them. */
export function listTables(input: WireObject, context: EngineContext): WireObject {
  const start = input['ExclusiveStartTableName']
  const limit = Number(input['Limit'] ?? 100)
  const names: string[] = []
  const from = start === undefined ? undefined : { text: `${start}`, after: false }
  context.database.tables.ascend(from, ({ definition: { name, transition } }) => {
    const gone = transition?.status === 'DELETING' && !isUnderWay(context, transition)
    if (name !== start && !gone) names.push(name)
    return names.length <= limit
  })
  const more = names.length > limit
  const shown = names.slice(0, limit)
  return { TableNames: shown, ...(more && { LastEvaluatedTableName: shown.at(-1) }) }
}

/** The quotas that a new account has in most regions. */
export function describeLimits(): WireObject {
  return {
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  }
}
