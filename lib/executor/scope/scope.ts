// Scope of a batch or a transaction: collects what is awaited inside it and sends it in parts, one after the other.
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { oneOf } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import { UnprocessedError } from '../../errors/unprocessed-error.js'
import type { Facing, Preparation } from '../../operation/ground/faces.js'
import type { CallName, Request } from '../../operation/ground/request.js'
import type { Runner, RunOptions, WatchedOperation } from '../../operation/ground/runner.js'
import { callRow } from '../sending/commands.js'
import { runWithin, type ScopeContext, type ScopeKind } from './scope-context.js'
import {
  aborted,
  notCollected,
  notNested,
  otherExecutor,
  tooLate,
  unawaited,
  whereOf,
} from './scope-errors.js'

/** Options of both kinds of scope. */
export interface ScopeOptions {
  /**
   * How to handle operations that are built inside the scope but never run, usually because an `await` is missing.
   * `'refuse'` (default) rejects with a ScopeError that lists them, and sends nothing more; `'allow'` ignores them.
   */
  readonly unawaited?: 'refuse' | 'allow' | undefined
}

/** The options of both kinds of scope. */
export const scopeOptions: OptionTable<ScopeOptions> = {
  unawaited: {
    takes: oneOf('refuse', 'allow'),
    default: "'refuse'",
    doc: 'How to handle operations that are built inside but never run.',
  },
}

interface Failure {
  readonly error: unknown
  /** Whether the failed operation had been sent. */
  readonly sent: boolean
}

const dataWrites: ReadonlySet<CallName> = new Set<CallName>([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
])

/** Base of both kinds of scope: what is open, what is waiting, and what has been sent. */
export abstract class Scope implements ScopeContext {
  abstract readonly kind: ScopeKind
  readonly runner: Runner
  /** The number of waiting operations at which they are sent automatically. */
  readonly size: number
  /** Whether the scope watches for operations that are built but never run. */
  readonly watching: boolean
  requests = 0
  collected = 0
  committed = 0
  /** Whether the scope no longer collects operations. */
  ended = false
  /** Whether operations that are not yet in flight are no longer sent. */
  dropped = false
  failure: Failure | undefined
  waiting: Facing[] = []
  /** What operations read that are not collected yet. */
  readonly preparing = new Set<Promise<Facing>>()
  /** Parts that wait for their turn. */
  queue: Facing[][] = []
  /**
   * Operations that were built inside but not used yet, each with the function to call once it is no longer watched.
   */
  readonly unused = new Map<object, () => void>()
  /** The sending of the last part so far, which starts after all earlier parts are done. */
  last: Promise<void> = Promise.resolve()

  constructor(runner: Runner, size: number, { unawaited = 'refuse' }: ScopeOptions = {}) {
    this.runner = runner
    this.size = size
    this.watching = unawaited === 'refuse'
  }

  /** Returns the result of `work` for the caller, once everything is sent. */
  resultOf(value: unknown): Promise<unknown> {
    return Promise.resolve(value)
  }

  /**
   * Checks an operation that is about to be collected. Returns what awaiting it resolves to.
   * @throws Any error of the check.
   */
  abstract take(operation: Facing): unknown

  /** Sends one part. */
  abstract send(operations: readonly Facing[]): Promise<unknown>

  /**
   * Returns the error for the caller when the scope fails; `unsent` holds the operations that were collected but are no
   * longer sent.
   */
  failed(error: unknown, _unsent: readonly Facing[]): unknown {
    return error
  }

  /** Returns the error of an operation that was not sent, if parts of the scope may already be written. */
  afterParts(error: unknown): unknown {
    return error
  }

  /** Operations that were collected but never sent. */
  get unsent(): Facing[] {
    return [...this.queue.flat(), ...this.waiting]
  }

  enlist(runner: Runner, operation: Facing, options: RunOptions | undefined): Promise<unknown> {
    if (this.ended || this.failure !== undefined) throw this.late(operation)
    if (runner !== this.runner) throw otherExecutor(this.kind, whereOf(operation))
    if (options?.signal?.aborted === true) throw aborted(whereOf(operation), options.signal)
    const reading = this.readingOf(operation)
    if (reading !== undefined) return this.prepared(reading(options), options)
    const { last } = this
    const result = this.take(operation)
    this.waiting.push(operation)
    this.collected += 1
    if (this.pending >= this.size) return this.flush().then(() => result)
    // To make room for the operation, what was waiting has been sent.
    return this.last === last ? Promise.resolve(result) : this.last.then(() => result)
  }

  /** How much waits to be sent, to be compared with `size`. */
  get pending(): number {
    return this.waiting.length
  }

  /** Returns how to read what an operation depends on before it can be collected; `undefined` if nothing. */
  readingOf(_operation: Facing): Preparation | undefined {
    return undefined
  }

  /** Collects an operation once what it depends on is read. The scope does not end before that. */
  async prepared(reading: Promise<Facing>, options: RunOptions | undefined): Promise<unknown> {
    this.preparing.add(reading)
    try {
      return await this.enlist(this.runner, await reading, options)
    } finally {
      this.preparing.delete(reading)
    }
  }

  /** Resolves once all operations that were awaited are collected. */
  async allPrepared(): Promise<void> {
    while (this.preparing.size > 0) await Promise.allSettled(this.preparing)
  }

  built(operation: WatchedOperation, settled: () => void): boolean {
    if (this.ended || !this.watching) return false
    this.unused.set(operation, settled)
    return true
  }

  used(operation: object): void {
    this.unused.get(operation)?.()
    this.unused.delete(operation)
  }

  /**
   * Ends the scope if operations were built inside but never run: requests in flight are awaited, and the rest is
   * dropped.
   * @throws ScopeError (`'unawaited'`) if there are such operations.
   * @throws The error that ended the scope, if it failed earlier.
   */
  async refuseUnawaited(): Promise<void> {
    if (this.unused.size === 0 || this.failure !== undefined) return
    // The map holds only operations that `built` received.
    const operations = [...this.unused.keys()] as WatchedOperation[]
    await this.drop()
    this.refuseFailed()
    throw unawaited(this.kind, operations, this.committed)
  }

  pass({ call, entity, operation }: Request): void {
    if (!callRow(call).writes) return
    throw this.ended
      ? tooLate(this.kind, { entity, operation })
      : notCollected(this.kind, { entity, operation })
  }

  admit(what: ScopeKind | 'list', runner: Runner, operation: string): void {
    if (this.ended) throw tooLate(this.kind, { operation })
    if (what === 'list') throw notCollected(this.kind, { operation })
    if (what !== 'batch' || this.kind !== 'batch') throw notNested(this.kind, what)
    if (runner !== this.runner) throw otherExecutor(this.kind, { operation })
  }

  /**
   * Sends what has been collected so far. The rejection is marked as handled: a caller that does not await it gets the
   * error from the scope.
   */
  commit(): Promise<void> {
    if (this.failure?.sent === false) return refused(this.failure.error)
    if (this.ended || this.failure !== undefined) return refused(this.late())
    return this.waiting.length > 0 ? this.flush() : this.last
  }

  /** Sends the waiting operations after those in flight. */
  flush(): Promise<void> {
    this.queue.push(this.waiting)
    this.waiting = []
    this.last = this.quiet().then(() => this.sendNext())
    this.quiet()
    return this.last
  }

  /** Resolves when the last part so far has been sent or has failed. */
  quiet(): Promise<void> {
    return this.last.catch(() => {})
  }

  async sendNext(): Promise<void> {
    const operations = this.queue.shift() ?? []
    if (this.dropped || this.failure !== undefined) throw this.late(operations.at(-1))
    try {
      await runWithin(this.sending(), () => this.send(operations))
    } catch (thrown) {
      const error = this.failed(thrown, this.unsent)
      this.failure ??= { error, sent: true }
      this.committed += writtenOf(thrown)
      throw error
    }
    this.committed += operations.length
  }

  /** The context of the scope's own requests: no scope, but requests are counted. */
  sending(): ScopeContext {
    return {
      enlist: () => undefined,
      pass: ({ call }) => {
        if (dataWrites.has(call)) this.requests += 1
      },
      admit: () => {},
    }
  }

  /** Runs `act`; an error that it throws fails the whole scope, and nothing more is sent. */
  spoiling(act: () => unknown): void {
    try {
      act()
    } catch (error) {
      this.failure ??= { error, sent: false }
      throw error
    }
  }

  /** Sends the rest, once `work` is done. */
  async finish(): Promise<void> {
    this.ended = true
    if (this.waiting.length > 0) this.flush()
    await this.quiet()
    this.refuseFailed()
  }

  /**
   * Ends the scope after its signal aborted: unsent operations are dropped. Returns the abort error, or that of the
   * part in flight if it failed.
   */
  async abort(signal: AbortSignal): Promise<unknown> {
    const { unsent } = this
    await this.drop()
    // For a batch, `failed` adds what was written.
    const before = this.kind === 'transaction' ? this.committed : 0
    const error = aborted({ operation: this.kind }, signal, before)
    this.failure ??= { error: this.failed(error, unsent), sent: false }
    this.release()
    return this.failure.error
  }

  /** Drops the unsent operations and waits for requests in flight. */
  async drop(): Promise<void> {
    this.ended = true
    this.dropped = true
    await this.quiet()
  }

  /** Releases the collected operations: sockets and timers created inside keep the scope alive as long as they live. */
  release(): void {
    this.waiting = []
    for (const settled of this.unused.values()) settled()
    this.unused.clear()
  }

  refuseFailed(): void {
    if (this.failure !== undefined) throw this.afterParts(this.failure.error)
  }

  late(operation?: Facing): unknown {
    const where = operation === undefined ? { operation: this.kind } : whereOf(operation)
    return tooLate(this.kind, where, this.failure?.error)
  }
}

// A failed part may have been partly written.
function writtenOf(error: unknown): number {
  return isError(error, UnprocessedError) || isError(error, AbortedError) ? (error.written ?? 0) : 0
}

function refused(error: unknown): Promise<never> {
  const promise = Promise.reject(error)
  promise.catch(() => {})
  return promise
}
