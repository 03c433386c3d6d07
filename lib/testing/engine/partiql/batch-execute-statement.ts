// BatchExecuteStatement: up to 25 statements that each read one item, or each write one.
import {
  addWrite,
  type Consumption,
  consumedCapacities,
  noConsumption,
  readUnits,
} from '../items/capacity.js'
import { checkKey } from '../items/key-checks.js'
import { applyWrite, type WriteRequest } from '../items/planned-write.js'
import { checkPaths } from '../items/reads.js'
import { returnedAttributes } from '../items/single-writes.js'
import type { EngineContext } from '../storage/engine-context.js'
import { tableEntryKey } from '../storage/entry-keys.js'
import type { TableState } from '../storage/table-state.js'
import { invalid, isServiceFailure } from '../values/service-failure.js'
import type { WireItem, WireObject } from '../values/wire.js'
import type { Statement } from './language/statement.js'
import { parseStatement } from './language/statement-parser.js'
import { type SingleRead, singleRead } from './single-read.js'
import { checkCount, checkParameters, type Parameters } from './term-values.js'
import { checkStatement, planStatement, writeOf } from './written-statement.js'

/** A statement whose table and item are known. */
interface Member {
  readonly name: string
  /** Which item it is about. */
  readonly mark: string
  readonly run: (consumption: Consumption) => WireItem | undefined
}

interface Refused {
  readonly error: unknown
}

/** Error codes of statements, by the names of errors. */
const codes: ReadonlyMap<string, string> = new Map([
  ['ValidationException', 'ValidationError'],
  ['ResourceNotFoundException', 'ResourceNotFound'],
  ['ConditionalCheckFailedException', 'ConditionalCheckFailed'],
  ['DuplicateItemException', 'DuplicateItem'],
])

export function batchExecuteStatement(input: WireObject, context: EngineContext): WireObject {
  const requests = input['Statements'] as WireObject[]
  const parsed = requests.map((request) => attempt(() => parse(request)))
  refuseMixture(parsed.flatMap((one) => ('error' in one ? [] : [one.statement])))
  const members = requests.map((request, at) => {
    const one = parsed[at]
    if (one === undefined || 'error' in one) return one ?? { error: undefined }
    return attempt(() => memberOf(one.statement, one.parameters, request, context))
  })
  const marks = members.flatMap((one) => ('error' in one ? [] : [one.mark]))
  if (new Set(marks).size < marks.length) throw invalid('Provided list of item keys contains duplicates')
  const all = new Map<string, Consumption>()
  const Responses = members.map((one) => ('error' in one ? errorOf(one.error) : response(one, all)))
  return { Responses, ...consumedCapacities(input, all) }
}

function parse(request: WireObject): { statement: Statement; parameters: Parameters } {
  const { statement, parameters: wanted } = parseStatement(String(request['Statement']))
  const parameters = (request['Parameters'] ?? []) as Parameters
  checkCount(parameters, wanted)
  checkParameters(parameters)
  if (statement.kind === 'exists')
    throw invalid('EXISTS can only be used in ExecuteTransaction write requests.')
  return { statement, parameters }
}

function refuseMixture(statements: readonly Statement[]): void {
  const reads = statements.filter(({ kind }) => kind === 'select').length
  if (reads > 0 && reads < statements.length)
    throw invalid('Read and write requests together in the same batch is not supported.')
}

function memberOf(
  statement: Statement,
  parameters: Parameters,
  request: WireObject,
  context: EngineContext,
): Member {
  if (statement.kind === 'select') {
    const consistent = request['ConsistentRead'] === true
    return readMember(
      singleRead('BatchExecuteStatement', statement, parameters, context, consistent),
      consistent,
    )
  }
  const shown = request['ReturnValuesOnConditionCheckFailure']
  const write = writeOf(statement, parameters, { ReturnValuesOnConditionCheckFailure: shown }, context)
  checkStatement(write)
  return writeMember(write, context)
}

function readMember({ name, table, key, paths, show }: SingleRead, consistent: boolean): Member {
  checkKey(table.schema.key, key)
  checkPaths(table.schema, paths)
  const at = tableEntryKey(table.schema.key, key)
  return {
    name,
    mark: markOf(table, at),
    run(consumption) {
      const found = table.get(at)
      consumption.table += readUnits(found?.bytes ?? 0, consistent)
      return found && show(found.item)
    },
  }
}

function writeMember(request: WriteRequest, context: EngineContext): Member {
  const { table, input, subject } = request
  return {
    name: String(input['TableName']),
    mark: markOf(table, tableEntryKey(table.schema.key, subject)),
    run(consumption) {
      // The statements before this one may have written to the table.
      const current = { ...request, table: context.database.table(table.definition.name) ?? table }
      const outcome = planStatement(current)
      applyWrite(current, outcome, context)
      addWrite(consumption, current.table, outcome.current, outcome.next)
      return returnedAttributes(String(input['ReturnValues'] ?? 'NONE'), current, outcome)
    },
  }
}

function markOf({ definition }: TableState, at: string): string {
  return `${definition.name}/${at}`
}

function response({ name, run }: Member, all: Map<string, Consumption>): WireObject {
  const consumption = all.get(name) ?? noConsumption()
  all.set(name, consumption)
  try {
    const item = run(consumption)
    return { TableName: name, ...(item !== undefined && { Item: item }) }
  } catch (error) {
    return { ...errorOf(error), TableName: name }
  }
}

function errorOf(error: unknown): WireObject {
  const code = isServiceFailure(error) ? codes.get(error.type) : undefined
  if (!isServiceFailure(error) || code === undefined) throw error
  const { Item: item } = error.body
  return { Error: { Code: code, Message: error.message, ...(item !== undefined && { Item: item }) } }
}

function attempt<T extends object>(work: () => T): T | Refused {
  try {
    return work()
  } catch (error) {
    return { error }
  }
}
