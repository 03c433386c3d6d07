// Plans that read everything: requested with scan(), or because no partition key is given.
import type { EntityModel } from '../entity/model.js'
import { QueryPlanError } from '../errors/query-plan-error.js'
import { Condition } from '../expression/condition/condition.js'
import type { ConditionNode } from '../expression/condition/condition-node.js'
import { grouped } from './condition/condition-tree.js'
import { readingWarnings, sieveText } from './reading-warnings.js'
import { sievesDeleted, unmarked } from './source/deleted-apart.js'
import { guardsInScan } from './source/guards-apart.js'
import type { Plan, QuerySpec, Rejection, Source } from './source/plan.js'
import { readingOf } from './source/reading.js'
import { checkedClauses, kindsIn, sourceText } from './source/source.js'
import { kindInScan } from './template/kind-apart.js'
import { leftOver } from './template/range-words.js'

/** The reason for a Scan. */
export interface ScanReason {
  readonly why: string
  readonly rejected: readonly Rejection[]
  readonly helpful: string | undefined
}

/**
 * Makes the plan of a Scan of a source: all conditions, as they were written, are its filter. The filter of a Scan may
 * contain key attributes.
 * @param required the stored names of the attributes that every matching item has.
 * @throws QueryPlanError if an order is requested, if a global index is to be read consistently, or if an index does
 * not contain what is requested.
 */
export function scanPlan(
  model: EntityModel,
  source: Source,
  spec: QuerySpec,
  clauses: readonly ConditionNode[],
  required: ReadonlySet<string>,
  reason: ScanReason,
): Plan {
  const entity = model.name
  const where = sourceText(source)
  const { why, rejected, helpful } = reason
  if (spec.order !== undefined)
    throw new QueryPlanError({
      entity,
      detail: `${spec.order}() needs a Query, and a Scan has no order: ${inFull(reason)}`,
    })
  const reading = readingOf(model, source, spec, clauses, required)
  const apart = kindInScan(kindsIn(model, source), source)
  const refused = [
    ...reading.refused,
    ...(apart.refused === undefined ? [] : [apart.refused]),
    ...unmarked(model, source),
  ]
  if (refused.length > 0)
    throw new QueryPlanError({
      entity,
      detail: `a Scan of ${where} cannot do this: ${refused.join('; ')}`,
    })
  const checked = checkedClauses(model, source, clauses)
  const apartBy = apart.filter ?? (model.table.shared.guarded ? guardsInScan(model, source) : undefined)
  const filter = grouped('and', apartBy === undefined ? checked.filter : [...checked.filter, apartBy])
  const sieve = grouped('and', checked.sieve)
  const inKeys = sieve === undefined ? undefined : new Condition(entity, sieve)
  const charged = 'DynamoDB charges for every item in it'
  return Object.freeze({
    operation: 'Scan',
    source,
    key: undefined,
    filter: filter === undefined ? undefined : new Condition(entity, filter),
    sieved: apart.sieved || inKeys !== undefined || sievesDeleted(model),
    sieve: inKeys,
    kinds: kindsIn(model, source),
    ranges: leftOver(clauses, apart.filter),
    why,
    rejected: Object.freeze([...rejected]),
    warnings: Object.freeze([
      `a Scan reads all of ${where}: ${charged}${filter === undefined ? '' : ', not only for those that match the filter'}`,
      ...(inKeys === undefined ? [] : [sieveText(source, inKeys, charged)]),
      ...readingWarnings(model, source, reading, spec),
    ]),
    projected: reading.projected,
    helpful,
  })
}

function inFull({ why, rejected }: ScanReason): string {
  const details = rejected.map((each) => `${each.source}: ${each.why}`)
  return details.length === 0 ? why : `${why} (${details.join('; ')})`
}
