// Sums of stored numbers: exact decimals within DynamoDB's limits, never JavaScript numbers.
import { canonicalDecimal, decimalFault } from '../../entity/codec/decimal.js'

/**
 * Returns `a + b`, exactly, as a canonical string; `undefined` if DynamoDB cannot store it (more than 38 digits, or out
 * of range).
 */
export function decimalSum(a: string, b: string): string | undefined {
  const left = scaled(a)
  const right = scaled(b)
  const exponent = Math.min(left.exponent, right.exponent)
  const units = unitsOf(left, exponent) + unitsOf(right, exponent)
  const text = `${units}E${exponent}`
  return decimalFault(text) === undefined ? canonicalDecimal(text) : undefined
}

/** Returns `-a`. */
export function negatedDecimal(text: string): string {
  if (text === '0') return text
  return text.startsWith('-') ? text.slice(1) : `-${text}`
}

interface Scaled {
  readonly units: bigint
  readonly exponent: number
}

const unitsOf = ({ units, exponent }: Scaled, lowest: number): bigint =>
  units === 0n ? 0n : units * 10n ** BigInt(exponent - lowest)

// Stored numbers may be written in any form; the canonical form has no exponent.
function scaled(text: string): Scaled {
  const canonical = canonicalDecimal(text) ?? '0'
  const point = canonical.indexOf('.')
  if (point < 0) return { units: BigInt(canonical), exponent: 0 }
  const fraction = canonical.slice(point + 1)
  return { units: BigInt(canonical.slice(0, point) + fraction), exponent: -fraction.length }
}
