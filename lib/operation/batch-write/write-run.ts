// One run of writes: fills chunks from its source, keeps a limited number in flight, and knows what is left.
import type { BatchWriteItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { isError } from '../../errors/is-error.js'
import { ScopeError } from '../../errors/scope-error.js'
import { patience } from '../ground/patience.js'
import type { Patience, Runner } from '../ground/runner.js'
import { concurrencyOf } from '../many/batch-size.js'
import { linkedSignal } from '../many/linked-signal.js'
import type { BatchOptions } from '../many/many-options.js'
import { ProgressCallbacks } from '../many/progress-callbacks.js'
import { type RateLimiter, rateLimiter } from '../rate/rate-limiter.js'
import {
  abandonedError,
  type GivenUp,
  type Halt,
  leftOf,
  type Unwritten,
  unwrittenError,
} from './unwritten.js'
import type { WriteChunk } from './write-chunk.js'
import { type WriteElement, withEarlier } from './write-element.js'
import type { WriteLane, WriteLanes } from './write-lanes.js'
import { sendWrites, type WriteWay } from './write-sending.js'
import type { Next, SourceEnd, WriteSource } from './write-source.js'
import { type WriteReport, WriteTally } from './write-tally.js'

/** The settings of a run besides its options. */
export interface WriteRunSettings {
  readonly runner: Runner
  /** The method that was called, such as `saveMany`. */
  readonly operation: string
  readonly entity?: string | undefined
  readonly source: WriteSource
  readonly lanes: WriteLanes
  /** Returns the operation of an element that is left. */
  readonly again: (origin: unknown) => unknown
  /** What each operation of a list resolves to, if it was written. */
  readonly results?: (() => readonly unknown[]) | undefined
  /** Whether the source is read during the run, so that it matters how far it was read. */
  readonly streamed: boolean
  /** The limiter of several runs together; without it, the run makes its own. */
  readonly limiter?: RateLimiter | undefined
}

/** Consecutive chunks without any write before no more are started. */
const maxRoundsWithoutProgress = 8

/** One run. It reads its source once, so it runs only once. */
export class WriteRun implements WriteWay {
  readonly settings: WriteRunSettings
  readonly runner: Runner
  readonly operation: string
  readonly concurrency: number
  readonly onProgress: BatchOptions['onProgress']
  readonly capacity: boolean
  readonly limiter: RateLimiter | undefined
  readonly userSignal: AbortSignal | undefined
  signal: AbortSignal | undefined
  readonly tally = new WriteTally()
  readonly inFlight = new Set<WriteChunk>()
  readonly givenUp: GivenUp[] = []
  /** Elements taken from the source but never added to a chunk. */
  readonly unsent: WriteElement[] = []
  roundsWithoutProgress = 0
  /** Since when requests have failed without any write. */
  stall: Patience | undefined
  /** Whether nothing more is started. */
  stopped = false
  halt: Halt | undefined
  thrown: { readonly error: unknown } | undefined
  wake: () => void = () => {}
  /** Ends the wait for an element. */
  leave: () => void = () => {}
  readonly callbacks = new ProgressCallbacks((error) => this.stop({ why: 'progress', error }))

  constructor(settings: WriteRunSettings, { concurrency, onProgress, signal, rate }: BatchOptions) {
    this.settings = settings
    this.runner = settings.runner
    this.operation = settings.operation
    this.concurrency = concurrencyOf(settings.runner, concurrency)
    this.onProgress = onProgress
    this.capacity = onProgress !== undefined || rate !== undefined
    if (rate !== undefined) this.limiter = settings.limiter ?? rateLimiter(settings.runner, rate.write)
    this.userSignal = signal
  }

  /** Writes everything. @throws AbortedError immediately; UnprocessedError at the end; any error of the source. */
  complete(): Promise<WriteReport> {
    const { runner, userSignal } = this
    if (userSignal === undefined) return this.run()
    const linked = linkedSignal(runner, userSignal)
    const { signal } = linked
    this.signal = signal
    return new Promise<WriteReport>((resolve, reject) => {
      const onAbort = (): void => reject(this.abandoned(userSignal.reason))
      const settled = (): void => {
        signal.removeEventListener('abort', onAbort)
        linked.end()
      }
      if (signal.aborted) return onAbort()
      signal.addEventListener('abort', onAbort, { once: true })
      this.run().finally(settled).then(resolve, reject)
    })
  }

  async run(): Promise<WriteReport> {
    await this.fill()
    // Closing a source may take a long time, or never end.
    if (this.stopped) void this.settings.source.close()
    while (this.inFlight.size > 0) await this.change()
    await this.callbacks.all()
    return this.conclude()
  }

  // Reads the source into chunks and sends them. Waits while enough requests are in flight, so that nothing is read too
  // early.
  async fill(): Promise<void> {
    const { source, lanes } = this.settings
    while (!this.stopped) {
      const given = source.next()
      const next = given instanceof Promise ? await this.unlessStopped(given) : given
      if (next === undefined) break
      if ('why' in next) {
        this.noteEnd(next)
        break
      }
      const lane = lanes.of(next.write.model.table)
      if (!lane.chunk.add(next)) {
        await this.launch(lane)
        if (this.stopped || !lane.chunk.add(next)) this.unsent.push(next)
      } else if (lane.chunk.full) await this.launch(lane)
    }
    for (const lane of lanes.all()) await this.launch(lane)
  }

  // Resolves to `undefined` if the run is stopped while it waits for its source.
  unlessStopped(given: Promise<Next>): Promise<Next | undefined> {
    return new Promise((resolve) => {
      // An element that arrives at this moment comes first: it counts as read.
      this.leave = () => void setImmediate(() => resolve(undefined))
      if (this.stopped) this.leave()
      given.then(resolve)
    })
  }

  noteEnd({ why, error }: SourceEnd): void {
    // Elements delivered before the source threw are still written.
    if (why === 'thrown') this.thrown = { error }
    if (why !== 'refused') return
    this.tally.firstFailed = Math.min(this.tally.firstFailed, this.settings.source.taken - 1)
    this.stop({ why, error })
  }

  // Sends the chunk of a lane as soon as possible; keeps it in place if the run was stopped in the meantime.
  async launch(lane: WriteLane): Promise<void> {
    while (!this.stopped && !(this.inFlight.size < this.concurrency && lane.clear)) await this.change()
    if (this.stopped || lane.chunk.elements === 0) return
    const chunk = lane.depart()
    this.inFlight.add(chunk)
    void this.fly(lane, chunk)
  }

  async fly(lane: WriteLane, chunk: WriteChunk): Promise<void> {
    const writes = [...chunk.writes.values()]
    const begun = this.stall ?? patience()
    const inTime = await sendWrites(writes, this, 0, begun)
    lane.arrive(chunk)
    this.inFlight.delete(chunk)
    this.roundsWithoutProgress = writes.some(({ state }) => state === 'done')
      ? 0
      : this.roundsWithoutProgress + 1
    if (this.roundsWithoutProgress > 0) this.stall ??= begun
    // Requests that each reach their time limit, one after the other, would take many times the limit of the call.
    if (this.roundsWithoutProgress >= maxRoundsWithoutProgress || (this.roundsWithoutProgress > 0 && !inTime))
      this.stop(undefined)
    this.wake()
  }

  received(done: readonly WriteElement[], output: BatchWriteItemCommandOutput | undefined): void {
    this.tally.received(output)
    for (const write of done) this.tally.wrote(write)
    if (done.length > 0) this.stall = undefined
  }

  gaveUp(writes: readonly WriteElement[], error: unknown): void {
    for (const write of writes) this.tally.gaveUp(write)
    this.givenUp.push({ error, writes })
    if (isError(error, ScopeError)) this.stop({ why: 'scope', error })
  }

  reported(): void {
    const { onProgress } = this
    if (onProgress === undefined || this.halt?.why === 'progress') return
    this.callbacks.call(() => onProgress(this.tally.progress(this.firstOpen(), this.settings.source.total)))
  }

  stop(halt: Halt | undefined): void {
    this.stopped = true
    this.halt ??= halt
    this.wake()
    this.leave()
  }

  // Only the code that fills chunks waits, so there is never more than one waiter.
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve
    })
  }

  conclude(): WriteReport {
    const { halt, thrown, tally } = this
    if (halt?.why === 'scope' && tally.done === 0) throw halt.error
    const unwritten = this.unwritten()
    if (halt !== undefined || unwritten.left.length > 0) throw unwrittenError(unwritten)
    if (thrown !== undefined) throw thrown.error
    return tally.report()
  }

  abandoned(reason: unknown): unknown {
    const error = abandonedError(this.unwritten(), reason)
    this.stop(undefined)
    // Stops waiting for a source that has not delivered yet.
    void this.settings.source.close()
    return error
  }

  unwritten(): Unwritten {
    const { settings, tally, givenUp, halt, thrown } = this
    const { source, entity, operation, streamed, results, again } = settings
    return {
      again,
      watch: this.runner.watch,
      entity,
      operation,
      written: tally.done,
      settled: Math.min(this.firstOpen(), tally.firstFailed),
      left: leftOf(...givenUp.map(({ writes }) => writes), ...this.underWay(), source.rest()),
      givenUp,
      halt,
      thrown,
      total: source.total ?? source.taken,
      read: streamed ? source.taken : undefined,
      results: results?.(),
    }
  }

  /** Elements taken from the source that are neither done nor failed. An element may occur in several places. */
  underWay(): Iterable<WriteElement>[] {
    const chunks = [...this.inFlight, ...[...this.settings.lanes.all()].map(({ chunk }) => chunk)]
    const { last } = this.settings.source
    return [this.unsent, last === undefined ? [] : [last], ...chunks.map(({ writes }) => writes.values())]
  }

  firstOpen(): number {
    let first = this.settings.source.taken
    for (const writes of this.underWay())
      for (const write of writes)
        for (const each of withEarlier(write))
          if (each.state === 'open' && each.index < first) first = each.index
    return first
  }
}
