// Printing of failures: paths as strings, values hidden, and superstruct's messages without the values that they quote.
import { types } from 'node:util'
import { isDeclaredClass } from '../util/declared-class.js'
import { textsIn, withoutText } from './quotes.js'
import { hide } from './veil.js'

/** One reason why a value was rejected. `value` can be read, but is left out of JSON and inspection. */
export interface ReportedFailure {
  /** The place in the item, as a path (`lines[0].sku`). */
  readonly path: string
  readonly message: string
  readonly value: unknown
}

interface RawFailure {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly value: unknown
  readonly quotes?: readonly unknown[]
}

/** The highest number of failures that are reported: checking stops there. */
export const mostFailures = 100

const mostShown = 10
const plainName = /^[A-Za-z_$][\w$-]*$/

/** Returns a path as a string, in the form that conditions take: `a.b[0]`, with unusual names quoted as `['a.b']`. */
export function pathText(path: readonly (string | number)[]): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (plainName.test(step)) text += text === '' ? step : `.${step}`
    else text += `['${step.replace(/[\\']/g, '\\$&')}']`
  }
  return text
}

/** Returns failures as errors hold them. Messages of this library stay as they are: they contain no values. */
export function reported(failures: readonly RawFailure[]): ReportedFailure[] {
  return failures.slice(0, mostFailures).map((failure) => {
    const shown = { path: pathText(failure.path), message: messageOf(failure) }
    hide(shown, 'value', failure.value)
    return shown as ReportedFailure
  })
}

/** Returns the path and message of each failure on one line; after the first ten, only the number of the others. */
export function summary(failures: readonly ReportedFailure[]): string {
  const shown = failures.slice(0, mostShown)
  const text = shown.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  if (failures.length <= mostShown) return text
  const more = failures.length - mostShown
  return `${text}; and ${failures.length >= mostFailures ? `at least ${more}` : more} more`
}

/** Returns the kind of a value in words: `a string`, `an array`. Never the value. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Uint8Array) return 'binary'
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value !== 'object') return isDeclaredClass(value) ? 'a class' : `a ${typeof value}`
  if (isInvalidDate(value)) return 'an invalid Date'
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  if (typeof name !== 'string' || name === '' || name === 'Object') return 'an object'
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`
}

const isInvalidDate = (value: object): boolean => types.isDate(value) && Number.isNaN(value.getTime())

function messageOf({ message, value, quotes }: RawFailure): string {
  if (quotes === undefined && !message.includes(' received')) return message
  // superstruct says that NaN is not a number, and says nothing about storing it.
  if (typeof value === 'number' && !Number.isFinite(value)) return `${value} cannot be stored`
  return withoutValue(message, value, quotes ?? [])
}

// superstruct quotes the received value at the end of its messages: `..., but received: 5`, `... but received "x"`.
// Only the first ` received` counts: a later one may be part of the value itself.
function withoutValue(message: string, value: unknown, around: readonly unknown[]): string {
  const at = message.indexOf(' received')
  if (at < 0) return withoutQuotes(message, value, around)
  if (harmlessEnd.test(message.slice(at))) return message
  const head = message.slice(0, at)
  return `${ownHead.test(head) ? head : withoutQuotes(head, value, around)} received ${kindOf(value)}`
}

const harmlessEnd = /^ received (an empty one|one with a (size|length) of `\d+`)$/

const kinds = 'string|number|integer|bigint|boolean|object|array|function|map|set|date|tuple|record'
// The beginning of superstruct's messages. It contains nothing of the value, even if the value equals one of its words
// (`string`).
const ownHead = new RegExp(
  `^Expected (?:${[
    `an? (?:${kinds}|array value|valid \`Date\` object|\`\\w+\` (?:instance|object))`,
    'a value of type `[^`]*`(?: with refinement `[^`]*`)?',
    'one of `[^`]*`|the literal `[^`]*`|the value to satisfy a union of `[^`]*`',
    `an? (?:empty |nonempty )?(?:${kinds})(?: (?:greater|less) than (?:or equal to )?[-\\w.:+ ()]+)?`,
    `an? (?:${kinds}) (?:of|with a (?:size|length)) (?:of |between )?[-\`\\d. and]+`,
    `an? (?:${kinds}) matching \`.*\``,
  ].join('|')}),? but$`,
  's',
)

function withoutQuotes(message: string, value: unknown, around: readonly unknown[]): string {
  let text = message
  const own = textsIn(value)
  const shown = `(${typeof value === 'object' ? 'a value' : kindOf(value)})`
  for (const each of own) text = withoutText(text, each, shown, 'own')
  for (const each of around)
    for (const near of textsIn(each))
      if (!own.has(near)) text = withoutText(text, near, '(a value)', 'around')
  return text
}
