// The part of an input that placeholders are: names and values of all expressions of one request.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Placeholders } from '../../expression/path/placeholders.js'

/** Absent where there are none: DynamoDB refuses empty maps. */
export interface ExpressionInput {
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
}

/** ExpressionAttributeNames and ExpressionAttributeValues of what was printed so far. */
export function expressionInput(placeholders: Placeholders): ExpressionInput {
  const names = placeholders.names()
  const values = placeholders.values()
  // Assigned one by one: spreading `{}` or one member takes ten times as long.
  const input: ExpressionInput = {}
  if (names !== undefined) input.ExpressionAttributeNames = names
  if (values !== undefined) input.ExpressionAttributeValues = values
  return input
}
