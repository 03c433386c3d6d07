// Reading of single values from the text of a response: strings, numbers, booleans, binary, and constants.
import type { Scan } from '../codec/codec.js'
import { safeDigits } from '../codec/decimal.js'
import { type Body, tokenOf, unread } from '../text/body.js'
import { binaryIn } from '../text/parsed-body.js'

const quote = 34
const colon = 58
const opening = 123
const closing = 125
const minus = 45
const point = 46
const zero = 48
const nine = 57

/** Whether a value of a data type of one letter, written as a string, begins at the place: `{"S":"`. */
function opens({ bytes, at }: Body, tag: number): boolean {
  return (
    bytes[at] === opening &&
    bytes[at + 1] === quote &&
    bytes[at + 2] === tag &&
    bytes[at + 3] === quote &&
    bytes[at + 4] === colon &&
    bytes[at + 5] === quote
  )
}

/** Returns the string of `{"S":…}`. */
export function scanText(body: Body): string | typeof unread {
  if (!opens(body, 83)) return unread
  const value = body.string(body.at + 6)
  if (value === unread || body.bytes[body.at] !== closing) return unread
  body.at++
  return value
}

/** Returns the string of `{"S":…}`, or the text of a whole number: `{"N":"3"}`. */
export function scanKept(body: Body): string | typeof unread {
  if (opens(body, 83)) return scanText(body)
  const { text, at } = body
  const end = text.indexOf('}', at) + 1
  if (!opens(body, 78) || !wholeNumber.test(text.slice(at, end))) return unread
  body.at = end
  return text.slice(at, end)
}

const wholeNumber = /^\{"N":"\d{1,15}"\}$/

/**
 * Makes a reader of ASCII strings of which nothing is kept, so that no copy is made. `make` returns `unread` for any
 * other string.
 */
export function scanTextAs(make: (text: string) => unknown): Scan {
  return (body) => {
    if (!opens(body, 83)) return unread
    return madeOf(body, make)
  }
}

/** Makes a reader of numbers by their text, which is not kept. */
export function scanNumberAs(make: (text: string) => unknown): Scan {
  return (body) => {
    if (!opens(body, 78)) return unread
    return madeOf(body, make)
  }
}

/** Makes a reader of binary values by their base64. */
export function scanBinaryAs(make: (bytes: Uint8Array) => Uint8Array): Scan {
  const made = (text: string): unknown => {
    const bytes = binaryIn(text)
    return bytes === undefined ? unread : make(bytes)
  }
  return (body) => (opens(body, 66) ? madeOf(body, made) : unread)
}

/** Makes a reader of strings that are kept in the form that `make` returns; `undefined` if one does not fit. */
export function scanTextIn(make: (text: string) => string | undefined): Scan {
  return (body) => {
    const text = scanText(body)
    return text === unread ? unread : (make(text) ?? unread)
  }
}

/** The same of numbers that are kept as strings. */
export function scanDecimalIn(make: (text: string) => string | undefined): Scan {
  return (body) => {
    if (!opens(body, 78)) return unread
    const text = body.string(body.at + 6)
    if (text === unread || body.bytes[body.at] !== closing) return unread
    body.at++
    return make(text) ?? unread
  }
}

function madeOf(body: Body, make: (text: string) => unknown): unknown {
  const { text, bytes } = body
  const from = body.at + 6
  const end = text.indexOf('"', from)
  if (end < 0 || bytes[end + 1] !== closing || body.isEscaped(from, end)) return unread
  body.at = end + 2
  return make(text.slice(from, end))
}

/**
 * Makes a reader of numbers. It reads a plain one, which has digits and at most one point, up to 15 of them, in one
 * pass, and any other by its text.
 */
export function scanNumber(make: (text: string) => unknown, fits: (value: number) => boolean): Scan {
  const other = scanNumberAs(make)
  return (body) => {
    if (!opens(body, 78)) return unread
    const { bytes } = body
    const from = body.at + 6
    const start = bytes[from] === minus ? from + 1 : from
    let value = 0
    let scale = 0
    let at = start
    let code = bytes[at] as number
    for (; code !== quote; code = bytes[++at] as number)
      if (code >= zero && code <= nine) {
        value = value * 10 + code - zero
        scale *= 10
      } else if (code === point && scale === 0 && at > start) scale = 1
      else return other(body)
    if (at === start || scale === 1 || at - from > safeDigits) return other(body)
    // A quotient of two exact numbers is rounded once, so it is the number nearest to the digits.
    const magnitude = scale > 1 ? value / scale : value
    const number = start > from && magnitude !== 0 ? -magnitude : magnitude
    if (bytes[at + 1] !== closing || !fits(number)) return unread
    body.at = at + 2
    return number
  }
}

/** Returns the boolean of `{"BOOL":…}`. */
export function scanBoolean(body: Body): boolean | typeof unread {
  const { text, at } = body
  if (text.startsWith('{"BOOL":true}', at)) {
    body.at = at + 13
    return true
  }
  if (!text.startsWith('{"BOOL":false}', at)) return unread
  body.at = at + 14
  return false
}

/** Whether `{"NULL":…}` is at the place. */
export function isNullAt({ bytes, at }: Body): boolean {
  return bytes[at + 2] === 78 && bytes[at + 3] === 85
}

/** Goes past `{"NULL":true}`; returns false for any other value. */
export function passNull(body: Body): boolean {
  if (!body.text.startsWith('{"NULL":true}', body.at)) return false
  body.at += 13
  return true
}

/** If there are more values than this, they are looked up instead of compared one by one. */
const mostCompared = 8

/** Makes a reader of strings with few known values, which copies none. */
export function scanConstants(values: readonly string[]): Scan | undefined {
  const plain = values.every((value) => /^[\x20-\x7e]*$/.test(value) && !/["\\]/.test(value))
  if (!plain || values.length > mostCompared) return undefined
  const tokens = values.map((value) => tokenOf(`{"S":"${value}"}`))
  return (body) => {
    for (let index = 0; index < tokens.length; index++)
      if (body.pass(tokens[index] as Uint8Array)) return values[index]
    return unread
  }
}
