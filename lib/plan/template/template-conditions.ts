// Conditions on the attributes of a templated key attribute, and the comparison that stands for them.
import type { Slot } from '../../entity/key/template/slot.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import type { OperatorName } from '../../expression/condition/operators.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { requiredNames } from '../source/presence.js'
import type { GivenValue } from './given-values.js'
import type { ValueInterval } from './interval.js'
import type { RangeComparison } from './key-range.js'
import { intervalOf } from './value-interval.js'

/** Conditions on the attributes in a template. */
export interface Conditions {
  /** By stored name. */
  readonly equals: ReadonlyMap<string, GivenValue>
  readonly clauses: readonly ConditionNode[]
}

/** What a template makes of conditions. */
export interface TemplateUse {
  /** What the key condition says of the key attribute; `undefined` if nothing. */
  readonly comparison: Comparison | undefined
  /** The conditions that it stands for: every key in its range meets them. */
  readonly covered: readonly ConditionNode[]
  /** The stored names of the attributes that it speaks of. */
  readonly used: readonly string[]
  /** How many pieces of the template are known, before what is known only in part. */
  readonly known: number
  /** Why no item at all can meet the conditions. */
  readonly never: string | undefined
}

/** A condition, with what it leaves to one attribute. */
export interface ClauseOn {
  readonly clause: ConditionNode
  readonly interval: ValueInterval
}

/**
 * The conditions that leave a slot an interval. Of values that are stored without order none is the least, so that
 * there are no intervals. Where items may lack the attribute, conditions that such an item can meet leave none either.
 */
export function clausesOn(
  { name, codec, partial }: Slot,
  clauses: readonly ConditionNode[],
): readonly ClauseOn[] {
  if (codec.unsorted === true) return []
  return clauses.flatMap((clause) => {
    const interval = intervalOf(clause, name)
    if (interval === undefined || (partial && !requiredNames([clause]).has(name))) return []
    return { clause, interval }
  })
}

/** Whether a range says all of a condition: each end that the condition sets is there, and exact. */
export function isCovered(
  { low, high, prefix, exact }: ValueInterval,
  there: { readonly low: boolean; readonly high: boolean; readonly start: boolean },
  ends: RangeComparison['exact'],
): boolean {
  return (
    exact &&
    (low === undefined || (there.low && ends.low)) &&
    (high === undefined || (there.high && ends.high)) &&
    (prefix === undefined || (there.start && ends.start))
  )
}

/** Why no value can meet bounds. */
export const nothingBetween = ({ property }: Slot): string =>
  `the bounds of '${property}' leave nothing between them`

/** The path to a key attribute. */
export function keyPath(name: string): PathOperand {
  return Object.freeze({ kind: 'path', text: name, names: Object.freeze([name]) })
}

/** A comparison of a key attribute with values. */
export function comparisonOn(
  left: PathOperand,
  operator: OperatorName,
  values: readonly AttributeValue[],
): Comparison {
  return Object.freeze({
    kind: 'comparison',
    operator,
    left,
    operands: Object.freeze(values.map((value) => Object.freeze({ kind: 'value' as const, value }))),
  })
}
