// Key conditions of sources for queries of one shape: how they are made of the values of a query.
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { sameNode } from '../condition/same-node.js'
import type { Source } from '../source/plan.js'
import { keyPartsOf } from '../source/source.js'
import type { Candidate } from './candidate.js'
import { filledPart, nameIn, type PartRecipe, partRecipe } from './part-recipe.js'

/** What a key attribute is compared with: a clause of the query, or what a template makes of several. */
type KeyRecipe = number | PartRecipe

/** How a source serves the queries of a shape: clauses by their places. */
export interface UseRecipe {
  readonly source: Source
  readonly key: readonly KeyRecipe[]
  readonly rest: readonly number[]
}

/** Shorter than any limit of a key attribute at three bytes per character. */
const mostCharacters = 340

/** Whether its values are such that every key attribute may have. Of others, some decide, and some are refused. */
export function isOrdinary(clause: ConditionNode | undefined): boolean {
  if (clause?.kind !== 'comparison') return false
  for (const operand of clause.operands) {
    if (operand.kind !== 'value') return false
    const { value } = operand
    const size = 'S' in value ? value.S.length : 'B' in value ? value.B.length : 'N' in value ? 1 : 0
    if (size === 0 || size > mostCharacters) return false
  }
  return true
}

/** Returns how a source serves queries of this shape; `undefined` if that depends on their values. */
export function useRecipe(
  { source, use }: Candidate,
  clauses: readonly ConditionNode[],
): UseRecipe | undefined {
  if (use.never !== undefined) return undefined
  const key: KeyRecipe[] = []
  for (const part of keyPartsOf(source))
    if (part.template !== undefined) {
      const made = partRecipe(part, use.parts.find((each) => each.part === part)?.comparison, clauses)
      if (made === undefined) return undefined
      if (made !== 'nothing') key.push(made)
    } else {
      const at = clauses.findIndex((clause) => nameIn(clause) === part.name && includes(use.key, clause))
      if (at >= 0) key.push(at)
    }
  const rest = use.rest.map((clause) => clauses.indexOf(clause))
  const recipe = { source, key, rest }
  const again = filledKey(recipe, clauses)
  const isSame =
    again?.length === use.key.length && again.every((each, at) => sameNode(each, use.key[at] as Comparison))
  return isSame && !rest.includes(-1) ? recipe : undefined
}

const includes = (key: readonly ConditionNode[], clause: ConditionNode): boolean => key.includes(clause)

/** Returns the key condition of a source; `undefined` if these values need planning. */
export function filledKey(
  { key }: UseRecipe,
  clauses: readonly ConditionNode[],
): readonly Comparison[] | undefined {
  const comparisons: Comparison[] = []
  for (const part of key) {
    const comparison = typeof part === 'number' ? (clauses[part] as Comparison) : filledPart(part, clauses)
    if (comparison === undefined) return undefined
    comparisons.push(comparison)
  }
  return comparisons
}
