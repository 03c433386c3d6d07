// The table of operand kinds: how the arguments of an operator become its operands.

import type { Codec } from '../../entity/codec/codec.js'
import type { AttributeType } from '../../entity/struct/attribute-value.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { ofThisRealm } from '../../util/own-realm.js'
import type { Operand, ValueOperand } from '../path/operand.js'
import { type Refer, subjectText } from '../path/subject.js'
import { compareStored } from '../stored/stored-order.js'
import { type OperandKind, operators, ordered } from './operators.js'
import {
  type ComparisonPlace,
  doesNotFit,
  encodeOperand,
  madeOperand,
  numberOperand,
  operandType,
  partOperand,
} from './value-operand.js'

/** An operator applied to a subject, and the function that makes the references for callbacks. */
export interface OperandPlace extends ComparisonPlace {
  readonly refer: Refer
}

/** Encodes a value in its stored form. */
export type EncodeOperand = (place: ComparisonPlace, value: unknown) => ValueOperand

/**
 * Reads a right side: a reference, or a callback that returns one, becomes a path; everything else goes to `encode`.
 */
export type ReadOperand = (place: OperandPlace, value: unknown, encode: EncodeOperand) => Operand

type Reader = (place: OperandPlace, args: readonly unknown[], read: ReadOperand) => Operand[]

/** How many arguments the operators of each kind take. */
export const mostOperatorArguments: Record<OperandKind, number> = {
  none: 0,
  value: 1,
  range: 2,
  list: 1,
  prefix: 1,
  member: 1,
  type: 1,
}

/** One reader per kind. */
export const operandKinds: Record<OperandKind, Reader> = {
  none: () => [],

  value: (place, [value], read) => [comparable(place, value, read)],

  range(place, [from, to], read) {
    const low = comparable(place, from, read)
    const high = comparable(place, to, read)
    if (low.kind === 'value' && high.kind === 'value') {
      const order = compareStored(low.value, high.value)
      if (order === undefined) refuse(place, 'the bounds must have the same type')
      if (order > 0) refuse(place, 'the lower bound is greater than the upper bound')
    }
    return [low, high]
  },

  list(place, [given], read) {
    const values = ofThisRealm(given)
    if (!Array.isArray(values) && !(values instanceof Set))
      refuse(place, `expected a list of values (an array or a Set), not ${kindOf(values)}`)
    return [...values].map((value: unknown) => comparable(place, value, read))
  },

  prefix: (place, [prefix], read) => [read(place, defined(place, prefix), partOperand)],

  member: (place, [member], read) => [read(place, defined(place, member), memberOperand)],

  type(place, [type]) {
    if (!(operators.type.types as readonly unknown[]).includes(type))
      refuse(place, `the type must be one of ${operators.type.types.join(', ')}`)
    return [madeOperand({ S: String(type) })]
  },
}

function comparable(place: OperandPlace, value: unknown, read: ReadOperand): Operand {
  return read(place, defined(place, value), wholeOperand)
}

function wholeOperand(place: ComparisonPlace, value: unknown): ValueOperand {
  if (place.size) return numberOperand(place, value)
  const { codec, steps } = place.path
  const types: readonly AttributeType[] = operators[place.operator].types
  const inList = typeof steps.at(-1) === 'number'
  const operand = encodeOperand(place, codec, value, { inList, bound: types === ordered })
  if (!types.includes(operandType(operand)))
    throw doesNotFit(place, value, [], `a value stored as ${types.join(' or ')}`)
  return operand
}

// A string may be part of a string, or a member of a set or a list. If several of these are possible, it is stored the
// same way for all of them.
function memberOperand(place: ComparisonPlace, value: unknown): ValueOperand {
  const { codec } = place.path
  const whole = codec.types.some((type) => type !== 'S' && type !== 'B')
  if (!whole || (typeof value === 'string' && codec.types.includes('S'))) return partOperand(place, value)
  const member = memberCodec(codec)
  if (member !== undefined)
    return encodeOperand(place, member, value, { inList: codec.types.includes('L'), bound: false })
  return refuse(place, `the members of ${place.path.text} are not of one kind; compare its parts`)
}

// For lists without one element struct (any(), tuples), the first element decides.
const memberCodec = (codec: Codec): Codec | undefined => codec.element ?? codec.at(0)?.codec

function defined(place: ComparisonPlace, value: unknown): unknown {
  if (value === undefined) refuse(place, 'the operand is undefined; use notExists() to test for absence')
  return value
}

function refuse(place: ComparisonPlace, detail: string): never {
  throw new InvalidConditionError({
    entity: place.root.entity,
    detail: `${place.operator} on ${subjectText(place)}: ${detail}`,
  })
}
