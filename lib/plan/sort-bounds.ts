// Several comparisons of one sort key attribute as the one that a key condition takes.
import type { AttributeValue } from '../entity/attribute-value.js'
import type { Comparison } from '../expression/condition-node.js'
import type { OperatorName } from '../expression/operators.js'
import { compareStored } from '../expression/stored-order.js'
import { beginsWith } from '../expression/stored-parts.js'
import { withOperator } from './condition-tree.js'

/** What comparisons say together: one comparison, that nothing meets them all, or that a key condition cannot say it. */
export type Bounds = Comparison | 'nothing' | 'inexpressible'

interface Bound {
  readonly value: AttributeValue
  readonly inclusive: boolean
  readonly from: Comparison
}

/**
 * One comparison for several ranges (lt, lte, gt, gte, between, beginsWith, all with values) of one attribute, of which there is at
 * least one: gte and lte become between, the narrower of two bounds wins. DynamoDB takes one condition per key attribute, and BETWEEN
 * includes both its bounds, so that gt with lte is inexpressible.
 */
export function boundsOf(first: Comparison, others: readonly Comparison[]): Bounds {
  if (others.length === 0) return first
  const all = [first, ...others]
  const prefixes = all.filter(({ operator }) => operator === 'beginsWith')
  if (prefixes.length > 0) return prefixes.length < all.length ? 'inexpressible' : longest(prefixes)
  const low = tightest(
    all.flatMap((node) => bound(node, 0, 'gt', 'gte')),
    1,
  )
  const high = tightest(
    all.flatMap((node) => bound(node, 1, 'lt', 'lte')),
    -1,
  )
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

function bound(from: Comparison, at: 0 | 1, exclusive: OperatorName, inclusive: OperatorName): Bound[] {
  const operand = from.operator === 'between' ? from.operands[at] : from.operands[0]
  const fits = from.operator === 'between' || from.operator === exclusive || from.operator === inclusive
  if (!fits || operand?.kind !== 'value') return []
  return [{ value: operand.value, inclusive: from.operator !== exclusive, from }]
}

function tightest(bounds: readonly Bound[], sign: 1 | -1): Bound | undefined {
  return bounds.reduce<Bound | undefined>((best, next) => {
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
