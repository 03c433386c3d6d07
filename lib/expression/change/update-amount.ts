// Amounts added to stored numbers: numbers of the attribute's kind, which do not have to be valid values of it.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { canonicalDecimal, decimalFault, numberText } from '../../entity/codec/decimal.js'
import { parseOperand } from '../../entity/codec/trail.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { partMisfit, refuseUpdate, type UpdatePlace } from '../need/update-place.js'

/**
 * Returns the stored form of a number to add, to subtract or to calculate with. If the struct does not accept it as a
 * value (-5 for an age that is at least 0), it must still be a number of the same kind: whole for `integer()`, a bigint
 * for `bigint()`, a string for decimals.
 * @throws ValidationError if it is not such a number. @throws InvalidUpdateError if it is `undefined`.
 */
export function amount(place: UpdatePlace, value: unknown): string {
  const { codec } = place.path
  if (value === undefined) refuseUpdate(place, 'the value is undefined')
  const stored = value instanceof Date ? undefined : numberOf(codec, value)
  if (stored !== undefined && (codec.numeric !== 'integer' || !stored.includes('.'))) return stored
  const text = decimalText(value)
  const fault = text === undefined ? undefined : decimalFault(text)
  if (
    text === undefined ||
    fault !== undefined ||
    !(takesKind(codec, value, text) || takesLike(codec, value, text))
  )
    throw partMisfit(place, value, fault ?? `a number of the attribute's kind (stored as N)`)
  return text
}

// For these kinds any whole number can be added, whatever the bounds of the values are.
function takesKind({ numeric }: Codec, value: unknown, text: string): boolean {
  if (numeric === 'number' || numeric === 'integer') return typeof value === 'number' && !text.includes('.')
  return numeric === 'bigint' ? typeof value === 'bigint' : numeric === 'decimal' && typeof value === 'string'
}

function decimalText(value: unknown): string | undefined {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number')
    return Number.isFinite(value) ? canonicalDecimal(numberText(value)) : undefined
  return typeof value === 'string' ? canonicalDecimal(value) : undefined
}

function numberOf(codec: Codec, value: unknown): string | undefined {
  const parsed = parseOperand(codec, value, [])
  const stored: AttributeValue | undefined = parsed === invalid ? undefined : codec.encode(parsed)
  return stored !== undefined && 'N' in stored ? stored.N : undefined
}

const wholes = ['0', '1', '10', '100', '1000', '1000000', '-1', '-1000']

// Refinements judge values, not differences: it is enough if some number of the same form (whole or not) is a valid
// value and is stored unchanged.
function takesLike(codec: Codec, value: unknown, text: string): boolean {
  const point = text.indexOf('.')
  const fraction = point < 0 ? '' : text.slice(point)
  const { low, high } = codec.limits?.value ?? {}
  const bounds = [low, high].flatMap((bound) =>
    bound === undefined ? [] : [Math.ceil(bound), Math.floor(bound) - 1],
  )
  return [...wholes, ...bounds.map(numberText)].some((whole) => {
    const near = canonicalDecimal(`${whole}${fraction}`)
    // Zero is zero in any unit, so it does not show whether a codec of the user's own stores numbers unchanged.
    return near !== undefined && near !== '0' && numberOf(codec, like(value, near)) === near
  })
}

function like(value: unknown, text: string): unknown {
  if (typeof value === 'bigint') return BigInt(text)
  return typeof value === 'number' ? Number(text) : text
}
