// Requests of one batch read: retries unprocessed keys, and fails keys individually.
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import { ThrottledError } from '../../errors/throttled-error.js'
import { pause, pauseBefore } from '../../util/backoff.js'
import { concurrently } from '../../util/concurrent.js'
import { isOver, patience, underOneLimit, withoutWaiting } from '../ground/patience.js'
import { defaultRetry } from '../ground/retry.js'
import type { Patience, Runner } from '../ground/runner.js'
import { concurrencyOf } from '../many/batch-size.js'
import { type LinkedSignal, linkedSignal, untilAborted } from '../many/linked-signal.js'
import { ProgressCallbacks } from '../many/progress-callbacks.js'
import { consumedUnits, turnOf } from '../rate/consumed-units.js'
import type { RateLimiter, RateShare } from '../rate/rate-limiter.js'
import type { KeySlot, ReadTrouble } from './key-slots.js'
import { isLostRead, mostLost } from './lost-read.js'
import type { ReadProgress } from './read-progress.js'
import {
  entitiesRead,
  type ReadRequestOptions,
  readRequest,
  readResponse,
  requestPartsOf,
  responseReaders,
} from './read-request.js'

/** The options of a batch read. */
export interface ReadRunOptions extends Pick<ReadRequestOptions, 'operation'> {
  readonly capacity?: boolean | undefined
  readonly concurrency?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly progress?: ReadProgress | undefined
  /** Notified of each request and its usage. */
  readonly meter?: ReadMeter | undefined
  readonly limiter?: RateLimiter | undefined
  /** Called with slots whose result is final: they were read, or have failed. */
  readonly settled?: ((slots: readonly KeySlot[]) => void) | undefined
}

/** What a read notifies of its usage, and how long requests may start. */
interface ReadMeter {
  readonly isOver?: boolean
  readonly timeLeft?: number
  begin(): void
  add(examined: number, capacityUnits: number): void
}

/** Consecutive requests that fail permanently before no more are started. */
const maxRoundsWithoutProgress = 8

/** One read of many keys. */
export class BatchReadRun {
  readonly runner: Runner
  readonly options: ReadRunOptions
  readonly concurrency: number
  /** Created on first use. */
  made: LinkedSignal | undefined
  /** The number of permanent failures since the last request that succeeded, and the last error. */
  roundsWithoutProgress = 0
  /** Since when requests have failed without any read. */
  stall: Patience | undefined
  lastError: unknown
  /** Whether nothing more is started. */
  over = false
  /** Whether the budget was spent while a request waited for the rate. */
  spent = false
  /** Called when nothing more is started. */
  onOver: () => void = () => {}
  /** The error of the caller's `onProgress`, thrown or rejected. */
  thrown: { readonly error: unknown } | undefined
  readonly callbacks = new ProgressCallbacks((error) => {
    this.thrown ??= { error }
    this.stop()
  })

  constructor(runner: Runner, options: ReadRunOptions) {
    this.runner = runner
    this.options = options
    this.concurrency = concurrencyOf(runner, options.concurrency)
  }

  /** The signal of the run. */
  get linked(): LinkedSignal {
    this.made ??= linkedSignal(this.runner, this.options.signal)
    return this.made
  }

  /** Starts nothing more. */
  stop(): void {
    this.over = true
    this.onOver()
  }

  /** Aborts what is in progress. */
  end(): void {
    this.made?.end()
  }

  /** Sends all these requests. Keys that cannot be read are marked in their slots. @throws AbortedError immediately. */
  async readAll(chunks: readonly (readonly KeySlot[])[]): Promise<void> {
    try {
      await concurrently(chunks, this.concurrency, (chunk) => this.read(chunk))
      await this.notified(() => entitiesRead(chunks.flat()))
    } finally {
      this.end()
    }
  }

  /**
   * Reads the slots of one request. Keys that cannot be read are marked in their slots.
   * @throws AbortedError immediately.
   */
  async read(chunk: readonly KeySlot[]): Promise<void> {
    const { attempts } = this.retry
    let left = chunk
    let since = this.stall ?? patience()
    for (let fruitless = 0, lost = 0; left.length > 0; ) {
      const { limiter } = this.options
      const share = limiter && (await this.turn(limiter, left, since))
      if (this.over) share?.settle(0)
      if (this.over)
        return this.giveUp(left, since, { kind: 'unsent', error: this.thrown?.error ?? this.lastError })
      const attempt = await this.attempt(left, since, share)
      if (isLostRead(attempt.error)) lost++
      else if (attempt.failed) {
        const parts = [...requestPartsOf(left).values()]
        if (parts.length === 1 || !isRefusal(attempt.error))
          return this.giveUp(left, since, { kind: 'failed', error: attempt.error })
        for (const part of parts) await this.read(left.filter((slot) => slot.part === part))
        return
      }
      const forward = attempt.left.length < left.length
      fruitless = forward ? 0 : fruitless + 1
      if (forward) {
        since = patience()
        this.stall = undefined
      }
      const rest = pauseBefore(Math.max(0, fruitless - 1), this.retry)
      const over = attempt.left.length > 0 && isOver(this.runner, since, rest)
      left = attempt.left
      if (attempt.failed && (lost > mostLost || fruitless >= attempts || over))
        return this.giveUp(left, since, { kind: 'failed', error: attempt.error }, over)
      if (fruitless >= attempts || over)
        return this.giveUp(
          left,
          since,
          { kind: 'unprocessed', attempts: fruitless, error: attempt.error },
          over,
        )
      if (attempt.error !== undefined) this.notify(() => this.options.progress?.report())
      if (left.length > 0) await this.wait(left, rest)
    }
    this.roundsWithoutProgress = 0
  }

  // Waits until the rate allows a request. Nothing more is started if the budget is spent before.
  async turn(
    limiter: RateLimiter,
    slots: readonly KeySlot[],
    since: Patience,
  ): Promise<RateShare | undefined> {
    const { operation, meter } = this.options
    if (this.over) return undefined
    const call = { entity: entitiesRead(slots), operation, signal: this.linked.signal }
    const share = await withoutWaiting(since, turnOf(limiter, call, meter?.timeLeft))
    if (share !== undefined && meter?.isOver !== true) return share
    this.spent = true
    this.stop()
    return share
  }

  // One request, and what is left to do.
  async attempt(
    slots: readonly KeySlot[],
    since: Patience,
    share: RateShare | undefined,
  ): Promise<{ readonly left: readonly KeySlot[]; readonly failed: boolean; readonly error: unknown }> {
    const { operation, capacity = false, meter, progress } = this.options
    const { signal } = this.linked
    try {
      const request = readRequest(slots, {
        operation,
        capacity: capacity || progress !== undefined || share !== undefined,
      })
      // Progress counts the bytes of stored items.
      const readers = progress === undefined ? responseReaders(slots) : undefined
      meter?.begin()
      const output = await this.runner.run(
        { ...request, readers },
        underOneLimit(this.runner, { signal }, since),
      )
      const units = consumedUnits(output)
      share?.settle(units)
      meter?.add(0, units ?? 0)
      const left = readResponse(slots, request, output)
      const known = left.length === 0 ? slots : slots.filter((slot) => slot.known)
      this.options.settled?.(known)
      this.notify(() => progress?.received(known, output))
      return { left, failed: false, error: undefined }
    } catch (error) {
      share?.settle(undefined)
      if (signal.aborted) throw this.aborted(entitiesRead(slots), error)
      progress?.refused()
      // DynamoDB throttles if it could not process even one key, which is the same as leaving all unprocessed.
      return { left: slots, failed: !isError(error, ThrottledError), error }
    }
  }

  giveUp(
    slots: readonly KeySlot[],
    since: Patience,
    trouble: ReadTrouble,
    late = isOver(this.runner, since),
  ): void {
    for (const slot of slots) slot.trouble = trouble
    this.options.settled?.(slots)
    // A key that was never requested has not failed.
    if (trouble.kind === 'unsent') return
    this.lastError = trouble.error
    this.stall ??= since
    // Requests that each reach their time limit, one after the other, would take many times the limit of the call.
    if (++this.roundsWithoutProgress >= maxRoundsWithoutProgress || late) this.stop()
    this.notify(() => this.options.progress?.gaveUp(slots))
  }

  async wait(slots: readonly KeySlot[], milliseconds: number): Promise<void> {
    try {
      await pause(milliseconds, this.linked.signal)
    } catch (cause) {
      throw this.aborted(entitiesRead(slots), cause)
    }
  }

  /** Returns the error of a run whose signal aborted: that of the runner, if there is one. */
  aborted(entity: string, cause: unknown): AbortedError {
    const { operation } = this.options
    return isError(cause, AbortedError)
      ? cause
      : new AbortedError({ entity, operation, cause, outcome: 'nothing written' })
  }

  // An error of the caller's `onProgress` ends the run and is reported at the end.
  notify(report: () => unknown): void {
    if (this.thrown === undefined) this.callbacks.call(report)
  }

  /** Waits for promises that `onProgress` returned. @throws AbortedError immediately. */
  async notified(entities: () => string): Promise<void> {
    const { callbacks: responses } = this
    if (responses.open.size === 0 || this.thrown !== undefined) return
    await untilAborted(responses.all(), this.linked.signal).catch((cause) => {
      throw this.aborted(entities(), cause)
    })
  }

  get retry() {
    return this.runner.retry?.unprocessed ?? defaultRetry.unprocessed
  }
}

// DynamoDB rejects a whole request because of one of its tables: the others can be read without it.
function isRefusal(error: unknown): boolean {
  if (isError(error, TableNotFoundError)) return true
  const { httpStatus }: { readonly httpStatus?: unknown } = Object(error)
  return typeof httpStatus === 'number' && httpStatus >= 400 && httpStatus < 500
}
