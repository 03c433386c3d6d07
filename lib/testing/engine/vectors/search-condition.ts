// SearchConditionExpression: equalities of top-level attributes of the search schema, joined by AND.
import type { Condition } from '../expressions/condition.js'
import { parseCondition } from '../expressions/condition-parser.js'
import type { ExpressionReader } from '../expressions/expression-reader.js'
import type { VectorSchema } from '../storage/table-schema.js'
import { invalid, type ServiceFailure } from '../values/service-failure.js'
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

/** The partition that a condition names, of an index that has partitions. Refuses what is not of the search schema. */
export function partitionOf(
  condition: SearchCondition | undefined,
  index: VectorSchema,
): WireValue | undefined {
  const types = new Map(
    [...(index.partition === undefined ? [] : [index.partition]), ...index.filters].map(({ name, type }) => [
      name,
      type,
    ]),
  )
  for (const [name, value] of condition?.equalities ?? []) {
    const type = types.get(name)
    if (type === undefined)
      throw invalid(
        `SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: ${name}`,
      )
    if (value[type] === undefined)
      throw invalid(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      )
  }
  if (index.partition === undefined) return undefined
  const { name } = index.partition
  const given = condition?.equalities.find(([attribute]) => attribute === name)
  if (given === undefined)
    throw invalid('SearchConditionExpression must be provided when SearchSchema has a HASH key')
  return given[1]
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
