// One operator applied: its row of the table decides what is allowed, its operand kind how arguments become operands.
import type { AttributeType } from '../../entity/struct/attribute-value.js'
import { takesAtMost } from '../../errors/arity.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { isClass } from '../../util/declared-class.js'
import { quieted } from '../../util/quieted.js'
import { CallbackParts } from '../path/callback-parts.js'
import { type Operand, pathOf } from '../path/operand.js'
import { type Refer, referentOf, type Subject, subjectText } from '../path/subject.js'
import { Condition } from './condition.js'
import type { Comparison } from './condition-node.js'
import {
  type EncodeOperand,
  mostOperatorArguments,
  type OperandPlace,
  operandKinds,
} from './operand-kinds.js'
import { type OperatorName, type OperatorRow, operators } from './operators.js'
import type { ComparisonPlace } from './value-operand.js'

/** The names of all condition operators. */
export const operatorNames = Object.freeze(Object.keys(operators)) as readonly OperatorName[]

/**
 * Returns the condition that an operator makes from a path (or its size) and the arguments of the operator.
 * @throws ValidationError or InvalidConditionError as `comparison`.
 */
export function compare(
  subject: Subject,
  operator: OperatorName,
  args: readonly unknown[],
  refer: Refer,
): Condition {
  const { entity, parts } = subject.root
  return new Condition(entity, comparison(subject, operator, args, refer), parts)
}

/**
 * Returns the comparison that an operator makes from a path (or its size) and the arguments of the operator.
 * @param refer makes the references that callbacks in place of a value receive.
 * @throws ValidationError if a value does not fit the struct at the path.
 * @throws InvalidConditionError if the operator does not apply to the attribute, or if DynamoDB rejects the operands.
 */
export function comparison(
  subject: Subject,
  operator: OperatorName,
  args: readonly unknown[],
  refer: Refer,
): Comparison {
  const row: OperatorRow = operators[operator]
  const { root, path, size } = subject
  const place: OperandPlace = { root, path, size, operator, refer }
  checkLeft(place, row)
  const most = mostOperatorArguments[row.operands]
  if (args.length > most) refuse(place, `it ${takesAtMost(most)}, but received ${args.length}`)
  const operands = Object.freeze(operandKinds[row.operands](place, args, readOperand))
  const left = sideOf(subject)
  for (const operand of operands)
    if (sameSide(operand, left)) refuse(place, 'DynamoDB does not compare an attribute with itself')
  return { kind: 'comparison', operator, left, operands }
}

// A reference, or a callback that returns one, becomes a path; everything else is a value.
function readOperand(place: OperandPlace, value: unknown, encode: EncodeOperand): Operand {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    return encode(place, value)
  const called = typeof value === 'function'
  const other =
    referentOf(value) ??
    (called ? referentOf(calledOperand(place, value as (attr: unknown) => unknown)) : undefined)
  if (other !== undefined) return referenceOperand(place, other)
  if (called) refuse(place, 'the callback must return an attribute, such as attr => attr.total')
  return encode(place, value)
}

// A condition is useless in place of a value, so none may be built here.
function calledOperand(place: OperandPlace, callback: (attr: unknown) => unknown): unknown {
  const { entity, codec } = place.root
  const parts = new CallbackParts()
  const made = called(place, () => callback(place.refer({ entity, codec, parts })), callback)
  const [dropped] = parts.end(undefined)
  if (dropped !== undefined)
    refuse(place, `the callback builds the condition ${String(dropped)}, but must return an attribute`)
  return made
}

function called(place: OperandPlace, run: () => unknown, callback: { readonly name: string }): unknown {
  try {
    return quieted(run())
  } catch (error) {
    if (!isClass(callback)) throw error
    return refuse(place, `a class (${callback.name}) is neither a value nor a callback`)
  }
}

function checkLeft(place: ComparisonPlace, row: OperatorRow): void {
  const { types } = place.path.codec
  if (place.size) {
    if (!row.afterSize) refuse(place, 'it cannot be combined with size()')
    return
  }
  for (const type of types) if (row.types.includes(type)) return
  refuse(place, `it applies to ${row.types.join(', ')}, but the attribute is stored as ${types.join(', ')}`)
}

function referenceOperand(place: ComparisonPlace, other: Subject): Operand {
  const row: OperatorRow = operators[place.operator]
  if (other.root.entity !== place.root.entity)
    refuse(place, `${subjectText(other)} is an attribute of another entity, ${other.root.entity}`)
  const types = typesOf(other)
  const possible =
    row.operands === 'member' ? types : typesOf(place).filter((type) => row.types.includes(type))
  if (!types.some((type) => possible.includes(type)))
    refuse(
      place,
      `${subjectText(other)} is stored as ${types.join(', ')}, which can never match ${possible.join(', ')}`,
    )
  return sideOf(other)
}

const typesOf = ({ path, size }: Subject): readonly AttributeType[] => (size ? ['N'] : path.codec.types)

function sideOf({ path, size }: Subject): Comparison['left'] {
  return size ? Object.freeze({ kind: 'size', path: path.operand }) : path.operand
}

function sameSide(a: Operand, b: Operand): boolean {
  return a.kind === b.kind && pathOf(a) !== undefined && pathOf(a)?.text === pathOf(b)?.text
}

function refuse(place: ComparisonPlace, detail: string): never {
  throw new InvalidConditionError({
    entity: place.root.entity,
    detail: `${place.operator} on ${subjectText(place)}: ${detail}`,
  })
}
