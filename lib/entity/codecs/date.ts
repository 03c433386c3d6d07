// Dates: ISO 8601 text (S, sortable), or seconds or milliseconds since 1970 (N).
import { date } from 'superstruct'
import { invalid } from '../codec.js'
import type { Failure } from '../failure.js'
import { firstInstant, instantOf, isoText, lastInstant } from './date-text.js'
import { exactNumber } from './decimal.js'
import { type CodecRow, type Core, mismatch, refuse, type Wire } from './node.js'

const isoDate: Core = {
  types: ['S'],
  parse(value, failures) {
    if (!(value instanceof Date)) return invalid
    const time = value.getTime()
    if (Number.isNaN(time)) return refuse(failures, 'an invalid Date cannot be stored', value)
    return time >= firstInstant && time <= lastInstant ? new Date(time) : refuse(failures, yearFault, value)
  },
  encode: (value) => ({ S: isoText((value as Date).getTime()) }),
  decode(stored: Wire | undefined, failures) {
    if (typeof stored?.S !== 'string') return mismatch(stored, ['S'], failures)
    const time = instantOf(stored.S)
    if (typeof time === 'string') return refuse(failures, time, stored)
    return time >= firstInstant && time <= lastInstant ? new Date(time) : refuse(failures, yearFault, stored)
  },
}

const yearFault = 'a Date is stored as text from year 0000 to 9999 only (its text would not sort)'

/** The greatest distance from 1970 that a Date can hold, in milliseconds. */
const maxTime = 8.64e15

function epochDate(unit: number, words: string): Core {
  return {
    types: ['N'],
    parse(value, failures) {
      if (!(value instanceof Date)) return invalid
      const time = Math.floor(value.getTime() / unit) * unit
      if (Number.isNaN(time)) return refuse(failures, 'an invalid Date cannot be stored', value)
      return time >= -maxTime
        ? new Date(time)
        : refuse(failures, 'before the first whole second of a Date', value)
    },
    encode: (value) => ({ N: String((value as Date).getTime() / unit) }),
    decode: (stored: Wire | undefined, failures) => decodeEpoch(stored, unit, words, failures),
  }
}

function decodeEpoch(stored: Wire | undefined, unit: number, words: string, failures: Failure[]): unknown {
  if (typeof stored?.N !== 'string') return mismatch(stored, ['N'], failures)
  const count = exactNumber(stored.N)
  if (count === undefined || !Number.isInteger(count) || Math.abs(count * unit) > maxTime)
    return refuse(failures, `expected whole ${words} since 1970`, stored)
  return new Date(count * unit)
}

/** The codec of dates in the storage form that `as` names. */
export function dateCore(as: string | undefined): Core {
  if (as === 'epochSeconds') return epochDate(1000, 'seconds')
  return as === 'epochMillis' ? epochDate(1, 'milliseconds') : isoDate
}

export const dateRow: CodecRow = {
  kinds: ['date'],
  forms: ['iso', 'epochSeconds', 'epochMillis'],
  reference: () => date(),
  make: ({ options }) => dateCore(options.as),
}
