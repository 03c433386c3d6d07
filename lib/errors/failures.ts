// How failures are shown: paths as text, values hidden, superstruct's messages without the values that they quote.
import { hide } from './dyntastic-error.js'

/** One reason of a refusal. `value` can be read, and is left out of JSON and inspection. */
export interface ReportedFailure {
  /** Where in the item, as a path (`lines[0].sku`). */
  readonly path: string
  readonly message: string
  readonly value: unknown
}

interface RawFailure {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly value: unknown
}

const mostShown = 10
const plainName = /^[A-Za-z_$][\w$-]*$/

/** A path as text, in the form that conditions take: `a.b[0]`, odd names quoted as `['a.b']`. */
export function pathText(path: readonly (string | number)[]): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (plainName.test(step)) text += text === '' ? step : `.${step}`
    else text += `['${step.replace(/[\\']/g, '\\$&')}']`
  }
  return text
}

/** The failures as they stand on an error. */
export function reported(failures: readonly RawFailure[]): ReportedFailure[] {
  return failures.map((failure) => {
    const shown = { path: pathText(failure.path), message: withoutValue(failure.message, failure.value) }
    hide(shown, 'value', failure.value)
    return shown as ReportedFailure
  })
}

/** Path and message of each failure in one line of text; past the first ten only how many more there are. */
export function summary(failures: readonly ReportedFailure[]): string {
  const shown = failures.slice(0, mostShown)
  const text = shown.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return failures.length > mostShown ? `${text}; and ${failures.length - mostShown} more` : text
}

/** What kind of value it is, in words: `a string`, `an array`. Never the value. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Uint8Array) return 'binary'
  if (typeof value !== 'object') return `a ${typeof value}`
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  if (typeof name !== 'string' || name === '' || name === 'Object') return 'an object'
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`
}

// superstruct quotes the received value at the end of its messages: `..., but received: 5`, `... but received "x"`. The first
// ` received` counts: a later one may be part of the value itself.
function withoutValue(message: string, value: unknown): string {
  const at = message.indexOf(' received')
  if (at < 0) return withoutQuote(message, value)
  if (harmlessEnd.test(message.slice(at))) return message
  return `${withoutQuote(message.slice(0, at), value)} received ${kindOf(value)}`
}

const harmlessEnd = /^ received (an empty one|one with a (size|length) of `\d+`)$/

// A message of the user's own may quote the value too. Shorter values than this could be parts of ordinary words.
const shortestQuote = 4

function withoutQuote(message: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return message
  const quoted = String(value)
  return quoted.length < shortestQuote ? message : message.replaceAll(quoted, () => `(${kindOf(value)})`)
}
