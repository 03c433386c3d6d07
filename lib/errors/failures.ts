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

/** Path and message of each failure in one line of text. */
export function summary(failures: readonly ReportedFailure[]): string {
  return failures.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
}

/** What kind of value it is, in words: `a string`, `an array`. Never the value. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Uint8Array) return 'binary'
  if (typeof value !== 'object') return `a ${typeof value}`
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === 'string' && name !== 'Object' ? `a ${name}` : 'an object'
}

// superstruct quotes the received value at the end of its messages: `..., but received: 5`, `... but received "x"`.
function withoutValue(message: string, value: unknown): string {
  const at = message.lastIndexOf(' received')
  if (at < 0 || message.startsWith(' received one with', at)) return message
  return `${message.slice(0, at)} received ${kindOf(value)}`
}
