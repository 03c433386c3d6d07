// The table of formats: which attributes each one prints into a key, and how.

import { nearestName } from '../../../util/nearest-name.js'
import { type Codec, invalid } from '../../codec/codec.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import { type Casing, casedForm, casedText, casings } from './cased-slot.js'
import { dateSlot, dateUnits, isDateCodec } from './date-slot.js'
import { digitsOf, numberSlot, plainNumberSlot } from './number-slot.js'
import type { NoText, SlotFormat, TextPlace, TextShape } from './slot.js'

/** One row of the table. */
interface FormatRow {
  /** How it is written after the attribute's name; empty if nothing is. */
  readonly format: string
  /** What it prints, for the documentation. */
  readonly doc: string
  /** Whether attributes with this codec have the format. */
  serves(codec: Codec): boolean
  /** Returns the format for a codec, as it is written; a string is the reason why it is invalid. */
  make(codec: Codec, written: string): SlotFormat | string
}

const isStoredNumber = (codec: Codec): boolean => codec.types[0] === 'N'
const isText = (codec: Codec): boolean => codec.types[0] === 'S' && !isDateCodec(codec)
const isBoolean = (codec: Codec): boolean => codec.types[0] === 'BOOL'

/** Every format. */
export const slotFormats: readonly FormatRow[] = Object.freeze([
  { format: '', doc: 'A string unchanged.', serves: isText, make: (codec) => textSlot(codec) },
  { format: '', doc: '`true` or `false`.', serves: isBoolean, make: (codec) => booleanSlot(codec) },
  {
    format: '',
    doc: 'A date as ISO 8601 text in UTC: as it is stored if that sorts by time, else in full.',
    serves: isDateCodec,
    make: (codec) => dateSlot(codec, undefined),
  },
  ...[...dateUnits.keys()].map(
    (unit): FormatRow => ({
      format: unit,
      doc: `A date as ISO 8601 text in UTC, up to its ${unit}.`,
      serves: isDateCodec,
      make: (codec) => dateSlot(codec, unit),
    }),
  ),
  {
    format: '8.2',
    doc: 'A number with 8 digits before the point and 2 after it; `5`: an integer of up to 5 digits; `-5`: a negative one, too. A date that is stored as a number has it as well: `{at:13}` for milliseconds.',
    serves: isStoredNumber,
    make(codec, written) {
      const digits = digitsOf(written)
      return typeof digits === 'string' ? digits : numberSlot(codec, digits)
    },
  },
  {
    format: 'plain',
    doc: 'A number as JavaScript writes it (`7`, `12.5`, `1e+21`), or a date as the number that is stored: for keys that other libraries write. It has no order there.',
    serves: isStoredNumber,
    make: (codec) => plainNumberSlot(codec),
  },
  ...casings.map(
    (casing): FormatRow => ({
      format: casing.format,
      doc: `A string, a date or a boolean in ${casing.format} case. A string cannot be read back from the key, and has no order there, unless its struct allows only a few that differ in more than their case.`,
      serves: (codec) => isText(codec) || isDateCodec(codec) || isBoolean(codec),
      make: (codec) => casedSlot(codec, casing),
    }),
  ),
])

/** Returns the format of an attribute as a template writes it; a string is the reason why there is none. */
export function slotFormat(codec: Codec, written: string): SlotFormat | string {
  const served = slotFormats.filter((row) => row.serves(codec))
  const [only] = served
  if (only === undefined || codec.types.length !== 1)
    return `is stored as ${codec.types.join(' or ') || 'nothing'}, but a string key takes strings, numbers, dates and booleans`
  const isNumber = isStoredNumber(codec) && !isDateCodec(codec)
  if (isNumber && written === '')
    return 'is a number, and needs a width to be ordered as text: {…:5}, {…:8.2} or {…:-8.2} ({…:plain} has no order)'
  const row = served.find(({ format }) => format === written)
  if (row !== undefined) return row.make(codec, written)
  const width = isStoredNumber(codec) && (isNumber || /^[-.\d]/.test(written))
  if (width) return served.find(({ format }) => format === '8.2')?.make(codec, written) ?? noWidth
  const known = served.flatMap(({ format }) => (format === '' || format === '8.2' ? [] : format))
  const near = nearestName(written, known)
  const meant = near === undefined ? '' : `; did you mean '${near}'?`
  return known.length === 0
    ? `cannot have a format, but '${written}' is given`
    : `has no format '${written}'${meant}; there is ${known.join(', ')}`
}

const noWidth = 'cannot have a width'

function casedSlot(codec: Codec, casing: Casing): SlotFormat {
  if (isText(codec)) return casedText(codec, casing, textSlot(codec))
  return isDateCodec(codec)
    ? casedForm(dateSlot(codec, undefined), casing, (text) => text.toUpperCase())
    : casedForm(booleanSlot(codec), casing, (text) => text.toLowerCase())
}

const always = (text: string): TextPlace => ({ text, rank: 'only' })
const notText: NoText = { trouble: 'is not a string' }
const nowhere: TextPlace = { text: undefined, rank: 'after' }

function textSlot(codec: Codec): SlotFormat {
  return Object.freeze({
    width: undefined,
    lossy: false,
    ordered: true,
    verbatim: true,
    shape: shapeOf(codec),
    print: (stored: AttributeValue) => ('S' in stored ? stored.S : notText),
    read: (text: string) => codec.decode({ S: text }, []),
    place: (stored: AttributeValue) => ('S' in stored ? always(stored.S) : nowhere),
    start: (prefix: AttributeValue) => ('S' in prefix ? { text: prefix.S, exact: true } : undefined),
  })
}

function booleanSlot(codec: Codec): SlotFormat {
  return Object.freeze({
    width: undefined,
    lossy: false,
    ordered: true,
    shape: { words: ['false', 'true'] },
    print: (stored: AttributeValue) =>
      'BOOL' in stored ? String(stored.BOOL) : { trouble: 'is not a boolean' },
    read: (text: string) =>
      text === 'true' || text === 'false' ? codec.decode({ BOOL: text === 'true' }, []) : invalid,
    place: (stored: AttributeValue) => ('BOOL' in stored ? always(String(stored.BOOL)) : nowhere),
  })
}

// A few strings can be distinguished from each other, and so can keys made of them.
function shapeOf({ only }: Codec): TextShape {
  const words = [...(only ?? [])]
  return only !== undefined && words.every((word) => typeof word === 'string')
    ? { words: words.map(String) }
    : 'any'
}
