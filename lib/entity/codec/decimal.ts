// Decimal numbers as strings: canonical form, limits of DynamoDB, and what a JavaScript number holds exactly.

/**
 * The parts of a decimal number: `digits` without zeros at either end (empty for zero), times ten to the `exponent`.
 */
interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

/** DynamoDB's limit on numbers: significant digits ("Number"). */
const maxDigits = 38
// The places of the first digit of 9.99…E+125 and of 1E-130.
const maxPlace = 125
const minPlace = -130

const zero = 48

const grammar = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/

function decimalOf(text: string): Decimal | undefined {
  const match = grammar.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', power = '0'] = match
  const all = whole + fraction
  if (all === '') return undefined
  let start = 0
  let end = all.length
  while (start < end && all.charCodeAt(start) === zero) start++
  while (end > start && all.charCodeAt(end - 1) === zero) end--
  const digits = all.slice(start, end)
  if (digits === '') return { negative: false, digits, exponent: 0 }
  return { negative: sign === '-', digits, exponent: Number(power) - fraction.length + (all.length - end) }
}

function printDecimal({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0'
  const point = digits.length + exponent
  const sign = negative ? '-' : ''
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent)
  if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
  return `${sign}0.${'0'.repeat(-point)}${digits}`
}

/**
 * Returns the canonical form of a decimal number, as DynamoDB returns it: written out in full, without zeros at either
 * end, and without `-0`. Returns `undefined` if the string is not a decimal number, or if its first digit is out of
 * DynamoDB's range in any case.
 */
export function canonicalDecimal(text: string): string | undefined {
  const decimal = decimalOf(text)
  if (decimal === undefined || placeOf(decimal) > maxPlace || placeOf(decimal) < minPlace) return undefined
  return printDecimal(decimal)
}

/** Returns why DynamoDB cannot store this number; `undefined` if it can. */
export function decimalFault(text: string): string | undefined {
  const decimal = decimalOf(text)
  if (decimal === undefined) return 'expected a decimal number'
  if (decimal.digits.length > maxDigits)
    return `a number can have at most ${maxDigits} significant digits (number precision)`
  const place = placeOf(decimal)
  if (place > maxPlace || place < minPlace) return rangeFault
  return undefined
}

/** The message for a number that is too great or too small. */
export const rangeFault =
  'a number must be between 1E-130 and 9.9999999999999999999999999999999999999E+125, or 0 (number range)'

/** Returns a finite number as it is stored. */
export function numberText(value: number): string {
  const magnitude = value < 0 ? -value : value
  if (magnitude < shortLimit) {
    const whole = Math.floor(magnitude)
    const text = whole === magnitude ? String(whole) : shortText(magnitude, whole)
    if (text !== undefined) return value < 0 ? `-${text}` : text
  }
  const text = String(value)
  return text.includes('e') ? text.toUpperCase().replace('E+', 'E') : text
}

const shortLimit = 1e7

// Prints a number with at most three decimals, without the general search for the shortest form, which takes four times
// as long.
function shortText(magnitude: number, whole: number): string | undefined {
  let scale = 1
  for (let places = 1; places <= 3; places++) {
    scale *= 10
    const scaled = Math.round(magnitude * scale)
    if (scaled / scale === magnitude) {
      const fraction = String(scaled - whole * scale)
      return `${whole}.${fraction.length === places ? fraction : fraction.padStart(places, '0')}`
    }
  }
  return undefined
}

// Up to this many digits, every decimal number is the shortest form of its nearest JavaScript number.
export const safeDigits = 15

const minus = 45
const point = 46

// The number of a short, plain text: at most 15 digits, and one point. NaN for any other. A quotient of two exact
// numbers is rounded once, so it is the number nearest to the text (Clinger, "How to Read Floating Point Numbers
// Accurately").
function plainNumber(text: string): number {
  const to = text.length
  const start = text.charCodeAt(0) === minus ? 1 : 0
  let value = 0
  let scale = 0
  for (let at = start; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === point && scale === 0 && at > start && at < to - 1) scale = 1
    else if (code >= zero && code <= zero + 9) {
      value = value * 10 + code - zero
      scale *= 10
    } else return Number.NaN
  }
  if (to === start) return Number.NaN
  const magnitude = scale > 1 ? value / scale : value
  return start > 0 && magnitude !== 0 ? -magnitude : magnitude
}

/** Returns the number that a stored string represents, exactly; `undefined` if JavaScript would round it. */
export function exactNumber(text: string): number | undefined {
  if (text.length <= safeDigits) {
    const plain = plainNumber(text)
    if (!Number.isNaN(plain)) return plain
  }
  const value = Number(text)
  const canonical = canonicalDecimal(text)
  if (canonical === undefined || canonicalDecimal(String(value)) !== canonical) return undefined
  return value === 0 ? 0 : value
}

/** Below this magnitude, a JavaScript number distinguishes all whole numbers: 2 to the power of 53. */
const mostPrecise = 2 ** 53

/**
 * Returns the number that a stored string reads as: the exact one, or the nearest one if it has a fraction and its
 * magnitude is less than 2 to the power of 53. DynamoDB adds in decimal, with up to 38 digits, so sums of JavaScript
 * numbers may not be JavaScript numbers themselves. Returns `undefined` for everything else that JavaScript would
 * round: whole numbers, which may be identifiers, and anything larger.
 */
export function nearestNumber(text: string): number | undefined {
  const exact = exactNumber(text)
  if (exact !== undefined) return exact
  const value = Number(text)
  // A number this small that is not exact has a fraction.
  return Math.abs(value) <= mostPrecise && canonicalDecimal(text)?.includes('.') ? value : undefined
}

/** Returns the integer that a stored string represents; `undefined` if it is not an integer. */
export function exactBigInt(text: string): bigint | undefined {
  const canonical = canonicalDecimal(text)
  return canonical === undefined || canonical.includes('.') ? undefined : BigInt(canonical)
}

function placeOf({ digits, exponent }: Decimal): number {
  return digits === '' ? 0 : digits.length + exponent - 1
}
