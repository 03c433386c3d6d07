// Prepares the SDK's error as the `cause` of ours: facts of the call stay visible; item data can only be read by name.
import { hide } from '../../errors/veil.js'

/**
 * Properties of a client's error that may be shown: facts about the call and the connection. None of them holds a value
 * of an item.
 */
const facts: ReadonlySet<PropertyKey> = new Set([
  ...['name', 'message', 'stack', 'code', 'cause', 'errors'],
  ...['$fault', '$service', '$metadata', '$retryable', '$source', 'clockSkewCorrected', 'tryNextLink'],
  ...['errno', 'syscall', 'address', 'port', 'hostname', 'reason', 'library', 'host'],
  ...['why', 'sent', 'lost'],
])

// Our own marks are symbols.
function isFact(thrown: object, key: string | symbol): boolean {
  return facts.has(key) || (typeof key === 'symbol' && Reflect.get(thrown, key) === true)
}

/** How many levels of nested errors are processed. */
const deepest = 5

/**
 * Returns the error itself if it holds nothing but facts. Otherwise returns an error of the same class with the same
 * facts, in which `Item`, `CancellationReasons`, `$response` and anything else can be read by name but is never listed.
 * The client's error is not modified: it may be shared or frozen. Values quoted in its message and stack are replaced.
 */
export function asCause(thrown: unknown, unquoted: (message: string) => string, depth = 0): unknown {
  if (typeof thrown === 'string') return unquoted(thrown)
  if (typeof thrown !== 'object' || thrown === null) return thrown
  const { message, cause, errors }: { message?: unknown; cause?: unknown; errors?: unknown } = thrown
  const shownMessage = typeof message === 'string' ? messageOf(thrown, message, unquoted) : undefined
  const below = depth < deepest ? asCause(cause, unquoted, depth + 1) : undefined
  const all = Array.isArray(errors) ? errors.map((each) => asCause(each, unquoted, depth + 1)) : errors
  const hidden = Reflect.ownKeys(thrown).filter((key) => !isFact(thrown, key))
  const same =
    Array.isArray(all) && Array.isArray(errors) ? all.every((each, at) => each === errors[at]) : true
  if (hidden.length === 0 && shownMessage === message && below === cause && same) return thrown
  return standIn(thrown, hidden, { message: shownMessage, cause: below, errors: all })
}

// Parsers quote the text that they could not parse.
function messageOf(thrown: object, message: string, unquoted: (message: string) => string): string {
  return thrown instanceof SyntaxError ? 'the response is not valid DynamoDB JSON' : unquoted(message)
}

type Shown = Readonly<Record<'message' | 'cause' | 'errors', unknown>>

function standIn(thrown: object, hidden: readonly PropertyKey[], shown: Shown): object {
  // Created by the Error constructor, because loggers check for that.
  const error = new Error(typeof shown.message === 'string' ? shown.message : '')
  for (const key of Reflect.ownKeys(thrown)) {
    if (!isFact(thrown, key)) continue
    const value: unknown = Object.hasOwn(shown, key) ? shown[key as keyof Shown] : Reflect.get(thrown, key)
    const { enumerable = false } = Reflect.getOwnPropertyDescriptor(thrown, key) ?? {}
    Object.defineProperty(error, key, { value, enumerable, configurable: true, writable: true })
  }
  Object.setPrototypeOf(error, Object.getPrototypeOf(thrown))
  const stack: unknown = Reflect.get(thrown, 'stack')
  const name: unknown = Reflect.get(thrown, 'name')
  if (typeof stack === 'string') error.stack = [`${name}: ${error.message}`, ...framesOf(stack)].join('\n')
  for (const key of hidden) hide(error, key as string | symbol, Reflect.get(thrown, key))
  return error
}

// The lines of a stack without the message, which may have changed since the stack was captured.
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at .*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\)|<anonymous>)$/.test(line))
}
