// Printing of conditions as expression text of a request, which counts DynamoDB's limits while it prints.
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { expressionLimits } from '../path/limits.js'
import type { Placeholders } from '../path/placeholders.js'
import type { Condition } from './condition.js'
import type { ConditionNode } from './condition-node.js'
import { conditionText } from './condition-text.js'
import { RequestInk } from './request-ink.js'

/**
 * Returns the text of a ConditionExpression or FilterExpression. Its names and values are added to the placeholders of
 * the request. An IN with more than 100 operands is printed as several INs.
 * @throws InvalidConditionError if it has more than 300 operators and functions, more than 4,096 bytes, or a path with
 * more than 32 levels ("Expression limits").
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

/**
 * Returns the text of `and(...conditions)`, for conditions of one entity; `undefined` if there are none. @throws as
 * `printCondition`.
 */
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
 * Returns the text of an expression if it is not too long. Expression text is ASCII, so its length is its size in
 * bytes.
 * @throws InvalidConditionError if it has more than 4,096 bytes.
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
