// Evaluates a condition on an item, by DynamoDB's rules for missing attributes and values of different types.

import { typeOf, type WireItem, type WireValue } from '../values/wire.js'
import { bytesOf, compareValues, sameValue, setMembers } from '../values/wire-values.js'
import type { Comparator, Condition, Operand, Predicate } from './condition.js'
import { valueAt } from './item-path.js'

/** `item` is empty if the item does not exist. */
export function meets(item: WireItem, condition: Condition): boolean {
  const read = (operand: Operand) => resolve(item, operand)
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((one) => meets(item, one))
    case 'or':
      return condition.conditions.some((one) => meets(item, one))
    case 'not':
      return !meets(item, condition.condition)
    case 'compare':
      return compares(condition.by, read(condition.left), read(condition.right))
    case 'between': {
      const value = read(condition.of)
      return compares('>=', value, read(condition.low)) && compares('<=', value, read(condition.high))
    }
    case 'in': {
      const value = read(condition.of)
      return condition.values.some((one) => compares('=', value, read(one)))
    }
    case 'predicate':
      return holds(condition.name, condition.operands.map(read))
  }
}

function resolve(item: WireItem, operand: Operand): WireValue | undefined {
  if (operand.kind === 'value') return operand.value
  if (operand.kind === 'path') return valueAt(item, operand.path)
  const value = resolve(item, operand.of)
  const size = value === undefined ? undefined : sizeOf(value)
  return size === undefined ? undefined : { N: String(size) }
}

// A string's size is its length in UTF-16 units, as DynamoDB Local has it; a binary's is in bytes.
function sizeOf(value: WireValue): number | undefined {
  if (value.S !== undefined) return value.S.length
  if (value.B !== undefined) return bytesOf(value)?.length
  if (value.M !== undefined) return Object.keys(value.M).length
  return value.L?.length ?? setMembers(value)?.length
}

function compares(by: Comparator, left: WireValue | undefined, right: WireValue | undefined): boolean {
  // A missing attribute is unequal to everything, other missing attributes included.
  if (left === undefined || right === undefined) return by === '<>'
  if (by === '=') return sameValue(left, right)
  if (by === '<>') return !sameValue(left, right)
  const order = compareValues(left, right)
  if (order === undefined) return false
  if (by === '<') return order < 0
  if (by === '<=') return order <= 0
  return by === '>' ? order > 0 : order >= 0
}

function holds(name: Predicate, operands: readonly (WireValue | undefined)[]): boolean {
  const [value, argument] = operands
  if (name === 'attribute_exists') return value !== undefined
  if (name === 'attribute_not_exists') return value === undefined
  if (value === undefined || argument === undefined) return false
  if (name === 'attribute_type') return typeOf(value) === argument.S
  return name === 'contains' ? contains(value, argument) : beginsWith(value, argument)
}

function contains(value: WireValue, argument: WireValue): boolean {
  const members = value.L ?? setMembers(value)
  if (members !== undefined) return members.some((one) => sameValue(one, argument))
  const [whole, part] = [bytesOf(value), bytesOf(argument)]
  return (
    typeOf(value) === typeOf(argument) && whole !== undefined && part !== undefined && whole.includes(part)
  )
}

function beginsWith(value: WireValue, argument: WireValue): boolean {
  const [whole, part] = [bytesOf(value), bytesOf(argument)]
  if (typeOf(value) !== typeOf(argument) || whole === undefined || part === undefined) return false
  return whole.subarray(0, part.length).equals(part)
}
