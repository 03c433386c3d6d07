// The table of argument kinds: how the arguments of an update function become its operand.

import { types } from 'node:util'
import type { AttributeType } from '../../entity/struct/attribute-value.js'
import { kindOf } from '../../errors/failures.js'
import { kind } from '../../errors/option-kinds.js'
import { type OptionTable, optionFault } from '../../errors/option-table.js'
import { isClass } from '../../util/declared-class.js'
import { quieted } from '../../util/quieted.js'
import { madeOperand } from '../condition/value-operand.js'
import { type Draft, drafted, draftOf, draftText, literal } from '../function/update-draft.js'
import type { UpdateArgumentKind } from '../function/update-functions.js'
import { type FunctionOperand, functionOperand, type OperandNode } from '../function/update-operand.js'
import {
  type OperandFunctionRow,
  type OperandRole,
  operandFunctions,
} from '../function/update-operand-functions.js'
import { updateReferences } from '../function/update-references.js'
import { fitsFrom, sumsFit } from '../need/update-fits.js'
import { inUpdate, refuseUpdate, type UpdatePlace } from '../need/update-place.js'
import { requireRemovable } from '../need/update-removal.js'
import { CallbackParts } from '../path/callback-parts.js'
import type { ValueOperand } from '../path/operand.js'
import { type Subject, subjectText } from '../path/subject.js'
import { negatedDecimal } from '../stored/decimal-sum.js'
import { amount } from './update-amount.js'
import { listElements, setMembers, wholeValue } from './update-value.js'

type Reader = (place: UpdatePlace, args: readonly unknown[]) => OperandNode | undefined

/** How many arguments the functions of each kind take after the path. */
export const mostUpdateArguments: Record<UpdateArgumentKind, number> = {
  assigned: 1,
  initial: 1,
  addend: 1,
  subtrahend: 1,
  members: 1,
  appended: 2,
  prepended: 2,
  none: 0,
}

/** One reader per kind. It returns `undefined` if there is no operand because the attribute is removed. */
export const updateArguments: Record<UpdateArgumentKind, Reader> = {
  assigned(place, [value]) {
    const draft = draftGiven(place, value)
    if (draft.kind !== 'literal') return operand(place, draft, 'value', true)
    const whole = wholeValue(place, draft.value)
    if (whole === undefined) requireRemovable(place)
    return whole
  },

  initial(place, [value]) {
    const initial = operand(place, draftGiven(place, value), 'value', false)
    return distinct(place, functionOperand('ifNotExists', place.path.operand, initial))
  },

  addend(place, [value]) {
    const plain = literalGiven(place, value)
    const numeric =
      typeof plain === 'number' || typeof plain === 'bigint' || !place.path.codec.types.some(isSetType)
    return place.path.codec.types.includes('N') && numeric
      ? madeOperand({ N: amount(place, plain) })
      : setMembers(place, plain)
  },

  subtrahend(place, [value]) {
    return madeOperand({ N: negatedDecimal(amount(place, literalGiven(place, value))) })
  },

  members: (place, [value]) => setMembers(place, literalGiven(place, value)),

  appended: (place, args) => joined(place, 'append', args),

  prepended: (place, args) => joined(place, 'prepend', args),

  none(place) {
    requireRemovable(place)
    return undefined
  },
}

/** The options of `append` and `prepend`. */
export const listOptions: OptionTable<{ readonly default?: unknown }> = {
  default: {
    takes: kind('a list, or null', (value) => value === null || Array.isArray(value)),
    default: '[]',
    doc: 'The initial list if the attribute is absent. With `null`, the update fails in this case.',
  },
}

function joined(
  place: UpdatePlace,
  name: 'append' | 'prepend',
  [value, options]: readonly unknown[],
): OperandNode {
  const elements = operand(place, draftGiven(place, value), 'list', false)
  const path = place.path.operand
  const fault = options === undefined ? undefined : optionFault(listOptions, options)
  if (fault !== undefined) refuseUpdate(place, fault.detail)
  const start: unknown = Reflect.get(Object(options), 'default')
  const list = start === null ? path : functionOperand('ifNotExists', path, listElements(place, start ?? []))
  return functionOperand(name, list, elements)
}

function draftGiven(place: UpdatePlace, value: unknown): Draft {
  const draft = draftOf(value)
  if (draft.kind !== 'literal' || typeof value !== 'function') return draft
  const parts = new CallbackParts()
  const made: unknown = inUpdate(place.root.entity, () =>
    called(place, value, () => value(updateReferences(place.root, parts), valueGiver(place, parts))),
  )
  if (types.isPromise(made))
    refuseUpdate(
      place,
      'the callback is asynchronous, and updates are built at once: leave out async, and await what it needs before the call',
    )
  const [dropped] = parts.end(made)
  if (dropped !== undefined)
    refuseUpdate(
      place,
      `the callback builds ${draftText(draftOf(dropped))}, but the operand that it returns does not contain it`,
    )
  const operand = inUpdate(place.root.entity, () => draftOf(made))
  if (operand.kind === 'literal' && !isDrafted(made))
    refuseUpdate(
      place,
      `the callback must return an operand, such as attr => attr.total.plus(5), not ${kindOf(made)}; its argument stands for the attributes and has no values`,
    )
  return operand
}

function called(place: UpdatePlace, callback: { readonly name: string }, run: () => unknown): unknown {
  try {
    return quieted(run())
  } catch (error) {
    if (!isClass(callback)) throw error
    return refuseUpdate(place, `a class (${callback.name}) is neither a value nor a callback`)
  }
}

// The second argument of a callback: `value(5)` is a value, and no attribute.
function valueGiver(place: UpdatePlace, parts: CallbackParts) {
  return (...given: readonly unknown[]): object => {
    if (given.length === 1) return literal(given[0], parts)
    return refuseUpdate(place, `value() takes one argument, but received ${given.length}`)
  }
}

// DynamoDB's ADD and DELETE accept only values.
function literalGiven(place: UpdatePlace, value: unknown): unknown {
  const draft = typeof value === 'function' ? undefined : inUpdate(place.root.entity, () => draftOf(value))
  if (draft?.kind === 'literal') return draft.value
  return refuseUpdate(place, 'it takes values, not attributes; use set(path, attr => …)')
}

// Makes an operand of the attribute from a draft: as a value, as a number to calculate with, or as a list to join.
function operand(place: UpdatePlace, draft: Draft, role: OperandRole, outermost: boolean): OperandNode {
  if (draft.kind === 'literal') return literalOperand(place, draft.value, role)
  if (draft.kind === 'path') return attributeOperand(place, draft.subject, role)
  const { name, first, second } = draft
  const row: OperandFunctionRow = operandFunctions[name]
  if (!row.nests && !outermost)
    refuseUpdate(
      place,
      `${name}() is inside another function; DynamoDB allows +, - and list_append only on the outside`,
    )
  if (row.needsPath && first.kind !== 'path') refuseUpdate(place, `${name}() applies only to attributes`)
  if (!row.types.some((type) => place.path.codec.types.includes(type)))
    refuseUpdate(
      place,
      `${name}() results in ${row.types.join(', ')}, but the attribute is stored as ${typesText(place)}`,
    )
  const inner = row.role === 'value' ? role : row.role
  // Values first: a value that does not fit is the clearer reason.
  const right = operand(place, second, inner, false)
  const made = functionOperand(name, operand(place, first, inner, false), right)
  return row.needsPath ? distinct(place, made) : made
}

// DynamoDB says "The first operand must be distinct from the remaining operands" for if_not_exists only.
function distinct(place: UpdatePlace, made: FunctionOperand): FunctionOperand {
  const { name, first, second } = made
  if (first.kind === 'path' && second.kind === 'path' && first.text === second.text)
    refuseUpdate(place, `${name}() of ${first.text} with itself`)
  return made
}

function literalOperand(place: UpdatePlace, value: unknown, role: OperandRole): ValueOperand {
  if (role === 'number') return madeOperand({ N: amount(place, value) })
  if (role === 'list') return listElements(place, value)
  return (
    wholeValue(place, value) ??
    refuseUpdate(place, `${kindOf(value)} is stored as absence here; use remove() to remove the attribute`)
  )
}

const wanted: Record<OperandRole, readonly AttributeType[] | undefined> = {
  number: ['N'],
  list: ['L'],
  value: undefined,
}

function attributeOperand(place: UpdatePlace, subject: Subject, role: OperandRole): OperandNode {
  const { entity } = place.root
  if (subject.root.entity !== entity)
    refuseUpdate(place, `${subjectText(subject)} is an attribute of another entity, ${subject.root.entity}`)
  if (subject.size) refuseUpdate(place, `${subjectText(subject)} can only be used in conditions`)
  const { types } = subject.path.codec
  const possible = wanted[role] ?? place.path.codec.types
  if (!types.some((type) => possible.includes(type)))
    refuseUpdate(
      place,
      `${subject.path.text} is stored as ${types.join(', ')}, but must be stored as ${possible.join(' or ')}`,
    )
  const fits =
    role === 'number'
      ? sumsFit(place.path.codec, subject.path.codec)
      : fitsFrom(place.path.codec, subject.path.codec)
  if (!fits)
    refuseUpdate(
      place,
      `not every value of ${subject.path.text} is a valid value of ${place.path.text}; read the item, and set the value under a condition on the value that you read`,
    )
  return subject.path.operand
}

const isDrafted = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Reflect.get(value, drafted) !== undefined

const typesText = (place: UpdatePlace): string => place.path.codec.types.join(', ')

const isSetType = (type: AttributeType): boolean => type === 'SS' || type === 'NS' || type === 'BS'
