// The base of every error that this library throws.
import { type ErrorCode, errorCodes, errorName } from './codes.js'
import { isError, lineage } from './is-error.js'
import { keyInWords } from './key-in-words.js'
import { type Outcome, outcomeWords } from './outcome.js'

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

/** What an error is told when it is made. */
export interface ErrorDetails {
  /** What exactly is wrong, in words; without values of attributes other than keys. */
  readonly detail?: string | undefined
  readonly entity?: string | undefined
  readonly operation?: string | undefined
  readonly cause?: unknown
  /** What is known of the write; `'nothing written'` by default, and then not part of the message. */
  readonly outcome?: Outcome | undefined
  /** The outcome as the message says it, if the usual words do not fit; `''` if `detail` says it. */
  readonly outcomeDetail?: string | undefined
}

/**
 * The base class. `code` is stable; `entity` and `operation` say where; `cause` is the SDK's error where there is one.
 * `outcome` is what is known of the write that failed; `'nothing written'` for reads and for what was refused before it was sent.
 * `instanceof` works across copies of the library (it looks at a mark, not at the prototype).
 * Message, stack, JSON and inspection never hold values of attributes other than keys.
 */
export class DyntasticError extends Error {
  static readonly code: ErrorCode = 'DYNTASTIC'
  readonly code: ErrorCode
  declare readonly entity?: string
  declare readonly operation?: string
  readonly outcome: Outcome
  /** What exactly went wrong: the message without entity, operation and outcome. */
  declare readonly detail: string

  /** @param key the key of the item that it is about, for its message. */
  constructor(details: ErrorDetails = {}, key?: Readonly<Record<string, unknown>>) {
    const { entity, operation, detail, outcome } = details
    super(detail)
    // Not `new.target`: minifiers move what stands here into a function of its own, where it is undefined.
    const Class = this.constructor as typeof DyntasticError
    const { sentence, remedy } = errorCodes[Class.code]
    const about = key === undefined ? '' : ` (${keyInWords(key)})`
    set(this, 'detail', (detail ?? sentence) + about)
    set(this, 'message', messageOf(this, details) + (detail === undefined ? `. ${remedy}` : ''))
    this.code = Class.code
    if (entity !== undefined) this.entity = entity
    if (operation !== undefined) this.operation = operation
    this.outcome = outcome ?? 'nothing written'
    set(this, 'name', nameOf(Class))
    if (details.cause !== undefined) set(this, 'cause', details.cause)
    set(this, lineage, codesOf(Class))
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A user's own subclass has no code of its own: for it the prototype chain alone decides, as ever. It decides as well for an object that is
    // still under construction, which compilers to ES5 check before it has codes.
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true
    return Object.hasOwn(this, 'code') && isError(value, this)
  }

  /** The public facts as plain data, fit for `JSON.stringify`: bigints as text, binary as base64. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this
    const facts = Object.entries(this).map(([fact, value]) => [fact, jsonReady(value)])
    return { name, message, ...Object.fromEntries(facts) }
  }

  [inspectSymbol](
    _depth: number,
    options: unknown,
    inspect: (value: unknown, options: unknown) => string,
  ): string {
    const { code, entity, operation, ...rest } = { ...this }
    const facts = Object.keys(rest).length === 0 ? { code } : { code, ...rest }
    // The cause's name alone: messages of the SDK and of parsers may quote values.
    const cause = this.cause instanceof Error ? `\n  cause: ${this.cause.name}` : ''
    return `${this.stack ?? this.message} ${inspect(facts, options)}${cause}`
  }
}

type Told = Pick<ErrorDetails, 'entity' | 'operation' | 'outcome' | 'outcomeDetail'>

function messageOf({ detail }: DyntasticError, { entity, operation, outcome, outcomeDetail }: Told): string {
  const where = entity === undefined ? operation : operation === undefined ? entity : `${entity}.${operation}`
  const words = outcomeDetail ?? (outcome === undefined ? '' : outcomeWords[outcome])
  return `${where === undefined ? '' : `${where}: `}${detail}${words === '' ? '' : `; ${words}`}`
}

/** Changes the outcome or the detail of an error that was not thrown to the user yet. Returns the same error, with a new message. */
export function retold<E extends DyntasticError>(
  error: E,
  change: Pick<ErrorDetails, 'detail' | 'outcome' | 'outcomeDetail'>,
): E {
  const { entity, operation, message } = error
  const { detail = error.detail, outcome = error.outcome, outcomeDetail } = change
  set(error, 'detail', detail)
  set(error, 'message', messageOf(error, { entity, operation, outcome, outcomeDetail }))
  // Made when it was first read, with the message of that time.
  set(
    error,
    'stack',
    error.stack?.replace(message, () => error.message),
  )
  return Object.assign(error, { outcome })
}

/**
 * Tells an error of what came before or after a write, such as the read of the new item, what is known of the write: in place of `'nothing
 * written'`, which is all that such an error knows by itself. Returns the same error.
 */
export function withOutcome(error: unknown, outcome: Outcome, outcomeDetail?: string): unknown {
  if (!isError(error, DyntasticError) || error.outcome !== 'nothing written') return error
  return retold(error, { outcome, outcomeDetail })
}

// As on any Error: there, writable and not enumerable.
function set(target: object, name: string | symbol, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: false, configurable: true, writable: true })
}

// A class with a code of its own goes by the code, a subclass of the user's by the name that it has.
function nameOf(target: { readonly name: string; readonly code: ErrorCode }): string {
  return Object.hasOwn(target, 'code') ? errorName(target.code) : target.name
}

// Keys may hold bigints, which JSON.stringify refuses, and binary, which it spells out byte by byte.
function jsonReady(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(jsonReady)
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonReady(member)]))
}

function codesOf(start: { readonly code: ErrorCode }): ErrorCode[] {
  const codes: ErrorCode[] = []
  for (let at: unknown = start; typeof at === 'function' && 'code' in at; at = Object.getPrototypeOf(at))
    if (Object.hasOwn(at, 'code')) codes.push(at.code as ErrorCode)
  return codes
}
