// Several comparisons of one sort key attribute, combined into the one that a key condition allows.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison } from '../../expression/condition/condition-node.js'
import { operators } from '../../expression/condition/operators.js'
import { compareStored } from '../../expression/stored/stored-order.js'
import { beginsWith } from '../../expression/stored/stored-parts.js'
import { withOperator } from '../condition/condition-tree.js'
import { type RangeEnd, rangeEndOf } from '../condition/operator-sense.js'

/** The combination: one comparison, that nothing matches all of them, or that a key condition cannot express it. */
export type Bounds = Comparison | 'nothing' | 'inexpressible'

interface Bound extends RangeEnd {
  readonly value: AttributeValue
  readonly from: Comparison
}

/**
 * Combines one or more ranges (lt, lte, gt, gte, between, beginsWith, all with values) of one attribute into one
 * comparison: gte and lte become between, and of two bounds the narrower one is kept. DynamoDB allows one condition per
 * key attribute, and BETWEEN includes both of its bounds, so gt with lte is inexpressible.
 */
export function boundsOf(first: Comparison, others: readonly Comparison[]): Bounds {
  if (others.length === 0) return first
  const all = [first, ...others]
  const prefixes = all.filter(({ operator }) => operators[operator].operands === 'prefix')
  if (prefixes.length > 0) return prefixes.length < all.length ? 'inexpressible' : longest(prefixes)
  const ends = all.flatMap(endsOf)
  const low = tightest(ends, 'lower')
  const high = tightest(ends, 'upper')
  if (low === undefined || high === undefined) return (low ?? high)?.from ?? 'inexpressible'
  return between(low, high)
}

function between(low: Bound, high: Bound): Bounds {
  const order = compareStored(low.value, high.value)
  if (order === undefined) return 'inexpressible'
  const inclusive = low.inclusive && high.inclusive
  if (order > 0 || (order === 0 && !inclusive)) return 'nothing'
  if (!inclusive) return 'inexpressible'
  if (low.from === high.from) return low.from
  const operands = [low.value, high.value].map((value) => ({ kind: 'value', value }) as const)
  return order === 0
    ? withOperator(low.from, 'eq', operands.slice(0, 1))
    : withOperator(low.from, 'between', operands)
}

function endsOf(from: Comparison): Bound[] {
  const [first, last = first] = from.operands
  if (first?.kind !== 'value' || last?.kind !== 'value') return []
  const end = rangeEndOf(from.operator)
  if (end !== undefined) return [{ ...end, value: first.value, from }]
  if (operators[from.operator].operands !== 'range') return []
  return [
    { side: 'lower', inclusive: true, value: first.value, from },
    { side: 'upper', inclusive: true, value: last.value, from },
  ]
}

function tightest(bounds: readonly Bound[], side: Bound['side']): Bound | undefined {
  const sign = side === 'lower' ? 1 : -1
  return bounds
    .filter((each) => each.side === side)
    .reduce<Bound | undefined>((best, next) => {
      if (best === undefined) return next
      const order = (compareStored(next.value, best.value) ?? 0) * sign
      return order > 0 || (order === 0 && !next.inclusive) ? next : best
    }, undefined)
}

function longest(prefixes: readonly Comparison[]): Bounds {
  let best: Comparison | undefined
  for (const next of prefixes) {
    const a = best?.operands[0]
    const b = next.operands[0]
    if (best === undefined || a?.kind !== 'value' || b?.kind !== 'value') best = next
    else if (beginsWith(b.value, a.value)) best = next
    else if (!beginsWith(a.value, b.value)) return 'nothing'
  }
  return best ?? 'inexpressible'
}
