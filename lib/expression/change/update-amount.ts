// Amounts that are added to stored numbers: numbers of the attribute's kind, which need not be values of it.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { canonicalDecimal, decimalFault, numberText } from '../../entity/codec/decimal.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { partMisfit, refuseUpdate, type UpdatePlace } from '../need/update-place.js'

/**
 * The stored text of a number to add, to subtract or to reckon with. Where the struct does not take it as a value (-5 of an age that is at least 0),
 * it must be a number as the struct takes them: whole for `integer()`, a bigint for `bigint()`, text for decimals.
 * @throws ValidationError for what is no such number. @throws InvalidUpdateError for `undefined`.
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

// Of these kinds any whole number may be added, whatever the bounds of the values are.
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
  const parsed = codec.parse(value, [])
  const stored: AttributeValue | undefined = parsed === invalid ? undefined : codec.encode(parsed)
  return stored !== undefined && 'N' in stored ? stored.N : undefined
}

const wholes = ['0', '1', '10', '100', '1000', '1000000', '-1', '-1000']

// Refinements judge values and not differences: it is enough that some number of the same form (whole or not) is a value, stored as itself.
function takesLike(codec: Codec, value: unknown, text: string): boolean {
  const point = text.indexOf('.')
  const fraction = point < 0 ? '' : text.slice(point)
  const { low, high } = codec.limits?.value ?? {}
  const bounds = [low, high].flatMap((bound) =>
    bound === undefined ? [] : [Math.ceil(bound), Math.floor(bound) - 1],
  )
  return [...wholes, ...bounds.map(numberText)].some((whole) => {
    const near = canonicalDecimal(`${whole}${fraction}`)
    // Zero is zero in any unit: it does not tell a number from what a user's own codec makes of it.
    return near !== undefined && near !== '0' && numberOf(codec, like(value, near)) === near
  })
}

function like(value: unknown, text: string): unknown {
  if (typeof value === 'bigint') return BigInt(text)
  return typeof value === 'number' ? Number(text) : text
}
