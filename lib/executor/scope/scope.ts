// A batch or a transaction that collects what is awaited inside of it, and sends it in parts, one after the other.
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { oneOf } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import { UnprocessedError } from '../../errors/unprocessed-error.js'
import type { Facing } from '../../operation/ground/faces.js'
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

/** Options of both kinds of scopes. */
export interface ScopeOptions {
  /**
   * What becomes of operations that are built inside and never run, most often because an `await` is missing: `'refuse'` (default) rejects with
   * a ScopeError that lists them, and nothing more is sent; `'allow'` ignores them.
   */
  readonly unawaited?: 'refuse' | 'allow' | undefined
}

/** The options of both kinds of scopes. */
export const scopeOptions: OptionTable<ScopeOptions> = {
  unawaited: {
    takes: oneOf('refuse', 'allow'),
    default: "'refuse'",
    doc: 'What becomes of operations that are built inside and never run.',
  },
}

interface Failure {
  readonly error: unknown
  /** Whether it is the failure of something that was sent. */
  readonly sent: boolean
}

const dataWrites: ReadonlySet<CallName> = new Set<CallName>([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
])

/** The base of both kinds: what is open, what is waiting, and what has become of it. */
export abstract class Scope implements ScopeContext {
  abstract readonly kind: ScopeKind
  readonly runner: Runner
  /** How many waiting operations are sent without being asked to. */
  readonly size: number
  /** Whether it looks for operations that are built inside and never run. */
  readonly watching: boolean
  requests = 0
  collected = 0
  committed = 0
  /** Whether nothing more is collected. */
  ended = false
  /** Whether what is not on its way is not to be sent any more. */
  dropped = false
  failure: Failure | undefined
  waiting: Facing[] = []
  /** Parts that wait for their turn. */
  queue: Facing[][] = []
  /** The operations that were built inside and not used yet, each with what is called once that is over. */
  readonly unused = new Map<object, () => void>()
  /** The sending of the last part so far, which begins when those before it are through. */
  last: Promise<void> = Promise.resolve()

  constructor(runner: Runner, size: number, { unawaited = 'refuse' }: ScopeOptions = {}) {
    this.runner = runner
    this.size = size
    this.watching = unawaited === 'refuse'
  }

  /** What the work's answer becomes once all is sent. */
  answer(value: unknown): Promise<unknown> {
    return Promise.resolve(value)
  }

  /** Looks at an operation that is about to be collected; answers what awaiting it resolves to. @throws what speaks against it. */
  abstract take(operation: Facing): unknown

  /** Sends one part. */
  abstract send(operations: readonly Facing[]): Promise<unknown>

  /** What ends the scope is to the user; `unsent` is what was collected and is not sent any more. */
  failed(error: unknown, _unsent: readonly Facing[]): unknown {
    return error
  }

  /** An error of something that was not sent, where parts of the scope may have been written before. */
  afterParts(error: unknown): unknown {
    return error
  }

  /** What was collected and never sent. */
  get unsent(): Facing[] {
    return [...this.queue.flat(), ...this.waiting]
  }

  enlist(runner: Runner, operation: Facing, options: RunOptions | undefined): Promise<unknown> {
    if (this.ended || this.failure !== undefined) throw this.late(operation)
    if (runner !== this.runner) throw otherExecutor(this.kind, whereOf(operation))
    if (options?.signal?.aborted === true) throw aborted(whereOf(operation), options.signal)
    const answer = this.take(operation)
    this.waiting.push(operation)
    this.collected += 1
    return this.waiting.length < this.size ? Promise.resolve(answer) : this.flush().then(() => answer)
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
   * Ends it if operations were built inside and never run: what is on its way is waited for, and the rest is dropped.
   * @throws ScopeError (`'unawaited'`); the error that ended the scope, if that was before.
   */
  async refuseUnawaited(): Promise<void> {
    if (this.unused.size === 0 || this.failure !== undefined) return
    // The map holds only what `built` was given.
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

  /** Sends what was collected so far. The promise is handled: who does not wait for it learns of its failure by the scope. */
  commit(): Promise<void> {
    if (this.failure?.sent === false) return refused(this.failure.error)
    if (this.ended || this.failure !== undefined) return refused(this.late())
    return this.waiting.length > 0 ? this.flush() : this.last
  }

  /** Sends what is waiting, after what is on its way. */
  flush(): Promise<void> {
    this.queue.push(this.waiting)
    this.waiting = []
    this.last = this.quiet().then(() => this.sendNext())
    this.quiet()
    return this.last
  }

  /** Resolves when the last part so far was sent, or was not. */
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

  /** What stands around the scope's own requests: nothing, but for the count. */
  sending(): ScopeContext {
    return {
      enlist: () => undefined,
      pass: ({ call }) => {
        if (dataWrites.has(call)) this.requests += 1
      },
      admit: () => {},
    }
  }

  /** Does what fails the scope as a whole where it throws: nothing more is sent then. */
  spoiling(act: () => unknown): void {
    try {
      act()
    } catch (error) {
      this.failure ??= { error, sent: false }
      throw error
    }
  }

  /** Sends the rest: the work is done. */
  async finish(): Promise<void> {
    this.ended = true
    if (this.waiting.length > 0) this.flush()
    await this.quiet()
    this.refuseFailed()
  }

  /** Ends it because of its signal: what was not sent is dropped. Answers the error of that; of the part on its way where that failed. */
  async abort(signal: AbortSignal): Promise<unknown> {
    const { unsent } = this
    await this.drop()
    // A batch tells what was written by itself (`failed`).
    const before = this.kind === 'transaction' ? this.committed : 0
    const error = aborted({ operation: this.kind }, signal, before)
    this.failure ??= { error: this.failed(error, unsent), sent: false }
    this.release()
    return this.failure.error
  }

  /** Drops what was not sent, and waits for what is on its way. */
  async drop(): Promise<void> {
    this.ended = true
    this.dropped = true
    await this.quiet()
  }

  /** Lets go of what it collected: sockets and timers that were made inside keep the scope for as long as they live. */
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

// A part that failed may have been written in part.
function writtenOf(error: unknown): number {
  return isError(error, UnprocessedError) || isError(error, AbortedError) ? (error.written ?? 0) : 0
}

function refused(error: unknown): Promise<never> {
  const promise = Promise.reject(error)
  promise.catch(() => {})
  return promise
}
