// ExecuteTransaction: up to 100 statements that all read, or all write, atomically.
import { allOrNothing } from '../items/cancellation.js'
import { readTogether } from '../items/transact-get.js'
import { commitWrites, replayed } from '../items/transact-write.js'
import { doneTransaction } from '../items/transaction-tokens.js'
import type { EngineContext } from '../storage/engine-context.js'
import { invalid, isServiceFailure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import type { ExistsStatement, SelectStatement, Statement, WriteStatement } from './language/statement.js'
import { parseStatement } from './language/statement-parser.js'
import { singleRead } from './single-read.js'
import { checkCount, checkParameters, type Parameters } from './term-values.js'
import { checkStatement, planStatement, writeOf } from './written-statement.js'

interface Member<S extends Statement = Statement> {
  readonly at: number
  readonly statement: S
  readonly parameters: Parameters
  readonly options: WireObject
}

export function executeTransaction(input: WireObject, context: EngineContext): WireObject {
  const members = (input['TransactStatements'] as WireObject[]).map(memberOf)
  const reads = members.filter(isRead)
  const writes = members.filter(isWrite)
  if (reads.length > 0 && writes.length > 0)
    throw invalid(
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    )
  return reads.length > 0 ? readAll(input, reads, context) : writeAll(input, writes, context)
}

function memberOf(request: WireObject, at: number): Member {
  const parameters = (request['Parameters'] ?? []) as Parameters
  const { statement } = within(at, () => {
    const parsed = parseStatement(String(request['Statement']))
    checkCount(parameters, parsed.parameters)
    return parsed
  })
  checkParameters(parameters)
  within(at, () => refuseClauses(statement))
  const { ReturnValuesOnConditionCheckFailure } = request
  return { at, statement, parameters, options: { ReturnValuesOnConditionCheckFailure } }
}

function refuseClauses(statement: Statement): void {
  if (statement.kind === 'select' && statement.source.index !== undefined)
    throw invalid('Reads on indices are not supported within transactions.')
  if ((statement.kind === 'update' || statement.kind === 'delete') && statement.returning !== undefined)
    throw invalid('RETURNING clause is not supported in ExecuteTransaction.')
}

function isRead(member: Member): member is Member<SelectStatement> {
  return member.statement.kind === 'select'
}

function isWrite(member: Member): member is Member<WriteStatement | ExistsStatement> {
  return member.statement.kind !== 'select'
}

function readAll(
  input: WireObject,
  members: readonly Member<SelectStatement>[],
  context: EngineContext,
): WireObject {
  return readTogether(
    input,
    members.map(({ at, statement, parameters }) =>
      within(at, () => singleRead('ExecuteTransaction', statement, parameters, context, true)),
    ),
  )
}

function writeAll(
  input: WireObject,
  members: readonly Member<WriteStatement | ExistsStatement>[],
  context: EngineContext,
): WireObject {
  const before = doneTransaction(input, context)
  if (before !== undefined) return { Responses: [], ...replayed(input, before) }
  const read = ({ statement, parameters, options }: (typeof members)[number]) =>
    writeOf(statement, parameters, options, context)
  const checks = members.map((one) =>
    one.statement.kind === 'exists' ? within(one.at, () => read(one)) : undefined,
  )
  const requests = allOrNothing(members, (one) => checks[one.at] ?? read(one))
  const done = commitWrites(input, requests, context, (request) => {
    checkStatement(request)
    return planStatement(request)
  })
  return { Responses: [], ...done }
}

// A statement that can never run is named in the refusal of the whole request.
function within<T>(at: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isServiceFailure(error) || error.type !== 'ValidationException') throw error
    throw invalid(`Validation failed in TransactStatements[${at}]: ${error.message}`)
  }
}
