// Dates in keys: ISO 8601 text in UTC, whole or cut to a unit, which sorts by time.
import { type Codec, invalid } from '../../codec/codec.js'
import { type TextDate, textDates } from '../../codecs/date-form.js'
import { firstInstant, instantOf, isoText, lastInstant } from '../../codecs/date-text.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import type { CharacterRange, NoText, SlotFormat, TextPlace } from './slot.js'

/** The units that a date can be cut to: how many characters of the ISO text each takes. */
export const dateUnits: ReadonlyMap<string, number> = new Map([
  ['year', 4],
  ['month', 7],
  ['day', 10],
  ['hour', 13],
  ['minute', 16],
  ['second', 19],
])

/** Whether a codec is the codec of dates. */
export function isDateCodec({ form = '' }: Codec): boolean {
  return form.startsWith('date ')
}

/** The texts of instants: each represents all instants from one up to the next. */
interface TimeText {
  text(instant: number): string
  /** Returns the first of the instants with the same text. */
  start(instant: number): number
}

/**
 * Makes the format of a date cut to a unit, or as it is stored if that sorts by time, otherwise as the whole ISO text.
 */
export function dateSlot(codec: Codec, unit: string | undefined): SlotFormat {
  const length = unit === undefined ? undefined : dateUnits.get(unit)
  const times = length === undefined ? wholeText(codec) : cutText(length)
  const lossy = length !== undefined && !holdsWhole(codec, times)
  const width = widthOf(times)
  const instantIn = instantReader(codec)
  const step = stepOf(codec)
  const same = sameAsStored(codec, times)
  return Object.freeze({
    width,
    lossy,
    ordered: true,
    shape: width === undefined ? 'any' : { places: [...times.text(sampleTime)].map(digitOr) },
    print: (stored: AttributeValue) => printed(times, instantIn(stored)),
    read: (text: string) => readDate(codec, times, text),
    place: (stored: AttributeValue) => placed(times, lossy ? step : undefined, instantIn(stored)),
    below: (text: string) => {
      const instant = instantOf(completed(text))
      return typeof instant === 'number' && instant > firstInstant ? times.text(instant - 1) : undefined
    },
    above: (text: string) => nextText(times, text),
    start: (prefix: AttributeValue) => startOf(same, prefix),
  })
}

// Doubling steps: units differ in length, months among themselves.
function nextText({ text }: TimeText, from: string): string | undefined {
  const start = Number(instantOf(completed(from), true))
  let step = 1
  while (start + step < lastInstant && text(start + step) === from) step *= 2
  const later = Math.min(start + step, lastInstant)
  return text(later) === from ? undefined : firstAfter(text, from, start, later)
}

// The text of the first instant after those with this one, by halving.
function firstAfter(text: (instant: number) => string, from: string, low: number, high: number): string {
  let [last, next] = [low, high]
  while (next - last > 1) {
    const middle = Math.floor((last + next) / 2)
    if (text(middle) === from) last = middle
    else next = middle
  }
  return text(next)
}

/** All text forms have this much in common: date and time up to the second. */
const commonText = 19

// How much of the stored text stands in the key: all of it, or its beginning.
function sameAsStored(codec: Codec, { text }: TimeText): number {
  if (codec.types[0] !== 'S') return 0
  // A sample of each length: some forms leave zeros out.
  const pairs = [sampleTime, 0].map((time): readonly string[] => {
    const stored = codec.encode(new Date(time))
    return [text(time), stored !== undefined && 'S' in stored ? stored.S : '']
  })
  const whole = pairs.every(([own, stored]) => own === stored)
  return whole ? Number.POSITIVE_INFINITY : Math.min(commonText, ...pairs.flat().map(({ length }) => length))
}

function startOf(
  same: number,
  prefix: AttributeValue,
): { readonly text: string; readonly exact: boolean } | undefined {
  if (!('S' in prefix) || same === 0) return undefined
  return { text: prefix.S.slice(0, same), exact: prefix.S.length <= same }
}

const isoEpochStart = '0000-01-01T00:00:00.000Z'

// Returns the ISO text of the first instant of a cut one.
const completed = (text: string): string =>
  text.length < isoEpochStart.length && !text.endsWith('Z') ? text + isoEpochStart.slice(text.length) : text

function cutText(length: number): TimeText {
  const text = (instant: number): string => isoText(instant).slice(0, length)
  return { text, start: (instant) => Number(instantOf(completed(text(instant)))) }
}

function wholeText({ form = '', types }: Codec): TimeText {
  const as = form.slice('date '.length)
  const known = textDates.find((each) => each.as === as && !each.unsorted) ?? (textDates[0] as TextDate)
  const { unit, text } = types[0] === 'N' ? (textDates[0] as TextDate) : known
  const start = (instant: number): number => (unit === 1 ? instant : Math.floor(instant / unit) * unit)
  return { text: (instant) => text(start(instant)), start }
}

// Whether the attribute itself holds no more of a date than the text does.
const holdsWhole = ({ cut }: Codec, times: TimeText): boolean => {
  const cutSample = cut?.(new Date(sampleTime)).getTime()
  return cutSample !== undefined && times.start(cutSample) === cutSample
}

// 2021-11-19T14:23:47.689Z: none of its units is whole.
const sampleTime = 1_637_331_827_689

function widthOf({ text }: TimeText): number | undefined {
  const { length } = text(sampleTime)
  return text(0).length === length ? length : undefined
}

const digitOr = (character: string): CharacterRange[] => {
  const point = character.charCodeAt(0)
  return point >= 48 && point <= 57 ? [[48, 57]] : [[point, point]]
}

// Returns a function that reads a stored value as an instant. A bound of a comparison may be more precise than what the
// attribute can hold.
function instantReader(codec: Codec): (stored: AttributeValue) => number | undefined {
  const unit = codec.form === 'date epochSeconds' ? 1000 : 1
  return (stored) => {
    const instant =
      'S' in stored ? instantOf(stored.S, true) : 'N' in stored ? Number(stored.N) * unit : Number.NaN
    return typeof instant === 'number' && !Number.isNaN(instant) ? instant : undefined
  }
}

const outOfYears = 'is not in the years 0000 to 9999, which text can sort'

const isWithin = (instant: number): boolean => instant >= firstInstant && instant <= lastInstant

function printed(times: TimeText, instant: number | undefined): string | NoText {
  if (instant === undefined) return { trouble: 'is not a date' }
  return isWithin(instant) ? times.text(instant) : { trouble: outOfYears }
}

function readDate(codec: Codec, times: TimeText, text: string): unknown {
  const instant = instantOf(completed(text), true)
  if (typeof instant !== 'number' || !isWithin(instant) || times.text(instant) !== text) return invalid
  return codec.parse(new Date(instant), [])
}

// The time from one value of the attribute to the next; `NaN` if other programs write finer ones.
function stepOf({ form = '' }: Codec): number {
  const as = form.slice('date '.length)
  const row = textDates.find((each) => each.as === as) ?? (textDates[0] as TextDate)
  return row.finer ? Number.NaN : as === 'epochSeconds' ? 1000 : row.unit
}

// `step`: of a format that loses some of the date.
function placed(times: TimeText, step: number | undefined, instant = Number.NaN): TextPlace {
  if (!(instant >= firstInstant)) return { text: undefined, rank: 'after' }
  if (instant > lastInstant) return { text: times.text(lastInstant), rank: 'after' }
  const text = times.text(instant)
  const isStart = times.start(instant) === instant
  if (step === undefined) return { text, rank: isStart ? 'only' : 'after' }
  if (isStart) return { text, rank: 'first' }
  const isLast = instant % step === 0 && isWithin(instant + step) && times.text(instant + step) !== text
  return { text, rank: isLast ? 'last' : 'within' }
}
