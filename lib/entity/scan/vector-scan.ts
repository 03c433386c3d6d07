// Reading of vectors from the text of a response: lists of plain numbers, without an object for each.
import type { Scan } from '../codec/codec.js'
import { tokenOf, unread } from '../text/body.js'

/** Powers of ten that a double holds exactly. */
const powers: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)

/** Below this, and up to this number of places, a decimal is a quotient of two doubles that hold both parts exactly. */
const mostDigits = 1e15
const mostPlaces = 22
const quote = 34
const comma = 44
const minus = 45
const point = 46
const zero = 48
const nine = 57
const brace = 125

/** Makes the reader of `{"L":[{"N":"0.1"},…]}` with this many numbers. */
export function vectorScan(dimensions: number): Scan {
  const [opening, numberOpening, end] = [tokenOf('{"L":['), tokenOf('{"N":"'), tokenOf(']}')]
  return (body) => {
    const { bytes } = body
    if (!body.pass(opening)) return unread
    const floats = new Float32Array(dimensions)
    for (let index = 0; index < dimensions; index++) {
      if (index > 0 && bytes[body.at++] !== comma) return unread
      if (!body.pass(numberOpening)) return unread
      let { at } = body
      const negative = bytes[at] === minus
      if (negative) at++
      // One pass over the digits: a vector has ten thousand of them.
      const start = at
      let digits = 0
      let places = -1
      let code = bytes[at] as number
      for (; code !== quote; code = bytes[++at] as number)
        if (code >= zero && code <= nine) {
          digits = digits * 10 + (code - zero)
          if (places >= 0) places++
        } else if (code === point && places < 0 && at > start) places = 0
        else return unread
      if (at === start || places === 0 || places > mostPlaces || digits >= mostDigits) return unread
      if (bytes[at + 1] !== brace) return unread
      const float = Math.fround(places > 0 ? digits / (powers[places] as number) : digits)
      floats[index] = negative ? -float : float
      // The quote, and the end of the object.
      body.at = at + 2
    }
    return body.pass(end) ? floats : unread
  }
}
