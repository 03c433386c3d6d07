// The base class of every error that this library throws.
import { type ErrorCode, errorCodes, errorName } from './codes.js'
import { isError, lineage } from './is-error.js'
import { keyInWords } from './key-in-words.js'
import { type Outcome, outcomeWords } from './outcome.js'

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

/** Details of an error, for its constructor. */
export interface ErrorDetails {
  /** What exactly is wrong, in words, without values of attributes other than keys. */
  readonly detail?: string | undefined
  readonly entity?: string | undefined
  readonly operation?: string | undefined
  readonly cause?: unknown
  /** What is known about the write. `'nothing written'` by default, and then not part of the message. */
  readonly outcome?: Outcome | undefined
  /** The outcome in the words of the message, if the usual words do not fit; `''` if `detail` already says it. */
  readonly outcomeDetail?: string | undefined
}

/**
 * The base class. `code` is stable, `entity` and `operation` say where the error happened, and `cause` is the error of
 * the SDK, if there is one. `outcome` is what is known about the write that failed; it is `'nothing written'` for reads
 * and for calls that were rejected before anything was sent. `instanceof` works across copies of the library: it looks
 * at a mark, not at the prototype. Message, stack, JSON and inspection never contain values of attributes other than
 * keys.
 */
export class DyntasticError extends Error {
  static readonly code: ErrorCode = 'DYNTASTIC'
  readonly code: ErrorCode
  declare readonly entity?: string
  declare readonly operation?: string
  readonly outcome: Outcome
  /** What exactly went wrong: the message without entity, operation and outcome. */
  declare readonly detail: string

  /** @param key the key of the item that the error is about, for its message. */
  constructor(details: ErrorDetails = {}, key?: Readonly<Record<string, unknown>>) {
    const { entity, operation, detail, outcome } = details
    super(detail)
    // Not `new.target`: minifiers move this code into a separate function, in which it is undefined.
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
    // A subclass that the user defines has no code of its own, so the prototype chain alone decides, as usual. It also
    // decides for an object that is still being constructed, which code compiled to ES5 checks before it has codes.
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true
    return Object.hasOwn(this, 'code') && isError(value, this)
  }

  /** Returns the public facts as plain data that `JSON.stringify` can print: bigints as strings, binary as base64. */
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
    // Only the name of the cause: messages of the SDK and of parsers may quote values.
    const cause = this.cause instanceof Error ? `\n  cause: ${this.cause.name}` : ''
    return `${this.stack ?? this.message} ${inspect(facts, options)}${cause}`
  }
}

type Facts = Pick<ErrorDetails, 'entity' | 'operation' | 'outcome' | 'outcomeDetail'>

function messageOf({ detail }: DyntasticError, { entity, operation, outcome, outcomeDetail }: Facts): string {
  const where = entity === undefined ? operation : operation === undefined ? entity : `${entity}.${operation}`
  const words = outcomeDetail ?? (outcome === undefined ? '' : outcomeWords[outcome])
  return `${where === undefined ? '' : `${where}: `}${detail}${words === '' ? '' : `; ${words}`}`
}

/**
 * Changes the outcome or the detail of an error that was not yet thrown to the user. Returns the same error, with a new
 * message.
 */
export function retold<E extends DyntasticError>(
  error: E,
  change: Pick<ErrorDetails, 'detail' | 'outcome' | 'outcomeDetail'>,
): E {
  const { entity, operation, message } = error
  const { detail = error.detail, outcome = error.outcome, outcomeDetail } = change
  set(error, 'detail', detail)
  set(error, 'message', messageOf(error, { entity, operation, outcome, outcomeDetail }))
  // The stack was made when it was first read, with the message of that time.
  set(
    error,
    'stack',
    error.stack?.replace(message, () => error.message),
  )
  return Object.assign(error, { outcome })
}

/**
 * Sets the outcome of an error that happened before or after a write, such as an error of the read of the new item. By
 * itself, such an error has the outcome `'nothing written'`. Returns the same error.
 */
export function withOutcome(error: unknown, outcome: Outcome, outcomeDetail?: string): unknown {
  if (!isError(error, DyntasticError) || error.outcome !== 'nothing written') return error
  return retold(error, { outcome, outcomeDetail })
}

// Writable and not enumerable, like the properties of any Error.
function set(target: object, name: string | symbol, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: false, configurable: true, writable: true })
}

// A class with its own code is named by the code; a subclass that the user defines keeps its name.
function nameOf(target: { readonly name: string; readonly code: ErrorCode }): string {
  return Object.hasOwn(target, 'code') ? errorName(target.code) : target.name
}

// Keys may contain bigints, which JSON.stringify rejects, and binary, which it prints byte by byte.
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
