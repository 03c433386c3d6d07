// Use of clauses by a Query of one source: its key condition, the rest for the filter, and what prevents it.

import type { KeyAttributePart } from '../../entity/key/key.js'
import { keyFailures } from '../../entity/key/key-values.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { rootName, touches } from '../condition/condition-tree.js'
import type { Source } from '../source/plan.js'
import { keyPartsOf } from '../source/source.js'
import { lowered, type PartUse } from '../template/lowered.js'
import { keyTroubles } from './key-trouble.js'
import { settleClauses } from './settled-clauses.js'
import { sortConditions } from './sort-conditions.js'

/** How a source would serve clauses. */
export interface KeyUse {
  /** The partition key attributes without an eq: a Query needs one for each. */
  readonly missing: readonly KeyAttributePart[]
  /** How many attributes the key condition speaks of. */
  readonly reach: number
  /** What key attributes that are made of others are used for. */
  readonly parts: readonly PartUse[]
  /** One comparison per key attribute that the key condition uses, in the order of the key. */
  readonly key: readonly Comparison[]
  /** What the filter must check. */
  readonly rest: readonly ConditionNode[]
  /** Why no item at all can match the clauses. */
  readonly never: string | undefined
  /** Why DynamoDB would reject it, each reason with what to do instead. */
  readonly blocked: readonly string[]
}

/** Finds out how a source would serve clauses in their normal form. */
export function useKey(source: Source, clauses: readonly ConditionNode[]): KeyUse {
  if (!source.key.made) return useStored(source, clauses)
  const { clauses: stored, missing, parts, never, absent } = lowered(source, clauses)
  const none = { reach: 0, parts, key: [], rest: clauses, never, blocked: absent }
  if (missing.length > 0 || never !== undefined) return { ...none, missing }
  if (parts.length === keyPartsOf(source).length) return useMade(parts, stored, absent)
  const use = useStored(source, stored)
  if (use.missing.length > 0) return { ...none, missing: use.missing }
  const named = new Set(parts.flatMap(({ used }) => used))
  const plain = use.key.filter(
    ({ left }) => !parts.some(({ part }) => left.kind === 'path' && rootName(left) === part.name),
  )
  return { ...use, parts, reach: named.size + plain.length, blocked: [...absent, ...use.blocked] }
}

// All key attributes are made, so that no condition speaks of them but those that were made for them.
function useMade(
  parts: readonly PartUse[],
  stored: readonly ConditionNode[],
  absent: readonly string[],
): KeyUse {
  const key = parts.flatMap(({ comparison }) => comparison ?? [])
  return {
    missing: [],
    reach: new Set(parts.flatMap(({ used }) => used)).size,
    parts,
    key,
    rest: stored.slice(key.length),
    never: undefined,
    blocked: absent,
  }
}

// By the key attributes themselves.
function useStored(source: Source, clauses: readonly ConditionNode[]): KeyUse {
  const { partition } = source.key
  const settled = settleClauses(source, clauses)
  const missing = partition.filter(({ name }) => !settled.equals.has(name))
  if (missing.length > 0)
    return { missing, reach: 0, parts: noParts, key: [], rest: clauses, never: undefined, blocked: [] }
  const sorted = sortConditions(source, settled)
  const key = [...partition.flatMap(({ name }) => settled.equals.get(name) ?? []), ...sorted.key]
  // An eq on a sort key attribute that comes too late is left over like any other clause.
  const late = [...settled.equals.values()].filter((equal) => !key.includes(equal))
  const rest = [...late, ...settled.rest.filter((clause) => !sorted.used.has(clause))]
  const names = new Set(keyPartsOf(source).map(({ name }) => name))
  const refused = rest.filter((clause) => touches(clause, names))
  const equals = key.filter(({ operator }) => operator === 'eq')
  const ranges = key.filter(({ operator }) => operator !== 'eq')
  return {
    missing,
    reach: key.length,
    parts: noParts,
    key,
    rest,
    never: settled.never ?? sorted.never ?? valueTroubles(source, equals)[0],
    blocked: [
      ...settled.absent,
      ...valueTroubles(source, ranges),
      ...(refused.length === 0 ? [] : keyTroubles(source, refused, key)),
    ],
  }
}

const noParts: readonly PartUse[] = Object.freeze([])

// DynamoDB rejects an empty or too long value of a key attribute, even in a comparison.
function valueTroubles({ key }: Source, comparisons: readonly Comparison[]): string[] {
  const troubles: string[] = []
  for (const { left, operands } of comparisons)
    for (const operand of operands) {
      if (left.kind !== 'path' || operand.kind !== 'value' || isSurelyFit(operand.value)) continue
      for (const { path, message } of keyFailures([key], { [rootName(left)]: operand.value }))
        troubles.push(`'${path.join('.')}' ${message}`)
    }
  return troubles
}

// Shorter than the smallest limit (1,024 bytes, a sort key) at three bytes per character. Most values are, and need no
// closer check.
function isSurelyFit(value: AttributeValue): boolean {
  const length = 'S' in value ? value.S.length : 'B' in value ? value.B.length : 1
  return length > 0 && length < 341
}
