// What a condition says of the values of one attribute: the interval that they lie in.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { type OperatorRow, operators } from '../../expression/condition/operators.js'
import { compareStored } from '../../expression/stored/stored-order.js'
import { beginsWith } from '../../expression/stored/stored-parts.js'
import { withOperator } from '../condition/condition-tree.js'
import { oppositeOf, rangeEndOf } from '../condition/operator-sense.js'

/** One end of an interval. */
export interface ValueBound {
  readonly value: AttributeValue
  readonly inclusive: boolean
}

/** The values of an attribute for which a condition can hold. */
export interface ValueInterval {
  readonly low?: ValueBound | undefined
  readonly high?: ValueBound | undefined
  /** What the values begin with. */
  readonly prefix?: AttributeValue | undefined
  /** Whether there are no values at all. */
  readonly none?: boolean
  /** Whether the condition holds for every value of the interval. */
  readonly exact: boolean
}

/** The interval that a condition leaves to an attribute, which is there; `undefined` if it leaves all values. */
export function intervalOf(node: ConditionNode, name: string): ValueInterval | undefined {
  if (node.kind === 'comparison') return ofComparison(node, name)
  if (node.kind === 'not') {
    const inner = node.condition
    const operator = inner.kind === 'comparison' ? oppositeOf(inner.operator, true) : undefined
    return inner.kind === 'comparison' && operator !== undefined
      ? ofComparison(withOperator(inner, operator), name)
      : undefined
  }
  const parts = node.conditions.map((part) => intervalOf(part, name))
  if (node.kind === 'and') return inexact(common(parts.filter((part) => part !== undefined)))
  return inexact(hull(parts))
}

/** The values that lie in all of several intervals. */
export function common(intervals: readonly ValueInterval[]): ValueInterval | undefined {
  const [first, ...others] = intervals
  if (first === undefined) return undefined
  return others.reduce(
    (all, next) => ({
      low: tighter(all.low, next.low, 1),
      high: tighter(all.high, next.high, -1),
      prefix: longer(all.prefix, next.prefix),
      none: all.none === true || next.none === true || isApart(all.prefix, next.prefix),
      exact: all.exact && next.exact,
    }),
    first,
  )
}

function ofComparison({ left, operator, operands }: Comparison, name: string): ValueInterval | undefined {
  if (left.kind !== 'path' || left.names.length !== 1 || left.names[0] !== name) return undefined
  const values = operands.flatMap((operand) => (operand.kind === 'value' ? operand.value : []))
  const [value, last = value] = values
  if (value === undefined || last === undefined || values.length < operands.length) return undefined
  if (operator === 'eq') return between(value, value)
  const end = rangeEndOf(operator)
  const bound = { value, inclusive: end?.inclusive ?? true }
  if (end !== undefined)
    return end.side === 'lower' ? { low: bound, exact: true } : { high: bound, exact: true }
  const row: OperatorRow = operators[operator]
  if (row.operands === 'range') return between(value, last)
  if (row.operands === 'prefix') return { prefix: value, exact: true }
  return row.operands === 'list' ? inexact(hull(values.map((each) => between(each, each)))) : undefined
}

const between = (low: AttributeValue, high: AttributeValue): ValueInterval => ({
  low: { value: low, inclusive: true },
  high: { value: high, inclusive: true },
  exact: true,
})

const inexact = (interval: ValueInterval | undefined): ValueInterval | undefined =>
  interval === undefined ? undefined : { ...interval, exact: false }

// The least interval around all of them.
function hull(intervals: readonly (ValueInterval | undefined)[]): ValueInterval | undefined {
  const known = intervals.filter((each) => each !== undefined)
  const [first, ...others] = known.map(withoutPrefix)
  if (first === undefined || known.length < intervals.length) return undefined
  const all = others.reduce(
    (wide, next) => ({
      low: wider(wide.low, next.low, -1),
      high: wider(wide.high, next.high, 1),
      exact: false,
    }),
    first,
  )
  return all.low === undefined && all.high === undefined ? undefined : all
}

// No string is below its own beginning.
function withoutPrefix({ low, high, prefix, exact }: ValueInterval): ValueInterval {
  const least = prefix === undefined ? undefined : { value: prefix, inclusive: true }
  return { low: tighter(low, least, 1), high, exact }
}

// `sign` 1: the higher of two lower ends; -1: the lower of two upper ends. Of equal ones the exclusive one.
function tighter(a: ValueBound | undefined, b: ValueBound | undefined, sign: 1 | -1): ValueBound | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const order = (compareStored(b.value, a.value) ?? 0) * sign
  return order > 0 || (order === 0 && !b.inclusive) ? b : a
}

// `sign` -1: the lower of two lower ends; 1: the higher of two upper ends. Of equal ones the inclusive one; nothing if
// they have no order.
function wider(a: ValueBound | undefined, b: ValueBound | undefined, sign: 1 | -1): ValueBound | undefined {
  const order = a === undefined || b === undefined ? undefined : compareStored(b.value, a.value)
  if (order === undefined) return undefined
  return order * sign > 0 || (order === 0 && b?.inclusive === true) ? b : a
}

const longer = (a: AttributeValue | undefined, b: AttributeValue | undefined): AttributeValue | undefined =>
  a !== undefined && (b === undefined || beginsWith(a, b)) ? a : b

const isApart = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean =>
  a !== undefined && b !== undefined && !beginsWith(a, b) && !beginsWith(b, a)
