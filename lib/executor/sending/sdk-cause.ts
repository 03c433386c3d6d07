// The SDK's error as it stands as the `cause` of ours: its facts can be seen, and what it holds of items can only be read by name.
import { hide } from '../../errors/veil.js'

/** What may be seen of an error that a client throws: facts of the call and of the connection. None of them holds a value of an item. */
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

/** Errors below errors are looked at so far. */
const deepest = 5

/**
 * The error itself where it holds nothing else than facts; or an error of the same class with the same facts, in which `Item`,
 * `CancellationReasons`, `$response` and whatever else it holds can be read by name, and no listing finds them. The client's own error is
 * left as it is: it may be shared, or frozen. Values that its message and stack quote are replaced.
 */
export function asCause(thrown: unknown, unquoted: (message: string) => string, depth = 0): unknown {
  if (typeof thrown === 'string') return unquoted(thrown)
  if (typeof thrown !== 'object' || thrown === null) return thrown
  const { message, cause, errors }: { message?: unknown; cause?: unknown; errors?: unknown } = thrown
  const said = typeof message === 'string' ? messageOf(thrown, message, unquoted) : undefined
  const below = depth < deepest ? asCause(cause, unquoted, depth + 1) : undefined
  const all = Array.isArray(errors) ? errors.map((each) => asCause(each, unquoted, depth + 1)) : errors
  const held = Reflect.ownKeys(thrown).filter((key) => !isFact(thrown, key))
  const same =
    Array.isArray(all) && Array.isArray(errors) ? all.every((each, at) => each === errors[at]) : true
  if (held.length === 0 && said === message && below === cause && same) return thrown
  return standIn(thrown, held, { message: said, cause: below, errors: all })
}

// Parsers quote the text that they could not parse.
function messageOf(thrown: object, message: string, unquoted: (message: string) => string): string {
  return thrown instanceof SyntaxError ? 'the answer is not the JSON of DynamoDB' : unquoted(message)
}

type Shown = Readonly<Record<'message' | 'cause' | 'errors', unknown>>

function standIn(thrown: object, held: readonly PropertyKey[], shown: Shown): object {
  // An Error by birth, as loggers look for.
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
  for (const key of held) hide(error, key as string | symbol, Reflect.get(thrown, key))
  return error
}

// The lines of a stack without those of the message, which may have been another one when the stack was made.
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at .*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\)|<anonymous>)$/.test(line))
}
