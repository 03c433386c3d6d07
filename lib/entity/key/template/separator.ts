// Values within a key, escaped so that none ends too early, and so that keys are ordered by their values.
import type { Ending, NoText } from './slot.js'

const lastCodePoint = 0x10ffff
const firstSurrogate = 0xd800
const afterSurrogates = 0xe000

/** Returns the next code point that is a character; `undefined` after the last. */
export function nextCodePoint(point: number): number | undefined {
  if (point >= lastCodePoint) return undefined
  return point + 1 === firstSurrogate ? afterSurrogates : point + 1
}

/**
 * Returns the smallest string above all that begin with this one, in the order of code points, which is that of UTF-8;
 * `undefined` if there is none.
 */
export function afterPrefix(text: string): string | undefined {
  const unit = text.charCodeAt(text.length - 1)
  // Most texts end with a character whose next one follows at once.
  if (unit < firstSurrogate - 1) return text.slice(0, -1) + String.fromCharCode(unit + 1)
  const points = [...text]
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = nextCodePoint(last.codePointAt(0) ?? 0)
    if (next !== undefined) return points.join('') + String.fromCodePoint(next)
  }
  return undefined
}

/**
 * Returns the text of a value before an ending. A value that is the beginning of another one must sort before it, so
 * every character of a value must sort after the separator: one that does not, and the escape character, is written
 * after the escape character, which is the next one after the separator. So no two values have the same text, and
 * escaped characters have the order of the characters.
 */
export function escaped(value: string, { separator, sign, separators }: Ending): string | NoText {
  if (separators === 'keep') return value
  const at = firstNotAbove(value, separators === 'escape' ? sign : separator)
  if (at === value.length) return value
  if (separators === 'refuse') return { trouble: refusalOf(value, at, separator) }
  const before = String.fromCodePoint(sign)
  let text = value.slice(0, at)
  for (const character of value.slice(at)) text += isAbove(character, sign) ? character : before + character
  return text
}

/** Returns the part of a value before the first character that must be escaped. */
export function cleanStart(value: string, { separator }: Ending): string {
  return value.slice(0, firstNotAbove(value, separator))
}

/**
 * Reads the value that begins at a place of a string and continues up to its ending: returns the value, and where the
 * ending begins. Returns `undefined` if no value was written there. Not for values that are kept as they are.
 */
export function unescaped(
  text: string,
  from: number,
  { separator, sign, separators }: Ending,
): { readonly value: string; readonly end: number } | undefined {
  let value = ''
  for (let at = from; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0
    const next = at + (point > 0xffff ? 2 : 1)
    if (point === separator) return { value, end: at }
    if (point < separator) return undefined
    if (separators === 'escape' && point === sign) {
      const plain = text.codePointAt(next)
      if (plain === undefined || plain > point) return undefined
      value += String.fromCodePoint(plain)
      at = next + (plain > 0xffff ? 2 : 1)
    } else {
      value += text.slice(at, next)
      at = next
    }
  }
  return undefined
}

// Returns the index of the first character that does not sort above a code point; the length if there is none.
function firstNotAbove(value: string, point: number): number {
  if (point < firstSurrogate) {
    for (let at = 0; at < value.length; at++) if (value.charCodeAt(at) <= point) return at
    return value.length
  }
  let at = 0
  for (const character of value) {
    if (!isAbove(character, point)) return at
    at += character.length
  }
  return at
}

// A surrogate pair is above U+FFFF; no value has half of one.
const isAbove = (character: string, point: number): boolean => (character.codePointAt(0) ?? 0) > point

function refusalOf(value: string, at: number, separator: number): string {
  const quoted = JSON.stringify(String.fromCodePoint(separator))
  return value.codePointAt(at) === separator
    ? `contains ${quoted}, which ends it in the key`
    : `contains a character that sorts before ${quoted}, which ends it in the key`
}
