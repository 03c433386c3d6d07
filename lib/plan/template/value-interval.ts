// Interval in which the values of one attribute lie, from a condition.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { type OperatorRow, operators } from '../../expression/condition/operators.js'
import type { Operand } from '../../expression/path/operand.js'
import { withOperator } from '../condition/condition-tree.js'
import { oppositeOf, rangeEndOf } from '../condition/operator-sense.js'
import { common, hull, type ValueInterval } from './interval.js'

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

function ofComparison({ left, operator, operands }: Comparison, name: string): ValueInterval | undefined {
  if (left.kind !== 'path' || left.names.length !== 1 || left.names[0] !== name) return undefined
  const values: AttributeValue[] = []
  for (let at = 0; at < operands.length; at++) {
    const operand = operands[at] as Operand
    if (operand.kind !== 'value') return undefined
    values.push(operand.value)
  }
  const value = values[0]
  const last = values[1] ?? value
  if (value === undefined || last === undefined) return undefined
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
