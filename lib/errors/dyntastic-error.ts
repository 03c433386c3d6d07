// The base of every error that this library throws.
import { type ErrorCode, errorCodes, errorName } from './codes.js'
import { isError, lineage } from './is-error.js'
import { keyInWords } from './key-in-words.js'

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

/** What an error is told when it is made. */
export interface ErrorDetails {
  /** What exactly is wrong, in words; without values of attributes other than keys. */
  readonly detail?: string | undefined
  readonly entity?: string | undefined
  readonly operation?: string | undefined
  readonly cause?: unknown
}

/**
 * The base class. `code` is stable; `entity` and `operation` say where; `cause` is the SDK's error where there is one.
 * `instanceof` works across copies of the library (it looks at a mark, not at the prototype).
 * Message, stack, JSON and inspection never hold values of attributes other than keys.
 */
export class DyntasticError extends Error {
  static readonly code: ErrorCode = 'DYNTASTIC'
  readonly code: ErrorCode
  declare readonly entity?: string
  declare readonly operation?: string

  /** @param key the key of the item that it is about, for its message. */
  constructor(details: ErrorDetails = {}, key?: Readonly<Record<string, unknown>>) {
    const { entity, operation, detail } = details
    super(detail)
    // Not `new.target`: minifiers move what stands here into a function of its own, where it is undefined.
    const Class = this.constructor as typeof DyntasticError
    const where =
      entity === undefined ? operation : operation === undefined ? entity : `${entity}.${operation}`
    const { sentence, remedy } = errorCodes[Class.code]
    const about = key === undefined ? '' : ` (${keyInWords(key)})`
    const what = detail === undefined ? `${sentence}${about}. ${remedy}` : `${detail}${about}`
    set(this, 'message', where === undefined ? what : `${where}: ${what}`)
    this.code = Class.code
    if (entity !== undefined) this.entity = entity
    if (operation !== undefined) this.operation = operation
    set(this, 'name', nameOf(Class))
    if (details.cause !== undefined) set(this, 'cause', details.cause)
    set(this, lineage, codesOf(Class))
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A user's own subclass has no code of its own: for it the prototype chain decides, as ever.
    if (!Object.hasOwn(this, 'code')) return Function.prototype[Symbol.hasInstance].call(this, value)
    return isError(value, this)
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
