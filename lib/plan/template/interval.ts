// Intervals of values put together: what lies in all of them, and what lies around all of them.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { compareStored } from '../../expression/stored/stored-order.js'
import { beginsWith } from '../../expression/stored/stored-parts.js'

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

/** The least interval around all of several; `undefined` if one of them is not known. */
export function hull(intervals: readonly (ValueInterval | undefined)[]): ValueInterval | undefined {
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
