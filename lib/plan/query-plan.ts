// The plan of a Query of one source: key condition, filter, and what to know about it.
import type { KeyAttributePart } from '../entity/key/key.js'
import type { EntityModel } from '../entity/model.js'
import { type Condition, innerCondition } from '../expression/condition/condition.js'
import type { ConditionNode } from '../expression/condition/condition-node.js'
import { grouped } from './condition/condition-tree.js'
import type { Candidate } from './key/candidate.js'
import type { Chosen } from './known-choice.js'
import { missingText } from './missing-text.js'
import { readingWarnings, sieveText } from './reading-warnings.js'
import { sievesDeleted } from './source/deleted-apart.js'
import { guardsInRange } from './source/guards-apart.js'
import type { Plan, QuerySpec, Rejection, Source } from './source/plan.js'
import { checkedClauses, kindsIn, orderOf, propertyOf, quotedList, sourceText } from './source/source.js'
import { rangeWords } from './template/range-words.js'

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
  readonly missing: readonly KeyAttributePart[]
  readonly clauses: readonly ConditionNode[]
}

/** All that was found out for a plan, from which its words are made. */
export interface QueryGrounds {
  readonly model: EntityModel
  readonly taken: Candidate
  readonly spec: QuerySpec
  readonly notes: QueryNotes
}

/**
 * Makes the plan of a Query of a source that fits.
 * @param grounds called for its words only: most plans are run and never explained.
 */
export function queryPlan(model: EntityModel, chosen: Chosen, grounds: () => QueryGrounds): Plan {
  return new QueryPlan(model, chosen, grounds)
}

class QueryPlan implements Plan {
  readonly operation = 'Query'
  readonly source: Source
  readonly key: Condition | undefined
  readonly filter: Condition | undefined
  readonly sieved: boolean
  readonly kinds: EntityModel
  readonly sieve: Condition | undefined
  readonly projected: ReadonlySet<string> | undefined
  readonly helpful = undefined
  readonly grounds: () => QueryGrounds

  constructor(model: EntityModel, { source, use, reading, apart }: Chosen, grounds: () => QueryGrounds) {
    this.source = source
    this.key = conditionOf(model, use.key)
    const { filter, sieve } = checkedClauses(model, source, use.rest)
    const apartBy = apart.filter ?? (model.table.shared.guarded ? guardsInRange(model, source) : undefined)
    this.filter = conditionOf(model, apartBy === undefined ? filter : [...filter, apartBy])
    this.sieve = conditionOf(model, sieve)
    this.sieved = apart.sieved || sieve.length > 0 || (model.deletion !== undefined && sievesDeleted(model))
    this.kinds = kindsIn(model, source)
    this.projected = reading.projected
    this.grounds = grounds
    Object.freeze(this)
  }

  get why(): string {
    const { model, taken, spec } = this.grounds()
    return reasonFor(model, taken, spec)
  }

  get ranges(): readonly string[] {
    const { use, apart } = this.grounds().taken
    return rangeWords(use.parts, use.rest, apart.filter)
  }

  get rejected(): readonly Rejection[] {
    return Object.freeze(
      this.grounds().notes.others.map(({ source, why, missing, clauses }) => ({
        source: source.label,
        why: why ?? missingText(missing, clauses),
      })),
    )
  }

  get warnings(): readonly string[] {
    const { model, taken, spec, notes } = this.grounds()
    return Object.freeze([
      ...filterWarnings(model, taken),
      ...orderWarnings(taken, spec, notes.rivals),
      ...readingWarnings(model, taken.source, taken.reading, spec),
    ])
  }
}

// In terms of attributes: how kinds are marked is not the user's concern.
function filterWarnings(model: EntityModel, { source, use, apart }: Candidate): string[] {
  const { filter, sieve } = checkedClauses(model, source, use.rest)
  const [rest, inKeys] = [conditionOf(model, filter), conditionOf(model, sieve)]
  const charged = 'DynamoDB charges for every item that matches the key condition'
  const read = inKeys === undefined ? [] : [sieveText(model, source, inKeys, charged)]
  if (rest !== undefined) return [`the filter (${rest}) is checked after reading: ${charged}`, ...read]
  if (read.length > 0) return read
  return apart.sieved ? [`items of other kinds in the same range are left out after reading: ${charged}`] : []
}

function conditionOf(model: EntityModel, clauses: readonly ConditionNode[]): Condition | undefined {
  const node = clauses.length === 0 ? undefined : grouped('and', clauses)
  return node && innerCondition(model.name, node)
}

function reasonFor(model: EntityModel, { source, use }: Candidate, { index, order }: QuerySpec): string {
  const used = use.key.flatMap(({ left }) => {
    const name = left.kind === 'path' ? String(left.names[0]) : ''
    return use.parts.find(({ part }) => part.name === name)?.used ?? [name]
  })
  const names = [...new Set(used)].map((name) => propertyOf(model, name))
  const chosen = index === undefined ? '' : ', chosen with index()'
  const ordered = orderOf(source)
  const by =
    order === undefined || ordered.length === 0 ? '' : `, in ${order} order of ${quotedList(ordered)}`
  const uses =
    names.length === 0
      ? 'its partition key is the same for all items'
      : `its key condition uses ${quotedList(names)}`
  return `${sourceText(source)}${chosen}: ${uses}${by}`
}

function orderWarnings({ source }: Candidate, { order }: QuerySpec, rivals: readonly Candidate[]): string[] {
  if (order === undefined) return []
  const where = sourceText(source)
  const ours = orderOf(source)
  const sorts = source.key.sort.length > 0
  if (ours.length === 0 && sorts)
    return [`the sort key of ${where} does not sort by attributes: its items come in the order of that key`]
  if (ours.length === 0)
    // The table's partition key alone identifies one item, for which any order is right.
    return source.kind === 'table' ? [] : [`${where} has no sort key: its items come in no particular order`]
  const others = rivals.filter(({ source: other }) => {
    const theirs = orderOf(other)
    return theirs.length > 0 && theirs.join() !== ours.join()
  })
  if (others.length === 0) return []
  const otherwise = others.map(
    ({ source: other }) => `${sourceText(other)} would order them by ${quotedList(orderOf(other))}`,
  )
  return [`items are ordered by ${quotedList(ours)} (${where}); ${otherwise.join(', ')}`]
}
