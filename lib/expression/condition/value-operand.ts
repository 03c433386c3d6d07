// Values on the right side of an operator: checked by the struct at the path, and encoded in their stored form.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { parseOperand } from '../../entity/codec/trail.js'
import {
  type AttributeType,
  type AttributeValue,
  attributeType,
} from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import { ofThisRealm } from '../../util/own-realm.js'
import { quieted } from '../../util/quieted.js'
import type { ValueOperand } from '../path/operand.js'
import { type Subject, subjectText } from '../path/subject.js'
import type { OperatorName } from './operators.js'

/** A comparison with a value: its left side, and the name of the operator for messages. */
export interface ComparisonPlace extends Subject {
  readonly operator: OperatorName
}

/** Facts about where a value is stored. */
export interface Storage {
  /** Inside a list, null is stored as NULL. */
  readonly inList: boolean
  /** A bound does not have to be storable: a Date between two whole seconds is a valid bound. */
  readonly bound: boolean
}

/**
 * Returns a value in its stored form, as the codec encodes it.
 * @throws ValidationError if the value does not fit the struct.
 * @throws InvalidConditionError if the value is stored as absence, which nothing can be compared with.
 */
export function encodeOperand(
  place: ComparisonPlace,
  codec: Codec,
  given: unknown,
  storage: Storage,
): ValueOperand {
  const value = ofThisRealm(given)
  const failures: Failure[] = []
  if (storage.bound && codec.unsorted)
    throw new InvalidConditionError({
      entity: place.root.entity,
      detail: `${place.operator} on ${subjectText(place)}: its stored form does not sort by time; use eq() or in(), or another storage form`,
    })
  const fitting = storage.bound && value instanceof Date ? (codec.cut?.(value) ?? value) : value
  const parsed = parseOperand(codec, fitting, failures)
  if (parsed === invalid)
    throw doesNotFit(place, value, failures, `a value of its struct (stored as ${codec.types.join(' or ')})`)
  const stored = codec.encode(storage.bound ? unrounded(value, fitting, parsed) : parsed)
  if (stored !== undefined) return madeOperand(stored)
  if (parsed === null && storage.inList) return madeOperand({ NULL: true })
  throw new InvalidConditionError({
    entity: place.root.entity,
    detail: `${place.operator} on ${subjectText(place)}: ${kindOf(value)} is stored as absence here; use exists() or notExists()`,
  })
}

// A Date that is stored in whole seconds loses its fraction when it is parsed: 1 is less than 1.5, but not less than 1.
function unrounded(value: unknown, fitting: unknown, parsed: unknown): unknown {
  if (!(value instanceof Date && parsed instanceof Date)) return parsed
  if (fitting instanceof Date && fitting !== value)
    return fitting.getTime() === parsed.getTime() ? value : parsed
  const lost = value.getTime() - parsed.getTime()
  return lost > 0 && lost < 1000 ? value : parsed
}

/** Encodes a number that `size()` is compared with. */
export function numberOperand(place: ComparisonPlace, value: unknown): ValueOperand {
  if ((typeof value === 'number' && Number.isSafeInteger(value)) || typeof value === 'bigint')
    return madeOperand({ N: String(value) })
  throw doesNotFit(place, value, [], 'an integer')
}

/** The storage form of attributes with `encode` and `decode`. */
const ownForm = 'codec'

// A promise, or nothing, would be sent as an empty beginning, which every value has.
function storedPrefix(place: ComparisonPlace, made: unknown): string {
  if (typeof made === 'string') return made
  throw new InvalidConditionError({
    entity: place.root.entity,
    detail: `${place.operator} on ${subjectText(place)}: \`prefix\` of the attribute must return a string, not ${kindOf(made)}`,
  })
}

/**
 * Encodes a part of stored text or binary (a prefix, a substring), unchanged, because it does not have to be a whole
 * value of the struct. For a codec of the user's own, only its `prefix` can encode a part of a value.
 * @throws InvalidConditionError if the attribute has such a codec, and the codec cannot encode a part.
 */
export function partOperand(place: ComparisonPlace, value: unknown): ValueOperand {
  const { codec } = place.path
  const { types } = codec
  const own = [codec, ...(codec.members ?? [])].find(({ form }) => form === ownForm)
  if (own !== undefined) {
    const { prefix } = codec
    if (place.operator === 'beginsWith' && prefix !== undefined && typeof value === 'string')
      return madeOperand({ S: storedPrefix(place, quieted(prefix(value))) })
    throw new InvalidConditionError({
      entity: place.root.entity,
      detail: `${place.operator} on ${subjectText(place)}: it is stored by a custom codec, which does not define how a part of a value is stored${place.operator === 'beginsWith' ? '; give the attribute a `prefix`' : ''}`,
    })
  }
  if (typeof value === 'string' && types.includes('S')) {
    if (!loneSurrogate.test(value)) return madeOperand({ S: value })
    throw doesNotFit(place, value, [], 'well-formed text')
  }
  if (value instanceof Uint8Array && types.includes('B')) return madeOperand({ B: value })
  const expected = [types.includes('S') ? 'a string' : '', types.includes('B') ? 'binary' : ''].filter(
    Boolean,
  )
  throw doesNotFit(place, value, [], expected.join(' or '))
}

/** Returns the error for a value that does not fit, with its path. */
export function doesNotFit(
  place: ComparisonPlace,
  value: unknown,
  failures: readonly Failure[],
  expected: string,
): ValidationError {
  const { steps } = place.path
  const message = `${place.operator} got ${kindOf(value)}, which does not fit: expected ${expected}`
  return new ValidationError({
    entity: place.root.entity,
    failures:
      failures.length === 0
        ? [{ path: steps, message, value }]
        : failures.map((failure) => ({ ...failure, path: [...steps, ...failure.path] })),
  })
}

/** Returns a stored value as an operand: a frozen copy. */
export function valueOperand(stored: AttributeValue): ValueOperand {
  return madeOperand(copyOf(stored))
}

/**
 * Returns a stored value that was made for this operand, such as a value that a codec encoded: frozen, without a copy.
 */
export function madeOperand(made: AttributeValue): ValueOperand {
  freezeWhole(made)
  return Object.freeze({ kind: 'value', value: made })
}

/** Returns the data type of a value operand. */
export function operandType({ value }: ValueOperand): AttributeType {
  return attributeType(value)
}

// In unicode mode a surrogate that is half of a pair does not match.
const loneSurrogate = /[\uD800-\uDFFF]/u

// Binary is copied, because typed arrays cannot be frozen, and the user may continue to change the given ones.
function freezeWhole(stored: AttributeValue): void {
  // Most values are strings and numbers.
  if ('S' in stored || 'N' in stored) return void Object.freeze(stored)
  if ('L' in stored) {
    for (const element of stored.L) freezeWhole(element)
    Object.freeze(stored.L)
  } else if ('M' in stored) {
    for (const name in stored.M) freezeWhole(stored.M[name] as AttributeValue)
    Object.freeze(stored.M)
  } else if ('B' in stored) stored.B = new Uint8Array(stored.B)
  else if ('BS' in stored) {
    stored.BS = stored.BS.map((bytes) => new Uint8Array(bytes))
    Object.freeze(stored.BS)
  } else if ('SS' in stored) Object.freeze(stored.SS)
  else if ('NS' in stored) Object.freeze(stored.NS)
  Object.freeze(stored)
}

function copyOf(stored: AttributeValue): AttributeValue {
  if ('L' in stored) return { L: stored.L.map(copyOf) }
  if ('M' in stored) {
    const copies = Object.entries(stored.M).map(([name, value]) => [name, copyOf(value)] as const)
    return { M: Object.fromEntries(copies) }
  }
  if ('SS' in stored) return { SS: [...stored.SS] }
  if ('NS' in stored) return { NS: [...stored.NS] }
  return 'BS' in stored ? { BS: [...stored.BS] } : { ...stored }
}
