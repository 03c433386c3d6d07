// Converts INSERT, UPDATE, DELETE and EXISTS to writes of the item API.
import type { Condition } from '../expressions/condition.js'
import { pathsOf } from '../expressions/condition.js'
import { checkWrite, planWrite, type WriteOutcome, type WriteRequest } from '../items/planned-write.js'
import { checkPaths } from '../items/reads.js'
import type { EngineContext } from '../storage/engine-context.js'
import { attributeOf, fits } from '../storage/entry-keys.js'
import type { TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { failure, invalid, isServiceFailure } from '../values/service-failure.js'
import type { WireItem, WireObject } from '../values/wire.js'
import type {
  DeleteStatement,
  ExistsStatement,
  InsertStatement,
  UpdateStatement,
  WriteStatement,
} from './language/statement.js'
import { updateActions } from './set-clauses.js'
import { itemOf, type Parameters } from './term-values.js'
import { conditionOf } from './where-condition.js'
import { namedKey, requireType } from './where-keys.js'

/** A statement that names one item by its key. */
interface Keyed {
  readonly key: WireItem
  readonly rest: readonly Condition[]
}

/** The write that a statement stands for. `options` are those of the item API. */
export function writeOf(
  statement: WriteStatement | ExistsStatement,
  parameters: Parameters,
  options: WireObject,
  context: EngineContext,
): WriteRequest {
  const table = itemTable(context, statement.source.table)
  const input = { ...options, TableName: statement.source.table }
  switch (statement.kind) {
    case 'insert':
      return insertOf(statement, parameters, input, table)
    case 'update':
      return updateOf(statement, parameters, input, table)
    case 'delete':
      return deleteOf(statement, parameters, input, table)
    case 'exists':
      return checkOf(statement, parameters, input, table)
  }
}

/** Refuses keys, and changes of keys, that do not fit the table. */
export function checkStatement(request: WriteRequest): void {
  if (request.condition !== undefined) checkPaths(request.table.schema, pathsOf(request.condition))
  if (request.kind === 'Put') checkInsertedKey(request)
  checkWrite(request)
}

/** What the write makes of the item that is there. An INSERT of an item that exists is a DuplicateItemException. */
export function planStatement(request: WriteRequest): WriteOutcome {
  try {
    return planWrite(request)
  } catch (error) {
    const duplicate =
      request.kind === 'Put' &&
      isServiceFailure(error) &&
      error.type === 'ConditionalCheckFailedException' &&
      error.body['Item'] === undefined
    throw duplicate ? failure('DuplicateItemException', 'Duplicate primary key exists in table') : error
  }
}

function insertOf(
  { item }: InsertStatement,
  parameters: Parameters,
  input: WireObject,
  table: TableState,
): WriteRequest {
  const subject = item.kind === 'map' ? itemOf(item, parameters) : {}
  return { kind: 'Put', input, table, subject, condition: absence(table), update: [] }
}

function updateOf(
  { assignments, where, returning }: UpdateStatement,
  parameters: Parameters,
  input: WireObject,
  table: TableState,
): WriteRequest {
  const update = updateActions(assignments, parameters)
  const { key, rest } = keyedBy(table, where && conditionOf(where, parameters))
  // "If the WHERE clause does not evaluate to true for any item, ConditionalCheckFailedException is returned": it
  // is not an upsert.
  const condition: Condition = { kind: 'and', conditions: [presence(table), ...rest] }
  return {
    kind: 'Update',
    input: { ...input, ReturnValues: returning },
    table,
    subject: key,
    condition,
    update,
  }
}

function deleteOf(
  { where, returning }: DeleteStatement,
  parameters: Parameters,
  input: WireObject,
  table: TableState,
): WriteRequest {
  const { key, rest } = keyedBy(table, where && conditionOf(where, parameters))
  // "If the table does not have an item with the same primary key, SUCCESS is returned with 0 items deleted."
  const condition: Condition | undefined =
    rest.length === 0
      ? undefined
      : { kind: 'or', conditions: [absence(table), { kind: 'and', conditions: rest }] }
  return {
    kind: 'Delete',
    input: { ...input, ReturnValues: returning },
    table,
    subject: key,
    condition,
    update: [],
  }
}

function checkOf(
  { where }: ExistsStatement,
  parameters: Parameters,
  input: WireObject,
  table: TableState,
): WriteRequest {
  const named = namedKey(table.schema.key, where && conditionOf(where, parameters))
  if (named === undefined || named.rest.length === 0)
    throw invalid('EXISTS() must contain a single item read with additional condition')
  const condition: Condition = { kind: 'and', conditions: [presence(table), ...named.rest] }
  return { kind: 'ConditionCheck', input, table, subject: named.key, condition, update: [] }
}

function keyedBy({ schema }: TableState, condition: Condition | undefined): Keyed {
  const named = namedKey(schema.key, condition)
  if (named === undefined)
    throw invalid('Where clause does not contain a mandatory equality on all key attributes')
  return named
}

function checkInsertedKey({ table, subject }: WriteRequest): void {
  for (const attribute of table.schema.key.all) {
    const value = attributeOf(subject, attribute.name)
    if (value === undefined)
      throw invalid(`Key attribute should be present in the item: Key ${attribute.name}`)
    if (!fits(value, attribute)) requireType(attribute, value)
  }
}

function presence(table: TableState): Condition {
  return { kind: 'not', condition: absence(table) }
}

function absence({ schema }: TableState): Condition {
  const path = [schema.key.all[0]?.name ?? '']
  return { kind: 'predicate', name: 'attribute_not_exists', operands: [{ kind: 'path', path }] }
}
