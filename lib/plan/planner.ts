// Plans queries: which source serves the conditions, as a Query if possible, otherwise as a Scan.
import type { EntityModel } from '../entity/model.js'
import { QueryPlanError } from '../errors/query-plan-error.js'
import type { ConditionNode } from '../expression/condition/condition-node.js'
import { remembered } from '../util/remembered.js'
import { chooseFrom } from './choice.js'
import { conjuncts } from './condition/condition-tree.js'
import { clausesOf } from './condition/normal-form.js'
import { distinct } from './condition/same-node.js'
import { type Candidate, candidateOf } from './key/candidate.js'
import { separated } from './kind-conditions.js'
import { KnownChoice } from './known-choice.js'
import { missingText } from './missing-text.js'
import { type QueryGrounds, queryPlan } from './query-plan.js'
import { helpfulIndex, type ScanReason, scanPlan } from './scan-plan.js'
import { withoutDeleted } from './source/deleted-apart.js'
import type { Plan, QuerySpec, Source } from './source/plan.js'
import { requiredNames } from './source/presence.js'
import { keyPartsOf, quotedList, sourcesOf, sourceText } from './source/source.js'

/**
 * Plans a query. Nothing is sent, and the same query always has the same plan.
 *
 * A source (the table or an index) fits if each attribute of its partition key has an eq, the sort key takes its
 * conditions from left to right (eq, then at most one range), and a filter may contain everything else. `choice.ts` has
 * the table that chooses among several. If the partition key of no source is given, the table is scanned. If one is
 * given, but its source cannot serve the query, the query is rejected and never silently scanned.
 * @throws QueryPlanError if the index is unknown, if DynamoDB rejects the conditions in their place, or if nothing can
 * match the conditions on key attributes; the message names the attribute, the operator and what to do instead.
 */
export function planQuery(model: EntityModel, requested: QuerySpec): Plan {
  const shown = model.deletion === undefined ? requested : withoutDeleted(model, requested)
  const spec = model.discriminator?.kinds === undefined ? shown : separated(model, shown)
  const { sources, indexed } = placesOf(model)
  const given = spec.conditions.map(({ node }) => node)
  const clauses = clausesOf(given, indexed)
  const query: RequestedQuery = { model, spec, clauses, sources }
  const scan = (source: Source, reason: ScanReason): Plan =>
    scanPlan(model, source, spec, distinct(given.flatMap(conjuncts)), requiredIn(query), reason)
  if (spec.scan) {
    const source = spec.index === undefined ? sources[0] : indexNamed(query, spec.index)
    return scan(source, { why: `scan() reads ${sourceText(source)}`, rejected: [], helpful: undefined })
  }
  const known = new KnownChoice(model, spec, clauses)
  const { found } = known
  if (found !== undefined) return queryPlan(model, found, () => taken(query, weighed(query)))
  const candidates = weighed(query)
  if (spec.index !== undefined || candidates.some(({ use }) => use.missing.length === 0)) {
    const grounds = taken(query, candidates)
    known.remember(grounds.taken, candidates, indexed)
    return queryPlan(model, grounds.taken, () => grounds)
  }
  return scan(sources[0], {
    why: 'neither the table nor an index has its whole partition key given by eq',
    rejected: candidates.map(({ source, use }) => ({
      source: source.label,
      why: missingText(use.missing, clauses),
    })),
    helpful: helpfulIndex(model, clauses),
  })
}

/** A query with its conditions in their normal form, and the sources that it may read. */
interface RequestedQuery {
  readonly model: EntityModel
  readonly spec: QuerySpec
  readonly clauses: readonly ConditionNode[]
  readonly sources: readonly [Source, ...Source[]]
}

const noNames: ReadonlySet<string> = new Set([])

// Required attributes only matter for indexes, which may lack items.
const requiredIn = ({ clauses, sources }: RequestedQuery): ReadonlySet<string> =>
  sources.length > 1 ? requiredNames(clauses) : noNames

// The sources of items, and the stored names of all key attributes.
const placesOf = remembered((model: EntityModel) => {
  const sources = sourcesOf(model)
  const parts = sources.flatMap((source) => [...keyPartsOf(source), ...source.key.attributes])
  return { sources, indexed: new Set(parts.map(({ name }) => name)) }
})

function weighed(query: RequestedQuery): readonly Candidate[] {
  const { model, spec, clauses, sources } = query
  const required = requiredIn(query)
  const weigh = (source: Source): Candidate => candidateOf(model, source, spec, clauses, required)
  return spec.index === undefined ? sources.map(weigh) : [weigh(indexNamed(query, spec.index))]
}

function taken(query: RequestedQuery, candidates: readonly Candidate[]): QueryGrounds {
  const [first] = candidates
  return query.spec.index === undefined || first === undefined
    ? best(query, candidates)
    : byHand(query, first)
}

function byHand({ model, spec, clauses, sources }: RequestedQuery, candidate: Candidate): QueryGrounds {
  const { source, use, against } = candidate
  const where = sourceText(source)
  if (use.missing.length > 0)
    throw refusal(
      model,
      `${where} cannot be queried: ${missingText(use.missing, clauses)}; scan() reads all of it`,
    )
  if (use.never !== undefined) throw refusal(model, `nothing can match: ${use.never}`)
  if (against.length > 0) throw refusal(model, `${where} cannot serve this query: ${against.join('; ')}`)
  const why = `${where} was chosen with index()`
  const others = sources
    .filter((each) => each !== source)
    .map((other) => ({ source: other, why, missing: [], clauses }))
  return { model, taken: candidate, spec, notes: { others, rivals: [] } }
}

function best({ model, spec, clauses }: RequestedQuery, candidates: readonly Candidate[]): QueryGrounds {
  const able = candidates.filter(({ use }) => use.missing.length === 0)
  // What is never true for a sparse index may be true for items that are not in the index.
  const contradiction = able.find(({ use, reading }) => use.never !== undefined && !reading.partial)
  if (contradiction !== undefined) throw refusal(model, `nothing can match: ${contradiction.use.never}`)
  const fitting = able.filter(({ against }) => against.length === 0)
  const choice = chooseFrom(fitting, spec)
  if (choice === undefined) throw refusal(model, noneFits(able))
  const others = candidates
    .filter((candidate) => candidate !== choice.best)
    .map(({ source, use: { missing }, against }) => {
      const why = missing.length > 0 ? undefined : (choice.lost.get(source) ?? against.join('; '))
      return { source, why, missing, clauses }
    })
  const rivals = fitting.filter((candidate) => candidate !== choice.best)
  return { model, taken: choice.best, spec, notes: { others, rivals } }
}

function noneFits(able: readonly Candidate[]): string {
  const troubles = able.map(({ source, against }) => `${titled(sourceText(source))}: ${against.join('; ')}`)
  return `no Query can serve these conditions. ${troubles.join('. ')}. scan() accepts any condition, but reads everything`
}

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function indexNamed({ model, sources }: RequestedQuery, label: string): Source {
  const found = sources.find((source) => source.kind !== 'table' && source.label === label)
  if (found !== undefined) return found
  const labels = [...model.indexes.keys()]
  const there = labels.length === 0 ? 'the entity has none' : `the indexes are ${quotedList(labels)}`
  throw refusal(model, `there is no index '${label}': ${there}`)
}

const refusal = ({ name }: EntityModel, detail: string): QueryPlanError =>
  new QueryPlanError({ entity: name, detail })
