// The plan of a Query of one source: key condition, filter, and what is to be known of it.
import type { EntityModel } from '../entity/model.js'
import { Condition } from '../expression/condition.js'
import type { Candidate } from './candidate.js'
import { grouped } from './condition-tree.js'
import type { Plan, QueryWishes, Rejection } from './plan.js'
import { readingWarnings } from './reading-warnings.js'
import { listed, propertyOf, sourceText } from './source.js'

/** What is said of a Query beside what it is. */
export interface QueryNotes {
  readonly rejected: readonly Rejection[]
  /** The other sources that fit: they may give another order. */
  readonly rivals: readonly Candidate[]
}

/** The plan of a Query of this candidate, which must fit. */
export function queryPlan(
  model: EntityModel,
  taken: Candidate,
  wishes: QueryWishes,
  notes: QueryNotes,
): Plan {
  const { source, use, reading } = taken
  const key = grouped('and', use.key)
  const filter = grouped('and', use.rest)
  const condition = filter === undefined ? undefined : new Condition(model.name, filter)
  return Object.freeze({
    operation: 'Query',
    source,
    key: key === undefined ? undefined : new Condition(model.name, key),
    filter: condition,
    why: reasonFor(model, taken, wishes),
    rejected: Object.freeze([...notes.rejected]),
    warnings: Object.freeze([
      ...(condition === undefined
        ? []
        : [
            `the filter (${condition}) is checked after reading: DynamoDB charges for every item that the key condition finds`,
          ]),
      ...orderWarnings(taken, wishes, notes.rivals),
      ...readingWarnings(model, source, reading, wishes),
    ]),
    held: reading.held,
    helpful: undefined,
  })
}

function reasonFor(model: EntityModel, { source, use }: Candidate, { index, order }: QueryWishes): string {
  const names = use.key.flatMap(({ left }) =>
    left.kind === 'path' ? propertyOf(model, String(left.names[0])) : [],
  )
  const chosen = index === undefined ? '' : ', chosen by hand'
  const ordered = source.key.sort.map(({ property }) => property)
  const by = order === undefined || ordered.length === 0 ? '' : `, in ${order} order of ${listed(ordered)}`
  return `${sourceText(source)}${chosen}: its key condition takes ${listed(names)}${by}`
}

function orderWarnings(
  { source }: Candidate,
  { order }: QueryWishes,
  rivals: readonly Candidate[],
): string[] {
  if (order === undefined) return []
  const where = sourceText(source)
  const ours = source.key.sort.map(({ property }) => property)
  if (ours.length === 0)
    // The table's partition key alone is one item, which any order is right for.
    return source.kind === 'table' ? [] : [`${where} has no sort key: its items come in no certain order`]
  const others = rivals.filter(({ source: other }) => {
    const theirs = other.key.sort.map(({ property }) => property)
    return theirs.length > 0 && theirs.join() !== ours.join()
  })
  if (others.length === 0) return []
  const otherwise = others.map(
    ({ source: other }) =>
      `${sourceText(other)} would give them by ${listed(other.key.sort.map(({ property }) => property))}`,
  )
  return [`items come in the order of ${listed(ours)} (${where}); ${otherwise.join(', ')}`]
}
