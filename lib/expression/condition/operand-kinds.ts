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
  doesNotFit,
  encodeOperand,
  madeOperand,
  numberOperand,
  operandType,
  type Place,
  partOperand,
} from './value-operand.js'

/** Where an operator is applied, and what makes the references that callbacks are given. */
export interface OperandPlace extends Place {
  readonly refer: Refer
}

/** A value in its stored form. */
export type EncodeOperand = (place: Place, value: unknown) => ValueOperand

/** How a right side is read: a reference, or a callback that answers one, becomes a path; all else goes to `encode`. */
export type ReadOperand = (place: OperandPlace, value: unknown, encode: EncodeOperand) => Operand

type Reader = (place: OperandPlace, args: readonly unknown[], read: ReadOperand) => Operand[]

/** How many arguments the operators of each kind take. */
export const mostArguments: Record<OperandKind, number> = {
  none: 0,
  value: 1,
  range: 2,
  list: 1,
  prefix: 1,
  member: 1,
  type: 1,
}

/** One reader a kind. */
export const operandKinds: Record<OperandKind, Reader> = {
  none: () => [],

  value: (place, [value], read) => [comparable(place, value, read)],

  range(place, [from, to], read) {
    const low = comparable(place, from, read)
    const high = comparable(place, to, read)
    if (low.kind === 'value' && high.kind === 'value') {
      const order = compareStored(low.value, high.value)
      if (order === undefined) refuse(place, 'the bounds must be of one type')
      if (order > 0) refuse(place, 'the lower bound is above the upper one')
    }
    return [low, high]
  },

  list(place, [given], read) {
    const values = ofThisRealm(given)
    if (!Array.isArray(values) && !(values instanceof Set))
      refuse(place, `a list of values is expected (an array or a Set), not ${kindOf(values)}`)
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

function wholeOperand(place: Place, value: unknown): ValueOperand {
  if (place.size) return numberOperand(place, value)
  const { codec, steps } = place.path
  const types: readonly AttributeType[] = operators[place.operator].types
  const inList = typeof steps.at(-1) === 'number'
  const operand = encodeOperand(place, codec, value, { inList, bound: types === ordered })
  if (!types.includes(operandType(operand)))
    throw doesNotFit(place, value, [], `a value stored as ${types.join(' or ')}`)
  return operand
}

// A text may be part of a text, or a member of a set or a list: where all are possible, they are stored the same way.
function memberOperand(place: Place, value: unknown): ValueOperand {
  const { codec } = place.path
  const whole = codec.types.some((type) => type !== 'S' && type !== 'B')
  if (!whole || (typeof value === 'string' && codec.types.includes('S'))) return partOperand(place, value)
  const member = memberCodec(codec)
  if (member !== undefined)
    return encodeOperand(place, member, value, { inList: codec.types.includes('L'), bound: false })
  return refuse(place, `${place.path.text} has no one kind of members; compare its parts`)
}

// Lists without one element struct (any(), tuples) are asked for their first place.
const memberCodec = (codec: Codec): Codec | undefined => codec.element ?? codec.at(0)?.codec

function defined(place: Place, value: unknown): unknown {
  if (value === undefined) refuse(place, 'the operand is undefined; use notExists() to ask for absence')
  return value
}

function refuse(place: Place, detail: string): never {
  throw new InvalidConditionError({
    entity: place.root.entity,
    detail: `${place.operator} on ${subjectText(place)}: ${detail}`,
  })
}
