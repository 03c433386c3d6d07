// A source as a candidate for a query: whether it can serve the query, and how.
import type { EntityModel } from '../../entity/model.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { unmarked } from '../source/deleted-apart.js'
import { guardsRequested } from '../source/guards-apart.js'
import type { QuerySpec, Source } from '../source/plan.js'
import { noReading, type Reading, readingOf } from '../source/reading.js'
import { kindsIn } from '../source/source.js'
import { type KindApart, kindInRange, noApart } from '../template/kind-apart.js'
import { type KeyUse, useKey } from './key-use.js'

/** A source, and how it would serve a query. */
export interface Candidate {
  readonly source: Source
  readonly use: KeyUse
  readonly reading: Reading
  /** How items of other kinds are kept out. */
  readonly apart: KindApart
  /** The reasons against it, each with what to do instead; empty if it fits. */
  readonly against: readonly string[]
}

/**
 * Evaluates a source for clauses in their normal form. That an index is sparse or partial counts against it, unless the
 * user chose it.
 * @param required the stored names of the attributes that every matching item has.
 */
export function candidateOf(
  model: EntityModel,
  source: Source,
  spec: QuerySpec,
  clauses: readonly ConditionNode[],
  required: ReadonlySet<string>,
): Candidate {
  const use = useKey(source, clauses)
  if (use.missing.length > 0) return { source, use, reading: noReading, apart: noApart, against: [] }
  const apart = model.plain ? noApart : kindInRange(kindsIn(model, source), source, knownPieces(source, use))
  const reading = readingOf(model, source, spec, use.rest, required)
  const reserved = spec.index === undefined ? reading.reserved : []
  const against = [
    ...use.blocked,
    ...(model.table.shared.guarded ? guardsRequested(model, use.key) : []),
    ...reading.refused,
    ...(model.deletion === undefined ? [] : unmarked(model, source)),
    ...(apart.refused === undefined ? [] : [apart.refused]),
    ...reserved,
  ]
  return { source, use, reading, apart, against }
}

// How many pieces of the sort key's template the key condition gives.
function knownPieces({ key }: Source, { parts }: KeyUse): number {
  const [sort] = key.sort
  return parts.find(({ part }) => part === sort)?.known ?? 0
}
