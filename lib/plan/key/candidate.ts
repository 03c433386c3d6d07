// A source weighed for a query: whether it can serve it, and how.
import type { EntityModel } from '../../entity/model.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import type { QueryWishes, Source } from '../source/plan.js'
import { noReading, type Reading, readingOf } from '../source/reading.js'
import { type KeyUse, useKey } from './key-use.js'

/** A source with what it makes of a query. */
export interface Candidate {
  readonly source: Source
  readonly use: KeyUse
  readonly reading: Reading
  /** What stands against it, each with its way out; nothing where it fits. */
  readonly against: readonly string[]
}

/**
 * Weighs a source for clauses in their normal form. Being sparse or partial stands against it unless it is chosen by hand.
 * @param required the stored names of the attributes that every item sought has.
 */
export function candidateOf(
  model: EntityModel,
  source: Source,
  wishes: QueryWishes,
  clauses: readonly ConditionNode[],
  required: ReadonlySet<string>,
): Candidate {
  const use = useKey(source, clauses)
  if (use.missing.length > 0) return { source, use, reading: noReading, against: [] }
  const reading = readingOf(model, source, wishes, use.rest, required)
  const reserved = wishes.index === undefined ? reading.reserved : []
  return { source, use, reading, against: [...use.blocked, ...reading.refused, ...reserved] }
}
