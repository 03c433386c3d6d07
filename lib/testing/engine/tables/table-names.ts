// Names and ARNs of tables, indexes and streams, and the tables they refer to.

import type { EngineContext } from '../storage/engine-context.js'
import type { TableState } from '../storage/table-state.js'
import { failure, invalid, type ServiceFailure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'

/** The account that every table of an embedded engine belongs to. */
export const account = '000000000000'
const tablePrefix = `arn:aws:dynamodb:us-east-1:${account}:table/`

export function tableArn(name: string): string {
  return tablePrefix + name
}

/** The name of a table that is given by its name or its ARN. */
export function tableNameOf(nameOrArn: string): string {
  return /^arn:[^/]*:table\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn
}

/** The table of a request on items. Refuses one that is missing, being created or being deleted. */
export function itemTable(context: EngineContext, nameOrArn: string, consistent = true): TableState {
  const table = context.database.table(tableNameOf(nameOrArn), consistent)
  const transition = table?.definition.transition
  const absent =
    transition !== undefined && transition.status !== 'UPDATING' && isUnderWay(context, transition)
  const gone = transition?.status === 'DELETING'
  if (table === undefined || absent || gone)
    throw failure('ResourceNotFoundException', 'Requested resource not found')
  return table
}

/**
 * The table of a request on a table; `undefined` if there is none. What was deleted long enough ago is forgotten here.
 */
export function knownTable(context: EngineContext, name: string): TableState | undefined {
  const table = context.database.table(name)
  const transition = table?.definition.transition
  if (transition?.status !== 'DELETING' || isUnderWay(context, transition)) return table
  context.database.drop(name)
  return undefined
}

/** The table of a request on a table; refuses one that is missing. */
export function describedTable(context: EngineContext, nameOrArn: string): TableState {
  const name = tableNameOf(nameOrArn)
  const table = knownTable(context, name)
  if (table === undefined) throw tableNotFound(name)
  return table
}

export function tableNotFound(name: string): ServiceFailure {
  return failure('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
}

/** Whether a transition is not over yet. */
export function isUnderWay({ clock }: EngineContext, { until }: { readonly until: number }): boolean {
  return clock.now() < until
}

/** Refuses a request on a table without a name, or with one of the wrong length. */
export function checkTableName(input: WireObject): void {
  const name = input['TableName']
  if (name === undefined)
    throw invalid("The parameter 'TableName' is required but was not present in the request")
  const { length } = tableNameOf(String(name))
  if (length < 3 || length > 255)
    throw invalid('TableName must be at least 3 characters long and at most 255 characters long')
}
