// Strings: S; or, depending on `as`, exact decimal numbers (N) and IP addresses (S).
import { string } from 'superstruct'
import { type Codec, invalid } from '../codec/codec.js'
import { canonicalDecimal, decimalFault } from '../codec/decimal.js'
import { type CodecRow, type Core, mismatch, refuse, type Wire } from '../codec/node.js'
import { illFormed } from '../codec/text.js'
import { scanDecimalIn, scanText, scanTextIn } from '../scan/scalar-scan.js'
import type { Failure } from '../struct/failure.js'
import { ipForms } from './ip.js'

/** Parses a string that can be stored. */
export function parseText(value: string, failures: Failure[]): string | typeof invalid {
  return value.isWellFormed() ? value : refuse(failures, illFormed, value)
}

const plainText = {
  types: ['S'],
  fidelity: 'exact',
  sample: 'text',
  text: true,
  parse: (value, failures) => (typeof value === 'string' ? parseText(value, failures) : invalid),
  encode: (value) => ({ S: value as string }),
  decode: (stored: Wire | undefined, failures) =>
    typeof stored?.S === 'string' ? stored.S : mismatch(stored, ['S'], failures),
  scan: scanText,
} satisfies Core

/** Whether it is the codec of plain strings, without anything around it: string() alone. */
export function isPlainText({ parse, decode }: Pick<Codec, 'parse' | 'decode'>): boolean {
  return parse === plainText.parse && decode === plainText.decode
}

const decimalText: Core = {
  types: ['N'],
  fidelity: 'exact',
  numeric: 'decimal',
  parse(value, failures) {
    if (typeof value !== 'string') return invalid
    const fault = decimalFault(value)
    return fault === undefined ? (canonicalDecimal(value) ?? invalid) : refuse(failures, fault, value)
  },
  encode: (value) => ({ N: value as string }),
  decode(stored: Wire | undefined, failures) {
    if (typeof stored?.N !== 'string') return mismatch(stored, ['N'], failures)
    return canonicalDecimal(stored.N) ?? refuse(failures, 'expected a decimal number', stored)
  },
  scan: scanDecimalIn(canonicalDecimal),
}

function canonicalText(words: string, canonical: (text: string) => string | undefined): Core {
  const checked = (text: string, value: unknown, failures: Failure[]) =>
    canonical(text) ?? refuse(failures, `expected ${words}`, value)
  return {
    types: ['S'],
    fidelity: 'canonical',
    text: true,
    parse: (value, failures) => (typeof value === 'string' ? checked(value, value, failures) : invalid),
    encode: (value) => ({ S: value as string }),
    decode: (stored: Wire | undefined, failures) =>
      typeof stored?.S === 'string' ? checked(stored.S, stored, failures) : mismatch(stored, ['S'], failures),
    scan: scanTextIn(canonical),
  }
}

export const stringRow: CodecRow = {
  doc: "S. `as: 'decimal'` stores exact decimal strings as N, and the IP forms check and normalize addresses.",
  kinds: ['string'],
  forms: ['decimal', ...ipForms.keys()],
  reference: () => string(),
  make({ options: { as } }) {
    if (as === undefined) return plainText
    const form = ipForms.get(as)
    return form === undefined ? decimalText : canonicalText(form.words, form.canonical)
  },
}
