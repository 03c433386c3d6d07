// Dates: ISO 8601 strings (S, sortable), or seconds or milliseconds since 1970 (N).

import { date } from 'superstruct'
import { ofThisRealm } from '../../util/own-realm.js'
import { invalid } from '../codec/codec.js'
import { exactNumber } from '../codec/decimal.js'
import { type CodecRow, type Core, type KeyRole, mismatch, refuse, type Wire } from '../codec/node.js'
import { scanNumberAs, scanTextAs } from '../scan/scalar-scan.js'
import type { Failure } from '../struct/failure.js'
import type { DateForm } from '../struct/storage-form.js'
import { unread } from '../text/body.js'
import { type TextDate, textDates } from './date-form.js'
import { firstInstant, instantOf, lastInstant, tooFine } from './date-text.js'

const yearFault = 'a Date can be stored as a string only from year 0000 to 9999 (its string would not sort)'
const invalidDate = 'an invalid Date cannot be stored'

/** The greatest distance from 1970 that a Date can hold, in milliseconds. */
const maxTime = 8.64e15

const isWithin = (time: number): boolean => time >= firstInstant && time <= lastInstant

// What makes a Date more precise than its form, in words.
const unitWords: ReadonlyMap<number, string> = new Map([
  [86_400_000, 'a time of day (in UTC)'],
  [1000, 'a fraction of a second'],
])

const roundedDown = (time: number, unit: number): number =>
  unit === 1 ? time : Math.floor(time / unit) * unit

// A key must be found again by the value that was given, so nothing of it is cut off.
function lostFault(as: DateForm, unit: number): string {
  return `the Date has ${unitWords.get(unit)}, which as: '${as}' cannot store; keys are not truncated`
}

function textDate({ as, unit, finer, unsorted, text }: TextDate, role: KeyRole | undefined): Core {
  const key = role !== undefined
  // What is read from an attribute next to its key may lose something: the key is compared by itself.
  const asStored = key && role !== 'made'
  return {
    types: ['S'],
    fidelity: 'canonical',
    ...(unit > 1 && { cut: (value: Date) => cutTo(value, unit) }),
    ...(unsorted && { unsorted }),
    parse(given, failures) {
      const value = ofThisRealm(given)
      if (!(value instanceof Date)) return invalid
      const time = value.getTime()
      if (Number.isNaN(time)) return refuse(failures, invalidDate, value)
      if (!isWithin(time)) return refuse(failures, yearFault, value)
      const whole = roundedDown(time, unit)
      return key && whole !== time ? refuse(failures, lostFault(as, unit), value) : new Date(whole)
    },
    encode: (value) => ({ S: text((value as Date).getTime()) }),
    decode(stored: Wire | undefined, failures) {
      if (typeof stored?.S !== 'string') return mismatch(stored, ['S'], failures)
      const time = instantOf(stored.S, finer && !asStored)
      if (typeof time === 'string') return refuse(failures, unreadFault(time, asStored), stored)
      if (!isWithin(time)) return refuse(failures, yearFault, stored)
      if (roundedDown(time, unit) === time) return new Date(time)
      return refuse(failures, `${unitWords.get(unit)} is stored, which as: '${as}' cannot hold`, stored)
    },
    scan: scanTextAs((text) => {
      const time = instantOf(text, finer && !asStored)
      return typeof time === 'number' && isWithin(time) && roundedDown(time, unit) === time
        ? new Date(time)
        : unread
    }),
    wayOut: formOf,
  }
}

function unreadFault(fault: string, key: boolean): string {
  if (fault !== tooFine) return fault
  return key
    ? `${tooFine}; for a key, declare the attribute as string()`
    : `${tooFine}; as: 'isoMicros' or 'isoNanos' cuts it off, and string() keeps it`
}

// Returns the form in which another program wrote a date, if we have it.
function formOf(stored: Wire): string | undefined {
  const { S: text = '' } = stored
  const time = instantOf(text)
  const known = textDates.find(
    (form) => typeof time === 'number' && isWithin(time) && form.text(time) === text,
  )
  return known && `as: '${known.as}'`
}

const cutTo = (value: Date, unit: number): Date => {
  const time = value.getTime()
  const whole = roundedDown(time, unit)
  return whole === time || Number.isNaN(time) ? value : new Date(whole)
}

function epochDate(as: DateForm, unit: number, words: string, key: boolean): Core {
  return {
    types: ['N'],
    fidelity: 'exact',
    ...(unit > 1 && { cut: (value: Date) => cutTo(value, unit) }),
    parse(raw, failures) {
      const value = ofThisRealm(raw)
      if (!(value instanceof Date)) return invalid
      const given = value.getTime()
      const time = roundedDown(given, unit)
      if (Number.isNaN(time)) return refuse(failures, invalidDate, value)
      if (key && time !== given) return refuse(failures, lostFault(as, unit), value)
      return time >= -maxTime
        ? new Date(time)
        : refuse(failures, 'before the first whole second of a Date', value)
    },
    encode: (value) => ({ N: String((value as Date).getTime() / unit) }),
    decode: (stored: Wire | undefined, failures) => decodeEpoch(stored, unit, words, failures),
    scan: scanNumberAs((text) => {
      const count = exactNumber(text)
      const fits = count !== undefined && Number.isInteger(count) && Math.abs(count * unit) <= maxTime
      return fits ? new Date(count * unit) : unread
    }),
  }
}

function decodeEpoch(stored: Wire | undefined, unit: number, words: string, failures: Failure[]): unknown {
  if (typeof stored?.N !== 'string') return mismatch(stored, ['N'], failures)
  const count = exactNumber(stored.N)
  if (count === undefined || !Number.isInteger(count) || Math.abs(count * unit) > maxTime)
    return refuse(failures, `expected whole ${words} since 1970`, stored)
  return new Date(count * unit)
}

/** The storage forms of dates. */
export const dateForms: readonly DateForm[] = Object.freeze([
  ...textDates.map(({ as }) => as),
  'epochSeconds',
  'epochMillis',
])

/** Makes the codec of dates in the storage form `as`; for a key attribute nothing is cut off. */
export function dateCore(as: string | undefined, key?: KeyRole): Core {
  if (as === 'epochSeconds') return epochDate(as, 1000, 'seconds', key !== undefined)
  if (as === 'epochMillis') return epochDate(as, 1, 'milliseconds', key !== undefined)
  return textDate(textDates.find((form) => form.as === as) ?? (textDates[0] as TextDate), key)
}

export const dateRow: CodecRow = {
  doc: 'S, ISO 8601 in UTC with milliseconds, which sorts by time; `as` selects another form.',
  kinds: ['date'],
  forms: dateForms,
  reference: () => date(),
  make: ({ options }, compiler) => dateCore(options.as, compiler.options.key),
}
