// One operator applied: its row of the table decides what is allowed, its operand kind how arguments become operands.
import type { AttributeType } from '../entity/attribute-value.js'
import { InvalidConditionError } from '../errors/invalid-condition-error.js'
import { Condition } from './condition.js'
import type { Comparison } from './condition-node.js'
import { type Operand, pathOf } from './operand.js'
import { operandKinds, type ReadOperand } from './operand-kinds.js'
import { type OperatorName, type OperatorRow, operators } from './operators.js'
import { pathOperand, referentOf, type Subject, subjectText } from './subject.js'
import type { Place } from './value-operand.js'

/** The names of all condition operators. */
export const operatorNames = Object.freeze(Object.keys(operators)) as readonly OperatorName[]

/**
 * The condition that an operator makes of a path (or its size) and the operator's arguments.
 * @param attr makes the references that a callback in the place of a value is given.
 * @throws ValidationError for a value that does not fit the struct at the path.
 * @throws InvalidConditionError for an operator that is not for this attribute, and for operands that DynamoDB refuses.
 */
export function compare(
  subject: Subject,
  operator: OperatorName,
  args: readonly unknown[],
  attr: () => unknown,
): Condition {
  const row: OperatorRow = operators[operator]
  const place: Place = { ...subject, operator }
  checkLeft(place, row)
  const read: ReadOperand = (value, encode) => {
    const other = referentOf(value) ?? (typeof value === 'function' ? referentOf(value(attr())) : undefined)
    if (other !== undefined) return referenceOperand(place, row, other)
    if (typeof value === 'function')
      refuse(place, 'the callback must answer an attribute, such as attr => attr.total')
    return encode(value)
  }
  const operands = Object.freeze([...operandKinds[row.operands](place, args, read)])
  const left = sideOf(subject)
  const node: Comparison = { kind: 'comparison', operator, left, operands }
  if (operands.some((operand) => sameSide(operand, left)))
    refuse(place, 'DynamoDB does not compare an attribute with itself')
  return new Condition(subject.root.entity, node)
}

function checkLeft(place: Place, row: OperatorRow): void {
  const { types } = place.path.codec
  if (place.size) {
    if (!row.afterSize) refuse(place, 'it does not go with size()')
    return
  }
  if (!types.some((type) => row.types.includes(type)))
    refuse(place, `it is for ${row.types.join(', ')}, and the attribute is stored as ${types.join(', ')}`)
}

function referenceOperand(place: Place, row: OperatorRow, other: Subject): Operand {
  if (other.root.entity !== place.root.entity)
    refuse(place, `${subjectText(other)} is an attribute of another entity, ${other.root.entity}`)
  const types = typesOf(other)
  const possible =
    row.operands === 'member' ? types : typesOf(place).filter((type) => row.types.includes(type))
  if (!types.some((type) => possible.includes(type)))
    refuse(
      place,
      `${subjectText(other)} is stored as ${types.join(', ')}, which never compares with ${possible.join(', ')}`,
    )
  return sideOf(other)
}

const typesOf = ({ path, size }: Subject): readonly AttributeType[] => (size ? ['N'] : path.codec.types)

function sideOf(subject: Subject): Comparison['left'] {
  const path = pathOperand(subject.path)
  return subject.size ? Object.freeze({ kind: 'size', path }) : path
}

function sameSide(a: Operand, b: Operand): boolean {
  return a.kind === b.kind && pathOf(a) !== undefined && pathOf(a)?.text === pathOf(b)?.text
}

function refuse(place: Place, detail: string): never {
  throw new InvalidConditionError({
    entity: place.root.entity,
    detail: `${place.operator} on ${subjectText(place)}: ${detail}`,
  })
}
