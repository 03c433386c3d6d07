// Key values as strings that sort in DynamoDB's order: strings by UTF-8 bytes, numbers by value, binary by byte.
import type { WireValue } from './wire.js'

/** Ends a part of a key. It sorts before everything that a longer value could go on with. */
const end = '\0\0'

/** Where the exponents of numbers begin, so that none of them is zero or below. */
const exponentBase = 300

/** The text of a key value, with its end: no other value's text begins with it. */
export function keyText(value: WireValue): string {
  return openKeyText(value) + end
}

/**
 * The text of a key value without its end: the text of every string or binary that begins with this one begins with it.
 */
export function openKeyText(value: WireValue): string {
  const text =
    value.S !== undefined
      ? stringText(value.S)
      : value.N !== undefined
        ? numberText(value.N)
        : binaryText(value.B ?? '')
  return text.includes('\0') ? text.replaceAll('\0', '\0\u0001') : text
}

// UTF-8 puts characters beyond the basic plane last; UTF-16 puts their surrogates before U+E000. The two ranges change
// places.
function stringText(text: string): string {
  if (!/[\ud800-\uffff]/.test(text)) return text
  // Lone surrogates are not UTF-8: each of them is the replacement character.
  return Buffer.from(text)
    .toString()
    .replace(/[\ud800-\uffff]/g, (unit) => {
      const code = unit.charCodeAt(0)
      return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000)
    })
}

function binaryText(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1')
}

// Sign, exponent, digits: below zero, both are turned round, and a shorter run of digits comes later.
function numberText(text: string): string {
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  const all = whole + fraction
  const first = all.search(/[1-9]/)
  if (first < 0) return '1'
  const exponent = whole.length - first
  const digits = all.slice(first).replace(/0+$/, '')
  if (!negative) return `2${String.fromCharCode(exponentBase + exponent)}${digits}`
  const turned = digits.replace(/\d/g, (digit) => String(9 - Number(digit)))
  return `0${String.fromCharCode(exponentBase - exponent)}${turned}~`
}
