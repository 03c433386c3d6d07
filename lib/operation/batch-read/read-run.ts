// The requests of one read of many: sent again until nothing is left unprocessed, and given up one by one, so that none takes others with it.
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import { ThrottledError } from '../../errors/throttled-error.js'
import { pause, pauseBefore } from '../../util/backoff.js'
import { concurrently } from '../../util/concurrent.js'
import { isOver, patience, underOneLimit } from '../ground/patience.js'
import type { Calls } from '../ground/request.js'
import { defaultRetry } from '../ground/retry.js'
import type { Patience, Runner } from '../ground/runner.js'
import { concurrencyOf } from '../many/batch-size.js'
import { type LinkedSignal, linkedSignal, untilAborted } from '../many/linked-signal.js'
import { ProgressCallbacks } from '../many/progress-callbacks.js'
import type { KeySlot, ReadTrouble } from './key-slots.js'
import { isLostRead, mostLost } from './lost-read.js'
import type { ReadProgress } from './read-progress.js'
import { entitiesOf, partsOf, type ReadAsk, readAnswer, readRequest } from './read-request.js'

/** What a read of many is told. */
export interface ReadRunOptions extends Pick<ReadAsk, 'operation'> {
  readonly capacity?: boolean | undefined
  readonly concurrency?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly progress?: ReadProgress | undefined
  /** Told of each request and what it took. */
  readonly meter?: { begin(): void; add(examined: number, capacityUnits: number): void } | undefined
  /** Told of slots of which no more will be heard: what there is was read, or they are in trouble. */
  readonly settled?: ((slots: readonly KeySlot[]) => void) | undefined
}

/** Requests in a row that fail for good, before nothing more is begun. */
const mostInVain = 8

/** One read of many keys. */
export class ReadRun {
  readonly runner: Runner
  readonly options: ReadRunOptions
  readonly concurrency: number
  /** Made when it is asked for. */
  made: LinkedSignal | undefined
  /** Requests that failed for good since the last one that did not, and the error of the last of them. */
  inVain = 0
  /** Since when requests fail and none reads anything. */
  stall: Patience | undefined
  lastError: unknown
  /** Whether nothing more is to be begun. */
  over = false
  /** Called when nothing more is to be begun. */
  onOver: () => void = () => {}
  /** What the caller's `onProgress` threw, or its promise was rejected with. */
  thrown: { readonly error: unknown } | undefined
  readonly answers = new ProgressCallbacks((error) => {
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

  /** Begins nothing more. */
  stop(): void {
    this.over = true
    this.onOver()
  }

  /** Ends what is under way. */
  end(): void {
    this.made?.end()
  }

  /** Reads all these requests. What cannot be read says so in its slot. @throws AbortedError, at once. */
  async readAll(chunks: readonly (readonly KeySlot[])[]): Promise<void> {
    try {
      await concurrently(chunks, this.concurrency, (chunk) => this.read(chunk))
      await this.heard(() => entitiesOf(chunks.flat()))
    } finally {
      this.end()
    }
  }

  /** Reads the slots of one request. What cannot be read says so in its slot. @throws AbortedError, at once. */
  async read(chunk: readonly KeySlot[]): Promise<void> {
    const { attempts } = this.retry
    let left = chunk
    let since = this.stall ?? patience()
    for (let fruitless = 0, lost = 0; left.length > 0; ) {
      if (this.over)
        return this.giveUp(left, since, { kind: 'unsent', error: this.thrown?.error ?? this.lastError })
      const attempt = await this.attempt(left, since)
      if (isLostRead(attempt.error)) lost++
      else if (attempt.failed) {
        const parts = [...partsOf(left).values()]
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
      if (attempt.error !== undefined) this.tell(() => this.options.progress?.report())
      if (left.length > 0) await this.wait(left, rest)
    }
    this.inVain = 0
  }

  // One request, and what it leaves to do.
  async attempt(
    slots: readonly KeySlot[],
    since: Patience,
  ): Promise<{ readonly left: readonly KeySlot[]; readonly failed: boolean; readonly error: unknown }> {
    const { operation, capacity = false, meter, progress } = this.options
    const { signal } = this.linked
    try {
      const request = readRequest(slots, { operation, capacity: capacity || progress !== undefined })
      meter?.begin()
      const output = await this.runner.run(request, underOneLimit(this.runner, { signal }, since))
      meter?.add(0, unitsOf(output))
      const left = readAnswer(slots, request, output)
      const known = left.length === 0 ? slots : slots.filter((slot) => slot.known)
      this.options.settled?.(known)
      this.tell(() => progress?.answered(known, output))
      return { left, failed: false, error: undefined }
    } catch (error) {
      if (signal.aborted) throw this.aborted(entitiesOf(slots), error)
      progress?.refused()
      // DynamoDB throttles where it could not process even one key: the same as leaving all of them unprocessed.
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
    // What was never asked for did not fail.
    if (trouble.kind === 'unsent') return
    this.lastError = trouble.error
    this.stall ??= since
    // One after the other, requests that reach the limit would take many times the limit of the call.
    if (++this.inVain >= mostInVain || late) this.stop()
    this.tell(() => this.options.progress?.gaveUp(slots))
  }

  async wait(slots: readonly KeySlot[], milliseconds: number): Promise<void> {
    try {
      await pause(milliseconds, this.linked.signal)
    } catch (cause) {
      throw this.aborted(entitiesOf(slots), cause)
    }
  }

  /** The error of a run whose signal aborted: that of the runner, where there is one. */
  aborted(entity: string, cause: unknown): AbortedError {
    const { operation } = this.options
    return isError(cause, AbortedError)
      ? cause
      : new AbortedError({ entity, operation, cause, outcome: 'nothing written' })
  }

  // What the caller's `onProgress` throws ends the run, and is told in the end.
  tell(report: () => unknown): void {
    if (this.thrown === undefined) this.answers.hear(report)
  }

  /** Waits for what `onProgress` answered, where it answered promises. @throws AbortedError, at once. */
  async heard(entities: () => string): Promise<void> {
    const { answers } = this
    if (answers.open.size === 0 || this.thrown !== undefined) return
    await untilAborted(answers.all(), this.linked.signal).catch((cause) => {
      throw this.aborted(entities(), cause)
    })
  }

  get retry() {
    return this.runner.retry?.unprocessed ?? defaultRetry.unprocessed
  }
}

// DynamoDB refuses a request as a whole for what is wrong with one of its tables: the others can be read without it.
function isRefusal(error: unknown): boolean {
  if (isError(error, TableNotFoundError)) return true
  const { httpStatus }: { readonly httpStatus?: unknown } = Object(error)
  return typeof httpStatus === 'number' && httpStatus >= 400 && httpStatus < 500
}

function unitsOf({ ConsumedCapacity }: Calls['BatchGetItem']['output']): number {
  return ConsumedCapacity?.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0) ?? 0
}
