// Conditions as expression text of a request, with its limits counted while printing.
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { expressionLimits } from '../path/limits.js'
import type { Placeholders } from '../path/placeholders.js'
import type { Condition } from './condition.js'
import type { ConditionNode } from './condition-node.js'
import { conditionText } from './condition-text.js'
import { RequestInk } from './request-ink.js'

/**
 * The text of a ConditionExpression or FilterExpression. Its names and values go to the request's placeholders.
 * @throws InvalidConditionError for more than 300 operators and functions, 4,096 bytes, or 32 levels in a path
 * ("Expression limits"). More than 100 operands of IN are said as several INs.
 */
export function printCondition(
  { entity, node }: Pick<Condition, 'entity' | 'node'>,
  placeholders: Placeholders,
): string {
  return limitedText(
    conditionText(node, new RequestInk(placeholders, entity, refuseMore)),
    'condition',
    entity,
  )
}

/** The text of `and(...conditions)`, for conditions of one entity; `undefined` for none. @throws as `printCondition`. */
export function printConditions(
  conditions: readonly Condition[],
  placeholders: Placeholders,
): string | undefined {
  const [first] = conditions
  if (first === undefined) return undefined
  if (conditions.length === 1) return printCondition(first, placeholders)
  const parts: ConditionNode[] = []
  for (const { node } of conditions) for (const part of conjunction(node)) parts.push(part)
  return printCondition({ entity: first.entity, node: { kind: 'and', conditions: parts } }, placeholders)
}

const conjunction = (node: ConditionNode): readonly ConditionNode[] =>
  node.kind === 'and' ? node.conditions : [node]

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

function refuseMore(entity: string | undefined): never {
  throw tooMuch(entity, `more than ${expressionLimits.operators} operators and functions`)
}

function tooMuch(entity: string | undefined, detail: string, what = 'condition'): InvalidConditionError {
  return new InvalidConditionError({ entity, detail: `the ${what} has ${detail} (a limit of DynamoDB)` })
}
