// Order of stored numbers: exact decimals of up to 38 digits, compared as strings and never as JavaScript numbers.

interface Decimal {
  readonly negative: boolean
  /** Significant digits without leading or trailing zeros; empty for zero. */
  readonly digits: string
  /** The power of ten of the first digit. */
  readonly magnitude: number
}

const shortInteger = /^-?\d{1,15}$/

/**
 * Returns a number below, equal to or above zero if `a` is less than, equal to or greater than `b`; both in DynamoDB's
 * number format (`-1.50`, `1E20`).
 */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0
  // A JavaScript number is exact up to 15 digits.
  if (shortInteger.test(a) && shortInteger.test(b)) return Number(a) - Number(b)
  const left = decimal(a)
  const right = decimal(b)
  if (left.digits === '' || right.digits === '') return sign(left) - sign(right)
  if (left.negative !== right.negative) return left.negative ? -1 : 1
  const size =
    left.magnitude - right.magnitude || (left.digits < right.digits ? -1 : left.digits > right.digits ? 1 : 0)
  return left.negative ? -size : size
}

/**
 * Returns one canonical string per number: equal numbers have equal strings, whatever zeros and exponents they were
 * written with.
 */
export function comparableDecimal(text: string): string {
  const { negative, digits, magnitude } = decimal(text)
  return digits === '' ? '0' : `${negative ? '-' : ''}${digits}E${magnitude}`
}

function sign({ digits, negative }: Decimal): number {
  return digits === '' ? 0 : negative ? -1 : 1
}

function decimal(text: string): Decimal {
  const negative = text.startsWith('-')
  const exponentAt = text.search(/[eE]/)
  const mantissa = text.slice(
    negative || text.startsWith('+') ? 1 : 0,
    exponentAt < 0 ? text.length : exponentAt,
  )
  const exponent = exponentAt < 0 ? 0 : Number(text.slice(exponentAt + 1))
  const point = mantissa.indexOf('.')
  const all = point < 0 ? mantissa : mantissa.slice(0, point) + mantissa.slice(point + 1)
  let start = 0
  while (all[start] === '0') start++
  let end = all.length
  while (end > start && all[end - 1] === '0') end--
  const whole = point < 0 ? mantissa.length : point
  return { negative, digits: all.slice(start, end), magnitude: exponent + whole - start }
}
