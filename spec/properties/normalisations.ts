// What saving may change about a value, all of it: whatever is not here must come back exactly as it went in.
import type { StorageForm } from 'dyntastic'

/** A property of an object that is not there. */
export const absent: unique symbol = Symbol('absent')

/**
 * The documented normalisations, one a line; the generators of `random-schemas.ts` apply them to the input to know
 * what comes back.
 *
 *  1. `-0` is `0`.
 *  2. A property of `undefined` is an absent property.
 *  3. `null` in a map is absence where the entity omits nulls: it comes back as null, or, where the struct takes
 *     `undefined` too, not at all. In a list it is NULL and comes back.
 *  4. An empty Set in a map is absence: it comes back as an empty Set, or, where the struct is optional, not at all.
 *  5. A Date `as: 'epochSeconds'` is floored to the whole second.
 *  6. Text `as: 'decimal'` is the canonical text of its number.
 *  7. Text `as` an IP form is its canonical text.
 *  8. Binary is a plain Uint8Array, or a Buffer where the struct says so.
 *  9. A default stands for `undefined`, and coercions do what they say.
 */
export const normalisations = {
  number: (value: number): number => (value === 0 ? 0 : value),
  nullInMap: (nulls: 'omit' | 'store', optional: boolean): unknown =>
    nulls === 'omit' && optional ? absent : null,
  emptySetInMap: (optional: boolean): unknown => (optional ? absent : new Set()),
  epochSeconds: (value: Date): Date => new Date(Math.floor(value.getTime() / 1000) * 1000),
  decimal: decimalText,
  ip: ipText,
  binary: (value: Uint8Array): Uint8Array => Uint8Array.from(value),
} as const

// By whole-number arithmetic: an implementation of its own, for comparison with the library's.
function decimalText(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  let digits = BigInt(whole + fraction)
  let exponent = Number(power) - fraction.length
  if (digits === 0n) return '0'
  while (digits % 10n === 0n) {
    digits /= 10n
    exponent++
  }
  const minus = sign === '-' ? '-' : ''
  if (exponent >= 0) return `${minus}${digits * 10n ** BigInt(exponent)}`
  const padded = digits.toString().padStart(1 - exponent, '0')
  return `${minus}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}

// The parser of URLs canonicalises addresses as well, without being ours.
function ipText(form: StorageForm, text: string): string {
  const [address = '', prefix] = text.split('/')
  const six = form.startsWith('ipv6')
  const host = new URL(`http://${six ? `[${address}]` : address}`).hostname
  const canonical = six ? host.slice(1, -1) : host
  if (form.endsWith('Address')) return canonical
  return `${canonical}/${prefix ?? (six ? 128 : 32)}`
}
