// DynamoDB's numbers: decimal, exact, 38 digits, magnitudes from 1E-130 to 9.99E125.
import { invalid, type ServiceFailure } from './service-failure.js'

/** `digits` times ten to the power of `exponent`; `digits` never ends in a zero, except that of zero itself. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** Numbers that are already written as DynamoDB writes them: most of those that a program sends. */
const normal = /^(?:0|-?[1-9]\d{0,37}|-?(?:0|[1-9]\d{0,15})\.\d{0,15}[1-9])$/

/** Texts beyond this length are looked at before they are read. */
const mostCharacters = 1_000

/** Up to this number of characters, a double holds a decimal number exactly enough to keep its order. */
const exactCharacters = 15

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

/**
 * The number as DynamoDB writes it back: `007` is `7`, `1.50` is `1.5`, `1E3` is `1000`. Refuses what it cannot hold.
 */
export function normalNumber(text: string): string {
  // Reading that many digits would take long, and none of them could be kept.
  if (text.length > mostCharacters && /^[+-]?[\d.]+$/.test(text) && /[1-9]/.test(text)) checkLong(text)
  return normal.test(text) ? text : printed(limited(read(text)))
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0
  if (a.length <= exactCharacters && b.length <= exactCharacters) {
    const [one, two] = [Number(a), Number(b)]
    return one < two ? -1 : one > two ? 1 : 0
  }
  const difference = sum(read(a), negative(read(b))).digits
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** `a + b`, exactly; refused where the result has more than 38 digits or is out of range. */
export function addNumbers(a: string, b: string): string {
  if (isSmallInteger(a) && isSmallInteger(b)) return String(Number(a) + Number(b))
  return printed(limited(sum(read(a), read(b))))
}

/** `a - b`, as `addNumbers`. */
export function subtractNumbers(a: string, b: string): string {
  if (isSmallInteger(a) && isSmallInteger(b)) return String(Number(a) - Number(b))
  return printed(limited(sum(read(a), negative(read(b)))))
}

function checkLong(text: string): void {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const [digits, integer] = [
    (whole + fraction).replace(/^0+|0+$/g, '').length,
    whole.replace(/^0+/, '').length,
  ]
  if (integer > 126) throw overflow()
  if (digits > 38) throw tooManyDigits()
}

function overflow(): ServiceFailure {
  return invalid('Number overflow. Attempting to store a number with magnitude larger than supported range')
}

function tooManyDigits(): ServiceFailure {
  return invalid('Attempting to store more than 38 significant digits in a Number')
}

function isSmallInteger(text: string): boolean {
  return text.length <= exactCharacters && /^-?[1-9]\d*$/.test(text)
}

function read(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = form.exec(text) ?? []
  if (text === '') throw invalid('The parameter cannot be converted to a numeric value')
  if (sign === undefined || whole + fraction === '')
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`)
  const all = (whole + fraction).replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  if (digits === '') return { digits: 0n, exponent: 0 }
  const exponent = Number(power) - fraction.length + (all.length - digits.length)
  return { digits: BigInt(sign === '-' ? `-${digits}` : digits), exponent }
}

function sum(a: Decimal, b: Decimal): Decimal {
  if (a.digits === 0n) return b
  if (b.digits === 0n) return a
  const exponent = Math.min(a.exponent, b.exponent)
  const scaled = (one: Decimal) => one.digits * 10n ** BigInt(one.exponent - exponent)
  const digits = String(scaled(a) + scaled(b))
  const short = digits === '0' ? '0' : digits.replace(/0+$/, '')
  return short === '0'
    ? { digits: 0n, exponent: 0 }
    : { digits: BigInt(short), exponent: exponent + digits.length - short.length }
}

function negative(one: Decimal): Decimal {
  return { digits: -one.digits, exponent: one.exponent }
}

function limited(one: Decimal): Decimal {
  if (one.digits === 0n) return one
  const count = size(one)
  const magnitude = count - 1 + one.exponent
  if (magnitude > 125) throw overflow()
  if (magnitude < -130)
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    )
  if (count > 38) throw tooManyDigits()
  return one
}

function size(one: Decimal): number {
  return String(one.digits < 0n ? -one.digits : one.digits).length
}

function printed({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits)
  if (exponent >= 0) return sign + text + '0'.repeat(exponent)
  const padded = text.padStart(1 - exponent, '0')
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}
