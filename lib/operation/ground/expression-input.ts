// Placeholders as members of a request: the names and values of all its expressions.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Placeholders } from '../../expression/path/placeholders.js'

/** Members are absent if empty, because DynamoDB rejects empty maps. */
export interface ExpressionInput {
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
}

/** Returns ExpressionAttributeNames and ExpressionAttributeValues for everything printed so far. */
export function expressionInput(placeholders: Placeholders): ExpressionInput {
  const names = placeholders.names()
  const values = placeholders.values()
  // Assigned one by one: spreading `{}` or one member takes ten times as long.
  const input: ExpressionInput = {}
  if (names !== undefined) input.ExpressionAttributeNames = names
  if (values !== undefined) input.ExpressionAttributeValues = values
  return input
}
