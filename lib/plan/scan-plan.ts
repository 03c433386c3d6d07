// Plans that read everything: requested with scan(), or because no partition key is given.
import type { EntityModel } from '../entity/model.js'
import { QueryPlanError } from '../errors/query-plan-error.js'
import { Condition } from '../expression/condition/condition.js'
import type { Comparison, ConditionNode } from '../expression/condition/condition-node.js'
import { type OperatorRow, operators } from '../expression/condition/operators.js'
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
      ...(inKeys === undefined ? [] : [sieveText(model, source, inKeys, charged)]),
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

/**
 * Returns the key of an index that would serve clauses (in their normal form), as a definition: partition by an
 * attribute with eq, sort by another one that is compared. If there are only ranges, the partition is left open, for
 * some attribute that the query can give by eq. Returns `undefined` if no index could help.
 */
export function helpfulIndex(model: EntityModel, clauses: readonly ConditionNode[]): string | undefined {
  const comparisons = clauses.flatMap((clause) => comparisonOn(model, clause) ?? [])
  const equal = comparisons.find(({ operator }) => operator === 'eq')
  const others = comparisons.filter(({ property }) => property !== equal?.property)
  const sort = others.find(({ operator }) => operator !== 'eq') ?? others[0]
  if (equal === undefined && sort === undefined) return undefined
  const side = (property: string): string =>
    quoted(model.table.declared === undefined ? property : `{${property}}`)
  const sides = [`partition: ${equal === undefined ? '<one given by eq>' : side(equal.property)}`]
  if (sort !== undefined) sides.push(`sort: ${side(sort.property)}`)
  return `{ ${sides.join(', ')} }`
}

interface IndexableComparison {
  readonly property: string
  readonly operator: Comparison['operator']
}

function comparisonOn(model: EntityModel, clause: ConditionNode): IndexableComparison | undefined {
  if (clause.kind !== 'comparison' || clause.left.kind !== 'path' || clause.left.names.length !== 1)
    return undefined
  const [name] = clause.left.names
  const row: OperatorRow = operators[clause.operator]
  if (row.keys.length === 0 || clause.operands.some(({ kind }) => kind !== 'value')) return undefined
  const property = model.properties.find((each) => model.codec.at(each)?.name === name)
  const types = property === undefined ? [] : (model.codec.at(property)?.codec.types ?? [])
  const [type] = types
  const indexable = types.length === 1 && (type === 'S' || type === 'N' || type === 'B')
  return property !== undefined && indexable ? { property, operator: clause.operator } : undefined
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
