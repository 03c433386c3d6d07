// Numbers in string keys: digits of a fixed width, which sort by value (negative ones as their complement), or plain.
import type { Codec } from '../../codec/codec.js'
import { invalid } from '../../codec/codec.js'
import { canonicalDecimal } from '../../codec/decimal.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import type { CharacterRange, NoText, SlotFormat, TextPlace } from './slot.js'

/** How many digits a number has in a key. */
interface Digits {
  readonly signed: boolean
  readonly whole: number
  readonly decimals: number
}

/** DynamoDB's limit on the digits of a number ("Number"). */
const mostDigits = 38
const grammar = /^(-?)(\d{1,3})(?:\.(\d{1,3}))?$/

/** Returns the digits for a format; a string is the reason why there are none. */
export function digitsOf(format: string): Digits | string {
  const [, sign, whole = '', decimals = '0'] = grammar.exec(format) ?? []
  if (sign === undefined)
    return `has the format '${format}', which is not a width such as 5, 8.2 or -8.2, nor 'plain', which writes the number as it is`
  const digits = { signed: sign === '-', whole: Number(whole), decimals: Number(decimals) }
  if (digits.whole < 1) return 'has a width without a digit before the point'
  if (digits.whole + digits.decimals > mostDigits)
    return `has a width of more than ${mostDigits} digits, the most that a number can have`
  return digits
}

/** Makes the format of numbers with this many digits. */
export function numberSlot(codec: Codec, digits: Digits): SlotFormat {
  const { signed, whole, decimals } = digits
  return Object.freeze({
    width: (signed ? 1 : 0) + whole + (decimals === 0 ? 0 : 1 + decimals),
    lossy: false,
    ordered: true,
    shape: { places: placesOf(digits) },
    print: (stored: AttributeValue) => printed(digits, stored),
    read(text: string) {
      const scaled = scaledOf(digits, text)
      return scaled === undefined ? invalid : codec.decode({ N: plainText(digits, scaled) }, [])
    },
    place: (stored: AttributeValue) => placed(digits, stored),
    below(text: string) {
      const scaled = scaledOf(digits, text)
      return scaled === undefined || scaled <= least(digits) ? undefined : keyText(digits, scaled - 1n)
    },
    above(text: string) {
      const scaled = scaledOf(digits, text)
      return scaled === undefined || scaled >= most(digits) ? undefined : keyText(digits, scaled + 1n)
    },
  })
}

const notANumber: NoText = { trouble: 'is not a number' }

const digit: CharacterRange = [48, 57]
const point: CharacterRange = [46, 46]

function placesOf({ signed, whole, decimals }: Digits): CharacterRange[][] {
  const run = (count: number): CharacterRange[][] => Array.from({ length: count }, () => [digit])
  const sign: CharacterRange[] = [
    [45, 45],
    [48, 48],
  ]
  return [...(signed ? [sign] : []), ...run(whole), ...(decimals === 0 ? [] : [[point], ...run(decimals)])]
}

interface Parts {
  readonly negative: boolean
  readonly whole: string
  readonly fraction: string
}

function partsOf(stored: AttributeValue): Parts | undefined {
  const text = 'N' in stored ? canonicalDecimal(stored.N) : undefined
  if (text === undefined) return undefined
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  return { negative, whole: whole === '0' ? '' : whole, fraction }
}

function printed(digits: Digits, stored: AttributeValue): string | NoText {
  const parts = partsOf(stored)
  if (parts === undefined) return notANumber
  const { signed, whole, decimals } = digits
  if (parts.negative && !signed)
    return { trouble: `is negative, but its width in the key, ${whole}, has no sign; use -${whole}` }
  if (parts.whole.length > whole)
    return {
      trouble: `has ${parts.whole.length} digits before the point, but its width in the key is ${whole}`,
    }
  if (parts.fraction.length > decimals)
    return { trouble: `has ${parts.fraction.length} decimals, but its width in the key allows ${decimals}` }
  return joined(digits, parts)
}

function joined({ signed, whole, decimals }: Digits, parts: Parts): string {
  const digits =
    parts.whole.padStart(whole, '0') + (decimals === 0 ? '' : `.${parts.fraction.padEnd(decimals, '0')}`)
  if (!signed) return digits
  return parts.negative ? `-${complement(digits)}` : `0${digits}`
}

// The greater a negative number is, the smaller its digits are.
const complement = (digits: string): string => digits.replace(/\d/g, (each) => String(9 - Number(each)))

/**
 * Returns the number as an integer, counted in its last decimal; `undefined` if the text is not a number with these
 * digits.
 */
function scaledOf({ signed, whole, decimals }: Digits, text: string): bigint | undefined {
  const negative = signed && text.startsWith('-')
  if (signed && !negative && !text.startsWith('0')) return undefined
  const rest = signed ? text.slice(1) : text
  const plain = negative ? complement(rest) : rest
  const digits = decimals === 0 ? plain : plain.slice(0, whole) + plain.slice(whole + 1)
  if (decimals > 0 && plain[whole] !== '.') return undefined
  if (digits.length !== whole + decimals || !/^\d+$/.test(digits)) return undefined
  const magnitude = BigInt(digits)
  // Zero has no sign.
  if (negative && magnitude === 0n) return undefined
  return negative ? -magnitude : magnitude
}

const most = ({ whole, decimals }: Digits): bigint => 10n ** BigInt(whole + decimals) - 1n
const least = (digits: Digits): bigint => (digits.signed ? -most(digits) : 0n)

function split({ decimals }: Digits, scaled: bigint): Parts {
  const negative = scaled < 0n
  const text = String(negative ? -scaled : scaled).padStart(decimals + 1, '0')
  const end = text.length - decimals
  return { negative, whole: text.slice(0, end), fraction: text.slice(end) }
}

const keyText = (digits: Digits, scaled: bigint): string => joined(digits, split(digits, scaled))

function plainText(digits: Digits, scaled: bigint): string {
  const { negative, whole, fraction } = split(digits, scaled)
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

function placed(digits: Digits, stored: AttributeValue): TextPlace {
  const parts = partsOf(stored)
  if (parts === undefined) return { text: undefined, rank: 'after' }
  const { decimals } = digits
  const kept = BigInt(`0${parts.whole}${parts.fraction.slice(0, decimals).padEnd(decimals, '0')}`)
  const exact = parts.fraction.length <= decimals
  const scaled = parts.negative ? -kept - (exact ? 0n : 1n) : kept
  if (scaled < least(digits)) return { text: undefined, rank: 'after' }
  if (scaled > most(digits)) return { text: keyText(digits, most(digits)), rank: 'after' }
  return { text: keyText(digits, scaled), rank: exact ? 'only' : 'after' }
}

/** Makes the format of a number as `String(number)` writes it: `12.5`, `1e+21`. */
export function plainNumberSlot(codec: Codec): SlotFormat {
  return Object.freeze({
    width: undefined,
    lossy: false,
    ordered: false,
    shape: 'any' as const,
    print: (stored: AttributeValue) => textOf(stored) ?? notANumber,
    read(text: string) {
      const number = canonicalDecimal(text)
      return number === undefined ? invalid : codec.decode({ N: number }, [])
    },
    place(stored: AttributeValue): TextPlace {
      const text = textOf(stored)
      return text === undefined ? { text: undefined, rank: 'after' } : { text, rank: 'only' }
    },
  })
}

// Digits that no JavaScript number holds are written in full.
function textOf(stored: AttributeValue): string | undefined {
  const exact = 'N' in stored ? canonicalDecimal(stored.N) : undefined
  if (exact === undefined) return undefined
  const text = String(Number(exact))
  return canonicalDecimal(text) === exact ? text : exact
}
