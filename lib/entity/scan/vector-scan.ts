// Reading of vectors from the text of a response: lists of plain numbers, without an object for each.
import type { Scan } from '../codec/codec.js'
import { unread } from '../text/body.js'

/** Powers of ten that a double holds exactly. */
const powers: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)

/** Below this, and up to this number of places, a decimal is a quotient of two doubles that hold both parts exactly. */
const mostDigits = 1e15
const mostPlaces = 22
const opening = '{"L":['
const numberOpening = '{"N":"'
const quote = 34
const comma = 44
const minus = 45
const point = 46
const zero = 48
const nine = 57
const brace = 125

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
      const negative = text.charCodeAt(at) === minus
      if (negative) at++
      // One pass over the digits: a vector has ten thousand of them.
      const start = at
      let digits = 0
      let places = -1
      let code = text.charCodeAt(at)
      for (; code !== quote; code = text.charCodeAt(++at))
        if (code >= zero && code <= nine) {
          digits = digits * 10 + (code - zero)
          if (places >= 0) places++
        } else if (code === point && places < 0 && at > start) places = 0
        else return unread
      if (at === start || places === 0 || places > mostPlaces || digits >= mostDigits) return unread
      if (text.charCodeAt(at + 1) !== brace) return unread
      const float = Math.fround(places > 0 ? digits / (powers[places] as number) : digits)
      floats[index] = negative ? -float : float
      // The quote, and the end of the object.
      at += 2
    }
    if (!text.startsWith(']}', at)) return unread
    body.at = at + 2
    return floats
  }
}
