// Checks of the operands of a condition that DynamoDB makes before it reads any item.

import { typeOf, type WireType } from '../values/wire.js'
import { compareValues } from '../values/wire-values.js'
import type { Operand } from './condition.js'
import { pathText, type Refuser } from './expression-reader.js'

const typeNames = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']
const ordered: readonly string[] = ['S', 'N', 'B']

/** Refuses operands of a type that the operator never takes, a missing path, and an operand compared with itself. */
export function checkOperands(reader: Refuser, name: string, operands: readonly Operand[]): void {
  const [first, second] = operands
  if (first === undefined) return
  if (name.startsWith('attribute_') && name !== 'attribute_type' && first.kind !== 'path')
    throw reader.refusal(`Operator or function requires a document path; operator or function: ${name}`)
  refuseSelf(reader, name, first, operands.slice(1))
  for (const operand of operands) {
    const type = typeKnown(operand)
    if (type !== undefined && !takes(name, type)) throw wrongType(reader, name, type)
  }
  if (name === 'attribute_type' && second !== undefined) checkTypeName(reader, second)
}

/** Refuses bounds of BETWEEN that are of two types or the wrong way round. */
export function requireOrder(reader: Refuser, low: Operand, high: Operand): void {
  if (low.kind !== 'value' || high.kind !== 'value') return
  const order = compareValues(low.value, high.value)
  if (order !== undefined && order <= 0) return
  const wanted =
    order === undefined
      ? 'same data type for lower and upper bounds'
      : 'upper bound to be greater than or equal to lower bound'
  const [lower, upper] = [low.value, high.value].map((one) => Object.entries(one).join().replace(',', ':'))
  throw reader.refusal(
    `The BETWEEN operator requires ${wanted}; lower bound operand: AttributeValue: {${lower}}, upper bound operand: AttributeValue: {${upper}}`,
  )
}

function takes(name: string, type: WireType): boolean {
  if (name === 'BETWEEN' || (/[<>]/.test(name) && name !== '<>')) return ordered.includes(type)
  if (name === 'begins_with') return type === 'S' || type === 'B'
  if (name === 'size') return type !== 'N' && type !== 'BOOL' && type !== 'NULL'
  return true
}

function typeKnown(operand: Operand): WireType | undefined {
  if (operand.kind === 'size') return 'N'
  return operand.kind === 'value' ? typeOf(operand.value) : undefined
}

function checkTypeName(reader: Refuser, operand: Operand): void {
  const type = operand.kind === 'value' ? typeOf(operand.value) : undefined
  if (operand.kind !== 'value' || type !== 'S')
    throw wrongType(reader, 'attribute_type', type ?? `{${typeNames.join(',')}}`)
  if (!typeNames.includes(operand.value.S ?? ''))
    throw reader.refusal(
      `Invalid attribute type name found; type: ${operand.value.S}, valid types: {${typeNames.join(',')}}`,
    )
}

function refuseSelf(reader: Refuser, name: string, first: Operand, others: readonly Operand[]): void {
  if (first.kind !== 'path') return
  // JSON tells an index from an attribute name of the same letters.
  const mark = JSON.stringify(first.path)
  if (others.some((other) => other.kind === 'path' && JSON.stringify(other.path) === mark))
    throw reader.refusal(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${pathText(first.path)}`,
    )
}

function wrongType(reader: Refuser, name: string, type: string) {
  return reader.refusal(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  )
}
