// The plan of a Query of one source: key condition, filter, and what to know about it.
import type { KeyPart } from '../entity/key/key.js'
import type { EntityModel } from '../entity/model.js'
import { Condition } from '../expression/condition/condition.js'
import type { ConditionNode } from '../expression/condition/condition-node.js'
import { grouped } from './condition/condition-tree.js'
import type { Candidate } from './key/candidate.js'
import { missingText } from './missing-text.js'
import { readingWarnings } from './reading-warnings.js'
import type { Plan, QueryWishes, Rejection, Source } from './source/plan.js'
import { propertyOf, quotedList, sourceText } from './source/source.js'

/** What is known about the sources that were not chosen. */
export interface QueryNotes {
  readonly others: readonly OtherSource[]
  /** The other sources that fit: they may give another order. */
  readonly rivals: readonly Candidate[]
}

/** A source that was not chosen, with the reason or what its partition key lacks. */
export interface OtherSource {
  readonly source: Source
  readonly why: string | undefined
  readonly missing: readonly KeyPart[]
  readonly clauses: readonly ConditionNode[]
}

/** Makes the plan of a Query of this candidate, which must fit. */
export function queryPlan(
  model: EntityModel,
  taken: Candidate,
  wishes: QueryWishes,
  notes: QueryNotes,
): Plan {
  return new QueryPlan({ model, taken, wishes, notes })
}

interface Grounds {
  readonly model: EntityModel
  readonly taken: Candidate
  readonly wishes: QueryWishes
  readonly notes: QueryNotes
}

// Most plans are run and never explained, so the words are only made on demand.
class QueryPlan implements Plan {
  readonly operation = 'Query'
  readonly source: Source
  readonly key: Condition | undefined
  readonly filter: Condition | undefined
  readonly held: ReadonlySet<string> | undefined
  readonly helpful = undefined
  readonly grounds: Grounds

  constructor(grounds: Grounds) {
    const { model, taken } = grounds
    const { source, use, reading } = taken
    this.source = source
    this.key = conditionOf(model, use.key)
    this.filter = conditionOf(model, use.rest)
    this.held = reading.held
    this.grounds = grounds
    Object.freeze(this)
  }

  get why(): string {
    const { model, taken, wishes } = this.grounds
    return reasonFor(model, taken, wishes)
  }

  get rejected(): readonly Rejection[] {
    return Object.freeze(
      this.grounds.notes.others.map(({ source, why, missing, clauses }) => ({
        source: source.label,
        why: why ?? missingText(missing, clauses),
      })),
    )
  }

  get warnings(): readonly string[] {
    const { model, taken, wishes, notes } = this.grounds
    return Object.freeze([
      ...(this.filter === undefined
        ? []
        : [
            `the filter (${this.filter}) is checked after reading: DynamoDB charges for every item that matches the key condition`,
          ]),
      ...orderWarnings(taken, wishes, notes.rivals),
      ...readingWarnings(model, taken.source, taken.reading, wishes),
    ])
  }
}

function conditionOf(model: EntityModel, clauses: readonly ConditionNode[]): Condition | undefined {
  const node = grouped('and', clauses)
  return node === undefined ? undefined : new Condition(model.name, node)
}

function reasonFor(model: EntityModel, { source, use }: Candidate, { index, order }: QueryWishes): string {
  const names = use.key.flatMap(({ left }) =>
    left.kind === 'path' ? propertyOf(model, String(left.names[0])) : [],
  )
  const chosen = index === undefined ? '' : ', chosen with index()'
  const ordered = source.key.sort.map(({ property }) => property)
  const by =
    order === undefined || ordered.length === 0 ? '' : `, in ${order} order of ${quotedList(ordered)}`
  return `${sourceText(source)}${chosen}: its key condition uses ${quotedList(names)}${by}`
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
    // The table's partition key alone identifies one item, for which any order is right.
    return source.kind === 'table' ? [] : [`${where} has no sort key: its items come in no certain order`]
  const others = rivals.filter(({ source: other }) => {
    const theirs = other.key.sort.map(({ property }) => property)
    return theirs.length > 0 && theirs.join() !== ours.join()
  })
  if (others.length === 0) return []
  const otherwise = others.map(
    ({ source: other }) =>
      `${sourceText(other)} would order them by ${quotedList(other.key.sort.map(({ property }) => property))}`,
  )
  return [`items are ordered by ${quotedList(ours)} (${where}); ${otherwise.join(', ')}`]
}
