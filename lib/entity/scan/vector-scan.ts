// Reading of vectors from the text of a response: lists of plain numbers, without an object for each.
import type { Scan } from '../codec/codec.js'
import { unread } from '../text/body.js'

/** Powers of ten that a double holds exactly. */
const powers: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)

/** Up to this number of digits, a decimal is a quotient of two doubles that hold both parts exactly. */
const mostDigits = 15
const opening = '{"L":['
const numberOpening = '{"N":"'
const quote = 34
const comma = 44
const minus = 45
const point = 46
const zero = 48

/** Makes the reader of `{"L":[{"N":"0.1"},…]}` with this many numbers. */
export function vectorScan(dimensions: number): Scan {
  return (body) => {
    const { text } = body
    if (!text.startsWith(opening, body.at)) return unread
    const floats = new Float32Array(dimensions)
    let at = body.at + opening.length
    for (let index = 0; index < dimensions; index++) {
      if (index > 0 && text.charCodeAt(at++) !== comma) return unread
      if (!text.startsWith(numberOpening, at)) return unread
      at += numberOpening.length
      const end = plainEnd(text, at)
      const float = Math.fround(end < 0 ? Number.NaN : plainNumberAt(text, at, end))
      if (!Number.isFinite(float)) return unread
      floats[index] = float
      // The quote, and the end of the object.
      at = end + 2
    }
    if (!text.startsWith(']}', at)) return unread
    body.at = at + 2
    return floats
  }
}

// The end of a number that is followed by `"}`; -1 if something else is.
function plainEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at > from && text.charCodeAt(at + 1) === 125 ? at : -1
    if ((code < zero || code > 57) && code !== point && code !== minus) return -1
  }
}

// NaN for any text that is not a plain decimal of few digits.
function plainNumberAt(text: string, from: number, to: number): number {
  const negative = text.charCodeAt(from) === minus
  const start = negative ? from + 1 : from
  let digits = 0
  let places = -1
  for (let at = start; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === point) {
      if (places >= 0 || at === start) return Number.NaN
      places = 0
    } else {
      if (code === minus) return Number.NaN
      digits = digits * 10 + (code - zero)
      if (places >= 0) places++
    }
  }
  if (places === 0 || to === start) return Number.NaN
  // Zeros in front do not count: a double holds every integer below this one.
  if (digits >= 1e15 || places > 22 || to - start > mostDigits + 24) return Number.NaN
  const value = places > 0 ? digits / (powers[places] as number) : digits
  return negative ? -value : value
}
