// ExecuteStatement: runs one PartiQL statement.
import { performWrite } from '../items/single-writes.js'
import type { EngineContext } from '../storage/engine-context.js'
import { invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { parseStatement } from './language/statement-parser.js'
import { runSelect } from './select.js'
import { checkCount, checkParameters, type Parameters } from './term-values.js'
import { checkStatement, planStatement, writeOf } from './written-statement.js'

/** The options that a write of the item API has too. */
const writeOptions = ['ReturnConsumedCapacity', 'ReturnValuesOnConditionCheckFailure'] as const

export function executeStatement(input: WireObject, context: EngineContext): WireObject {
  const { statement, parameters: wanted } = parseStatement(String(input['Statement']))
  const parameters = (input['Parameters'] ?? []) as Parameters
  checkCount(parameters, wanted)
  checkParameters(parameters)
  if (statement.kind === 'exists')
    throw invalid('EXISTS can only be used in ExecuteTransaction write requests.')
  if (statement.kind === 'select') return runSelect(statement, parameters, input, context)
  const options = Object.fromEntries(writeOptions.map((name) => [name, input[name]]))
  const request = writeOf(statement, parameters, options, context)
  checkStatement(request)
  const { Attributes: item, ...more } = performWrite(request, context, planStatement)
  return { Items: item === undefined ? [] : [item], ...more }
}
