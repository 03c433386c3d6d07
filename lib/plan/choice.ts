// Choice among the sources that fit a query.
import type { Candidate } from './key/candidate.js'
import type { QuerySpec, Source } from './source/plan.js'

interface Criterion {
  /** The source with the higher weight is chosen. */
  weigh(candidate: Candidate, spec: QuerySpec): number
  /** Why the other source was not chosen; follows "it fits too, but ". */
  readonly lost: string
}

/**
 * The criteria. The first one that distinguishes two sources decides. After the last one, the order in the definition
 * decides, so that the same query is always planned in the same way.
 *
 * | | chosen is | because |
 * | --- | --- | --- |
 * | 1 | the table, if its whole key is given by eq | that is at most one item |
 * | 2 | the source whose key condition uses more key attributes | fewer items are read that the filter then drops |
 * | 3 | if an order is requested, a source with a sort key | the others have no order |
 * | 4 | the table before a local index before a global one | the table is always up to date and needs no index |
 * | 5 | the source that reads fewer attributes (keys, listed ones, all, again from the table) | it costs less |
 * | 6 | the first in the definition | the plan is always the same |
 */
const criteria: readonly Criterion[] = [
  { weigh: isOneItem, lost: 'the whole key of the table is given' },
  { weigh: ({ use }) => use.reach, lost: 'its key condition uses fewer attributes' },
  {
    weigh: ({ source }, { order }) => (order === undefined || source.key.sort.length > 0 ? 1 : 0),
    lost: 'it has no sort key, and an order is requested',
  },
  {
    weigh: ({ source }) => ['global', 'local', 'table'].indexOf(source.kind),
    lost: 'the table takes precedence over local indexes, and those over global ones',
  },
  {
    weigh: attributeThrift,
    lost: 'more attributes are read from it',
  },
]

function isOneItem({ source, use }: Candidate): number {
  const size = source.key.partition.length + source.key.sort.length
  const equal = use.key.filter(({ operator }) => operator === 'eq')
  return source.kind === 'table' && equal.length === size ? 1 : 0
}

function attributeThrift({ source, reading }: Candidate, { full }: QuerySpec): number {
  if (reading.fetched.length > 0 || (full && reading.projected !== undefined)) return 0
  const { projection } = source
  return projection === 'all' ? 1 : projection === 'keys' ? 3 : 2
}

/** The best of the sources that fit, and why each of the others was not chosen. */
export interface Choice {
  readonly best: Candidate
  readonly lost: ReadonlyMap<Source, string>
}

/** Chooses among candidates that fit, given in the order of the definition. Returns `undefined` if there are none. */
export function chooseFrom(candidates: readonly Candidate[], spec: QuerySpec): Choice | undefined {
  const [first, ...others] = candidates
  if (first === undefined) return undefined
  const best = others.reduce((best, next) => (duel(best, next, spec).advantage < 0 ? next : best), first)
  const rest = candidates.filter((candidate) => candidate !== best)
  const lost = new Map(
    rest.map((other) => [other.source, `it fits too, but ${duel(best, other, spec).lost}`]),
  )
  return { best, lost }
}

function duel(one: Candidate, other: Candidate, spec: QuerySpec): { advantage: number; lost: string } {
  for (const { weigh, lost } of criteria) {
    const advantage = weigh(one, spec) - weigh(other, spec)
    if (advantage !== 0) return { advantage, lost }
  }
  return { advantage: 0, lost: 'it comes later in the definition' }
}
