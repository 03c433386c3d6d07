// The string forms of dates: how each writes an instant, and which part of it the string keeps.
import type { DateForm } from '../struct/storage-form.js'
import { isoText } from './date-text.js'

/** One string form. */
export interface TextDate {
  readonly as: DateForm
  /** The precision of the string, in milliseconds: a Date that is not a multiple of it does not fit. */
  readonly unit: number
  /**
   * Whether the programs that write it use more precision than milliseconds: what a Date cannot hold is cut off when it
   * is read.
   */
  readonly finer: boolean
  /** Whether the strings are ordered differently from the instants. */
  readonly unsorted: boolean
  /**
   * Returns the string for an instant. An instant that does not fit becomes a string that sorts between its neighbors:
   * the bound of a comparison.
   */
  text(instant: number): string
}

const day = 86_400_000
const second = 1000

// A string of `length` characters for whole units; longer strings sort after that, and before the next unit.
const dayText = (iso: string, instant: number) => (instant % day === 0 ? iso.slice(0, 10) : iso)
const secondText = (iso: string, instant: number) =>
  instant % second === 0 ? `${iso.slice(0, 19)}Z` : `${iso.slice(0, 19)}Z${iso.slice(19, 23)}`

const pythonText = (iso: string) =>
  iso.slice(0, 19) + (iso.endsWith('.000Z') ? '' : `${iso.slice(19, 23)}000`)

function form(
  as: DateForm,
  print: (iso: string, instant: number) => string,
  { unit = 1, finer = false, unsorted = false } = {},
): TextDate {
  return Object.freeze({
    as,
    unit,
    finer,
    unsorted,
    text: (instant: number) => print(isoText(instant), instant),
  })
}

/** Every string form, the default first. */
export const textDates: readonly TextDate[] = Object.freeze([
  Object.freeze({ as: 'iso', unit: 1, finer: false, unsorted: false, text: isoText }),
  form('isoDay', dayText, { unit: day }),
  form('isoSeconds', secondText, { unit: second }),
  form('isoMicros', (iso) => `${iso.slice(0, 23)}000Z`, { finer: true }),
  form('isoNanos', (iso) => `${iso.slice(0, 23)}000000Z`, { finer: true }),
  // Go: time.RFC3339Nano, "removes trailing zeros from the seconds field and thus may not sort correctly" (package
  // time).
  form('isoTrimmed', (iso) => iso.replace(/\.?0*Z$/, 'Z'), { finer: true, unsorted: true }),
  // Java: DateTimeFormatter.ISO_INSTANT, "the nano-of-second outputs zero, three, six or nine digits as necessary".
  form('isoInstant', (iso) => iso.replace('.000Z', 'Z'), { finer: true, unsorted: true }),
  // Python: pydantic's JSON form of a datetime in UTC, which has six digits of a second or none.
  form('isoPydantic', (iso) => `${pythonText(iso)}Z`, { finer: true, unsorted: true }),
  // Python: datetime.isoformat(), which leaves out microseconds if they are zero, for a naive datetime and one in UTC.
  form('isoNaive', (iso) => pythonText(iso), { finer: true }),
  form('isoOffset', (iso) => `${pythonText(iso)}+00:00`, { finer: true }),
])
