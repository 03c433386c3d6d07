// Plans that read everything: asked for by scan(), or because nothing gives a partition key.
import type { EntityModel } from '../entity/model.js'
import { QueryPlanError } from '../errors/query-plan-error.js'
import { Condition } from '../expression/condition/condition.js'
import type { ConditionNode } from '../expression/condition/condition-node.js'
import { grouped } from './condition/condition-tree.js'
import { readingWarnings } from './reading-warnings.js'
import type { Plan, QueryWishes, Rejection, Source } from './source/plan.js'
import { readingOf } from './source/reading.js'
import { sourceText } from './source/source.js'

/** Why a Scan. */
export interface ScanReason {
  readonly why: string
  readonly rejected: readonly Rejection[]
  readonly helpful: string | undefined
}

/**
 * A Scan of a source: all conditions, as they were written, are its filter. Key attributes may stand in the filter of a Scan.
 * @param required the stored names of the attributes that every item sought has.
 * @throws QueryPlanError where an order is asked for, a global index is to be read consistently, or an index does not hold what is
 * asked for.
 */
export function scanPlan(
  model: EntityModel,
  source: Source,
  wishes: QueryWishes,
  clauses: readonly ConditionNode[],
  required: ReadonlySet<string>,
  reason: ScanReason,
): Plan {
  const entity = model.name
  const where = sourceText(source)
  const { why, rejected, helpful } = reason
  if (wishes.order !== undefined)
    throw new QueryPlanError({
      entity,
      detail: `${wishes.order}() needs a Query, and a Scan has no order: ${inFull(reason)}`,
    })
  const reading = readingOf(model, source, wishes, clauses, required)
  if (reading.refused.length > 0)
    throw new QueryPlanError({
      entity,
      detail: `a Scan of ${where} cannot do this: ${reading.refused.join('; ')}`,
    })
  const filter = grouped('and', clauses)
  return Object.freeze({
    operation: 'Scan',
    source,
    key: undefined,
    filter: filter === undefined ? undefined : new Condition(entity, filter),
    why,
    rejected: Object.freeze([...rejected]),
    warnings: Object.freeze([
      `a Scan reads all of ${where}: DynamoDB charges for every item in it${filter === undefined ? '' : ', not only for those that the filter leaves'}`,
      ...readingWarnings(model, source, reading, wishes),
    ]),
    held: reading.held,
    helpful,
  })
}

function inFull({ why, rejected }: ScanReason): string {
  const details = rejected.map((each) => `${each.source}: ${each.why}`)
  return details.length === 0 ? why : `${why} (${details.join('; ')})`
}
