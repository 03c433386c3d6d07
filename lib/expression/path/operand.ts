// The operands on either side of an operator, as data: paths, values, sizes; how each prints and its value for an item.
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import { sizeOf } from '../stored/stored-size.js'
import type { PathSteps } from './path.js'
import type { PrintablePath } from './printed-path.js'

/** An attribute of the item, by its path. */
export interface PathOperand extends PrintablePath {
  readonly kind: 'path'
  /** Whether a stored NULL means absence there. */
  readonly nullIsAbsence?: boolean
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

/** How expressions are printed: with placeholders for a request, or with plain names for people. */
export interface Ink {
  path(path: PathOperand): string
  value(value: AttributeValue): string
  /** Whether the text is for people, who do not need to see the tests for a NULL that means absence. */
  readonly forPeople?: boolean
  /** Called for each operator and function that is printed, to count the limits. */
  count(operators: number): void
}

/** Returns the text of an operand. */
export function printOperand(operand: Operand, ink: Ink): string {
  if (operand.kind === 'value') return ink.value(operand.value)
  if (operand.kind === 'path') return ink.path(operand)
  ink.count(1)
  return `size(${ink.path(operand.path)})`
}

/**
 * Returns the value of an operand for an item; `undefined` if there is nothing at the path, a NULL that means absence,
 * or something without a size.
 */
export function operandValue(operand: Operand, item: StoredItem): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value
  if (operand.kind === 'path') {
    const value = valueAt(item, operand.names)
    return operand.nullIsAbsence === true && isNull(value) ? undefined : value
  }
  const value = valueAt(item, operand.path.names)
  const size = value === undefined ? undefined : sizeOf(value)
  return size === undefined ? undefined : { N: String(size) }
}

/** Whether a stored value is NULL. */
export function isNull(value: AttributeValue | undefined): boolean {
  return value !== undefined && 'NULL' in value
}

/** Returns the same path without the special meaning of NULL: only what DynamoDB finds counts. */
export function rawPath({ text, names }: PathOperand): PathOperand {
  return { kind: 'path', text, names }
}

/** Returns the path that an operand reads; `undefined` for a value. */
export function pathOf(operand: Operand): PathOperand | undefined {
  if (operand.kind === 'value') return undefined
  return operand.kind === 'path' ? operand : operand.path
}

/** Returns the stored value at a path of stored names. */
export function valueAt(item: StoredItem, names: PathSteps): AttributeValue | undefined {
  return names.reduce<AttributeValue | undefined>(childAt, { M: item })
}

function childAt(value: AttributeValue | undefined, step: string | number): AttributeValue | undefined {
  if (value === undefined) return undefined
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined
  return 'M' in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined
}
