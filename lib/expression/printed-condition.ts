// Conditions as expression text of a request, with its limits counted while printing.
import { InvalidConditionError } from '../errors/invalid-condition-error.js'
import type { Condition } from './condition.js'
import { conditionText } from './condition-text.js'
import { expressionLimits } from './limits.js'
import type { Ink } from './operand.js'
import type { Placeholders } from './placeholders.js'
import { printPath } from './printed-path.js'

/**
 * The text of a ConditionExpression or FilterExpression. Its names and values go to the request's placeholders.
 * @throws InvalidConditionError for more than 300 operators and functions, 4,096 bytes, or 32 levels in a path
 * ("Expression limits"). More than 100 operands of IN are said as several INs.
 */
export function printCondition(condition: Condition, placeholders: Placeholders): string {
  const { entity } = condition
  let operators = 0
  const ink: Ink = {
    path: (path) => printPath(path, placeholders, entity),
    value: (value) => placeholders.value(value),
    count(more) {
      operators += more
      if (operators > expressionLimits.operators)
        throw tooMuch(entity, `more than ${expressionLimits.operators} operators and functions`)
    },
  }
  return limitedText(conditionText(condition.node, ink), 'condition', entity)
}

/**
 * The text of an expression, if it is not too long. Expression text is ASCII, so that its length is its size in bytes.
 * @throws InvalidConditionError for more than 4,096 bytes.
 */
export function limitedText(text: string, what: string, entity: string | undefined): string {
  if (text.length <= expressionLimits.bytes) return text
  throw tooMuch(
    entity,
    `${text.length} bytes of expression text; the limit is ${expressionLimits.bytes}`,
    what,
  )
}

function tooMuch(entity: string | undefined, detail: string, what = 'condition'): InvalidConditionError {
  return new InvalidConditionError({ entity, detail: `the ${what} has ${detail} (a limit of DynamoDB)` })
}
