// SearchConditionExpression: equalities of top-level attributes, joined by AND.
import type { Condition } from '../expressions/condition.js'
import { parseCondition } from '../expressions/condition-parser.js'
import type { ExpressionReader } from '../expressions/expression-reader.js'
import type { ServiceFailure } from '../values/service-failure.js'
import type { WireValue } from '../values/wire.js'

/** A condition, and the attributes that it compares, with the values. */
export interface SearchCondition {
  readonly condition: Condition
  readonly equalities: readonly (readonly [attribute: string, value: WireValue])[]
}

/**
 * Refuses a condition that is anything else: "The HASH and INLINE_FILTER attributes support only the equality operator.
 * You can reference only top-level attributes from the search schema" ("SearchVectors").
 */
export function parseSearchCondition(reader: ExpressionReader): SearchCondition {
  const condition = parseCondition(reader)
  return { condition, equalities: equalitiesOf(condition, reader) }
}

function equalitiesOf(condition: Condition, reader: ExpressionReader): [string, WireValue][] {
  if (condition.kind === 'and') return condition.conditions.flatMap((one) => equalitiesOf(one, reader))
  if (condition.kind !== 'compare' || condition.by !== '=') throw wrongComparator(reader)
  const { left, right } = condition
  if (left.kind !== 'path' || right.kind !== 'value') throw wrongComparator(reader)
  const [name, ...below] = left.path
  if (below.length > 0)
    throw reader.refusal('Nested attributes are not supported in SearchConditionExpression')
  return [[String(name), right.value]]
}

function wrongComparator(reader: ExpressionReader): ServiceFailure {
  return reader.refusal('Invalid comparator used in SearchConditionExpression')
}
