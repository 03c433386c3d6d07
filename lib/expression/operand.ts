// What stands on either side of an operator, as data: paths, values, sizes; how each prints and what it is on an item.
import type { AttributeValue, StoredItem } from '../entity/attribute-value.js'
import type { PathSteps } from './path.js'
import type { PrintablePath } from './printed-path.js'
import { sizeOf } from './stored-size.js'

/** An attribute of the item, by its path. */
export interface PathOperand extends PrintablePath {
  readonly kind: 'path'
}

/** `size()` of an attribute. */
export interface SizeOperand {
  readonly kind: 'size'
  readonly path: PathOperand
}

/** A value, in its stored form. */
export interface ValueOperand {
  readonly kind: 'value'
  readonly value: AttributeValue
}

export type Operand = PathOperand | SizeOperand | ValueOperand

/** What texts are written with: placeholders for a request, plain names for people. */
export interface Ink {
  path(path: PathOperand): string
  value(value: AttributeValue): string
  /** Told of each operator and function written, so that limits are counted while printing. */
  count(operators: number): void
}

/** An operand as text. */
export function printOperand(operand: Operand, ink: Ink): string {
  if (operand.kind === 'value') return ink.value(operand.value)
  if (operand.kind === 'path') return ink.path(operand)
  ink.count(1)
  return `size(${ink.path(operand.path)})`
}

/** What an operand is on an item; `undefined` where the path leads to nothing, or to something without a size. */
export function operandValue(operand: Operand, item: StoredItem): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value
  if (operand.kind === 'path') return valueAt(item, operand.names)
  const value = valueAt(item, operand.path.names)
  const size = value === undefined ? undefined : sizeOf(value)
  return size === undefined ? undefined : { N: String(size) }
}

/** The path that an operand looks at; `undefined` for a value. */
export function pathOf(operand: Operand): PathOperand | undefined {
  if (operand.kind === 'value') return undefined
  return operand.kind === 'path' ? operand : operand.path
}

/** The stored value at a path of stored names. */
export function valueAt(item: StoredItem, names: PathSteps): AttributeValue | undefined {
  return names.reduce<AttributeValue | undefined>(childAt, { M: item })
}

function childAt(value: AttributeValue | undefined, step: string | number): AttributeValue | undefined {
  if (value === undefined) return undefined
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined
  return 'M' in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined
}
