// The right side of an update's action as data: how it prints, and its value for an item.
import { type AttributeValue, attributeType, type StoredItem } from '../../entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { type Ink, type PathOperand, type ValueOperand, valueAt } from '../path/operand.js'
import { unfit } from './update-functions.js'
import {
  type OperandFunctionName,
  type OperandFunctionRow,
  operandFunctions,
} from './update-operand-functions.js'

/** A function of two operands. */
export interface FunctionOperand {
  readonly kind: 'function'
  readonly name: OperandFunctionName
  readonly first: OperandNode
  readonly second: OperandNode
}

export type OperandNode = PathOperand | ValueOperand | FunctionOperand

/** Returns a function of two operands as frozen data. */
export function functionOperand(
  name: OperandFunctionName,
  first: OperandNode,
  second: OperandNode,
): FunctionOperand {
  return Object.freeze({ kind: 'function', name, first, second })
}

/** Returns the text of an operand. */
export function printUpdateOperand(operand: OperandNode, ink: Ink): string {
  if (operand.kind === 'value') return ink.value(operand.value)
  if (operand.kind === 'path') return ink.path(operand)
  ink.count(1)
  const row: OperandFunctionRow = operandFunctions[operand.name]
  return row.print(printUpdateOperand(operand.first, ink), printUpdateOperand(operand.second, ink))
}

/**
 * Returns the value of an operand for an item.
 * @throws InvalidUpdateError if an attribute is absent or of a type that the function does not accept; DynamoDB rejects
 * the update, too.
 */
export function updateOperandValue(operand: OperandNode, item: StoredItem): AttributeValue {
  if (operand.kind === 'value') return operand.value
  if (operand.kind === 'path') {
    const value = valueAt(item, operand.names)
    if (value === undefined)
      throw new InvalidUpdateError({
        detail: `the attribute ${operand.text} is absent from the item; ifNotExists() gives a value instead`,
      })
    return value
  }
  const row: OperandFunctionRow = operandFunctions[operand.name]
  const { first, second } = operand
  const left =
    row.needsPath && first.kind === 'path' ? valueAt(item, first.names) : updateOperandValue(first, item)
  const value = row.apply(left, updateOperandValue(second, item))
  if (value === unfit)
    throw new InvalidUpdateError({
      detail: `${operand.name} cannot be applied to ${[first, second].map((side) => described(side, item)).join(' and ')}`,
    })
  return value
}

/** Returns the paths that an operand reads. */
export function pathsRead(operand: OperandNode): readonly PathOperand[] {
  if (operand.kind === 'value') return []
  if (operand.kind === 'path') return [operand]
  return [...pathsRead(operand.first), ...pathsRead(operand.second)]
}

function described(side: OperandNode, item: StoredItem): string {
  if (side.kind === 'function') return `the result of ${side.name}`
  if (side.kind === 'value') return `a value stored as ${attributeType(side.value)}`
  const value = valueAt(item, side.names)
  return value === undefined ? side.text : `${side.text} (stored as ${attributeType(value)})`
}
