// Single values stored by their own type: strings, numbers of every size, booleans, binary.
import { NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb'
import { kindOf } from '../../errors/failures.js'
import { invalid } from '../codec/codec.js'
import { canonicalDecimal, decimalFault, exactBigInt, exactNumber, numberText } from '../codec/decimal.js'
import { refuse } from '../codec/node.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { parseBigInt } from './bigint.js'
import { plainBytes } from './binary.js'
import { parseNumber } from './number.js'
import { parseText } from './string.js'

/**
 * Returns the JavaScript value of a stored number, exactly: a `number` if it can hold it, otherwise a `bigint` for
 * integers, otherwise the SDK's `NumberValue`.
 */
export function naturalNumber(text: string): number | bigint | NumberValue {
  return exactNumber(text) ?? exactBigInt(text) ?? new NumberValue(canonicalDecimal(text) ?? text)
}

// Recognized by its members, because bundles may contain several copies of the class.
function isNumberValue(value: unknown): value is NumberValue {
  const { toAttributeValue, value: text }: { readonly toAttributeValue?: unknown; readonly value?: unknown } =
    Object(value)
  return typeof toAttributeValue === 'function' && typeof text === 'string'
}

/**
 * Checks a value that is not a container. A bigint (or a NumberValue) that a `number` can hold exactly is rejected with
 * a message: nothing in the database distinguishes them, and it would be read back as a number.
 */
export function parseScalar(value: unknown, failures: Failure[]): unknown {
  if (typeof value === 'string') return parseText(value, failures)
  if (typeof value === 'number') return parseNumber(value, failures)
  if (typeof value === 'boolean') return value
  if (typeof value === 'bigint') return parseLarge(value, parseBigInt(value, failures), failures)
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (isNumberValue(value)) {
    const fault = decimalFault(value.value)
    if (fault !== undefined) return refuse(failures, fault, value)
    return parseLarge(value, new NumberValue(canonicalDecimal(value.value) ?? ''), failures)
  }
  if (value instanceof Date)
    return refuse(
      failures,
      'a Date would be read back as a string; use date(), or store it as a string',
      value,
    )
  return refuse(failures, `${kindOf(value)} cannot be stored`, value)
}

function parseLarge(value: unknown, parsed: unknown, failures: Failure[]): unknown {
  if (parsed === invalid) return invalid
  const back = naturalNumber(String(parsed))
  if (typeof back === typeof parsed) return parsed
  return refuse(failures, `${kindOf(value)} of this size would be read back as ${kindOf(back)}`, value)
}

/** Returns the stored form of a checked value that is not a container; `undefined` if it has none. */
export function encodeScalar(value: unknown): AttributeValue | undefined {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: numberText(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (typeof value === 'bigint') return { N: String(value) }
  if (value instanceof Uint8Array) return { B: plainBytes(value) }
  return isNumberValue(value) ? { N: value.value } : undefined
}
