// Expressions of one request: which of them may be combined, and a reader for each.
import { invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { ExpressionReader } from './expression-reader.js'
import type { Placeholders } from './placeholders.js'

/** Refuses expressions next to the parameters that they replaced, and placeholders without an expression. */
export function checkExpressionParameters(
  input: WireObject,
  expressions: readonly string[],
  legacy: readonly string[],
): void {
  const given = expressions.filter((name) => input[name] !== undefined)
  if (given.length > 0) {
    const old = legacy.filter((name) => input[name] !== undefined)
    if (old.length > 0)
      throw invalid(
        `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${old.join(', ')}} Expression parameters: {${given.join(', ')}}`,
      )
  } else if (input['ExpressionAttributeNames'] !== undefined)
    throw invalid('ExpressionAttributeNames can only be specified when using expressions')
  const withValues = expressions.filter((name) => name !== 'ProjectionExpression')
  if (
    input['ExpressionAttributeValues'] !== undefined &&
    withValues.every((name) => input[name] === undefined)
  )
    throw invalid(
      `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(' and ')} ${withValues.length > 1 ? 'are' : 'is'} null`,
    )
}

/** The reader of one expression of the request, if it has that one. */
export function expressionReader(
  input: WireObject,
  parameter: string,
  placeholders: Placeholders,
): ExpressionReader | undefined {
  const text = input[parameter]
  return typeof text === 'string' ? new ExpressionReader(parameter, text, placeholders) : undefined
}
