// Reads keys as a stream: request by request, in order, with a limited number of requests ahead of the reader.
import type { KeyValues } from '../../entity/key/key-values.js'
import type { Runner } from '../ground/runner.js'
import { untilAborted } from '../many/linked-signal.js'
import { type KeySlot, KeySlots, mostKeys } from './key-slots.js'
import { type KeyPull, type KeySource, keyPull } from './key-source.js'
import { BatchReadRun, type ReadRunOptions } from './read-run.js'
import type { ReadShape } from './read-shape.js'

/** The keys of one request, and the slot of each. */
export interface StreamedKeys {
  readonly keys: readonly KeyValues[]
  readonly slots: readonly KeySlot[]
}

/** One run over the keys of a source. */
export class ReadStream {
  readonly run: BatchReadRun
  readonly shape: ReadShape
  readonly pull: KeyPull
  /** The keys of each request that the reader has not finished with, as far as they were taken. */
  readonly ahead: KeyValues[][] = []
  /** The number of keys that the reader has finished with. */
  passed = 0
  pulling: Promise<unknown> = Promise.resolve()

  /** @throws UnsupportedOperationError if an iterable was already read; InvalidKeyError. */
  constructor(runner: Runner, shape: ReadShape, source: KeySource, options: ReadRunOptions) {
    this.run = new BatchReadRun(runner, options)
    this.shape = shape
    this.pull = keyPull(source)
  }

  /** The number of keys taken so far. */
  get taken(): number {
    return this.ahead.reduce((sum, { length }) => sum + length, this.passed)
  }

  /** Returns the keys that were taken but not finished; for an array, all the rest. No more keys are taken. */
  left(): KeyValues[] {
    const rest = this.pull.close()
    return [...this.ahead.flat(), ...rest]
  }

  /**
   * Yields the keys of one request after the other, read, in order. Ends when the run is over.
   * @throws any error of the source or InvalidKeyError, after everything delivered before it; AbortedError immediately.
   */
  async *read(): AsyncGenerator<StreamedKeys, void, void> {
    const { run } = this
    const reading: Promise<StreamedKeys | undefined>[] = []
    try {
      const { signal } = run.linked
      if (signal.aborted) throw signal.reason
      for (let count = 0; count < run.concurrency; count++) reading.push(this.begin())
      for (let first = reading.shift(); first !== undefined; first = reading.shift()) {
        const next = await untilAborted(first, signal)
        if (next === undefined) break
        reading.push(this.begin())
        yield next
        this.ahead.shift()
        this.passed += next.keys.length
      }
      await run.notified(() => this.shape.model.name)
    } catch (error) {
      // An aborted wait for a source has no error of its own.
      throw run.linked.signal.aborted ? run.aborted(this.shape.model.name, error) : error
    } finally {
      this.pull.close()
      run.end()
    }
  }

  // Takes keys once those of the previous request are taken, and reads them while those are being read.
  begin(): Promise<StreamedKeys | undefined> {
    const keys: KeyValues[] = []
    const pulled = this.pulling.then(() => {
      this.ahead.push(keys)
      return this.unlessOver(() => this.pull.fill(keys, mostKeys))
    })
    this.pulling = pulled
    const read = pulled.then(() => (keys.length === 0 || this.run.over ? undefined : this.readKeys(keys)))
    // An error is thrown when it is this request's turn, or dropped if the reader has left.
    read.catch(() => undefined)
    return read
  }

  // Stops waiting for a source if the run is over.
  unlessOver(fill: () => Promise<void>): Promise<void> {
    const { run } = this
    return new Promise((resolve, reject) => {
      if (run.over) return resolve()
      // Fills run one after the other, so there is never more than one waiter.
      run.onOver = resolve
      fill().then(resolve, reject)
    })
  }

  async readKeys(keys: readonly KeyValues[]): Promise<StreamedKeys> {
    const wanted = new KeySlots(this.run.runner)
    const slots = keys.map(({ stored }) => wanted.want(this.shape, stored))
    this.run.options.progress?.expect(slots)
    for (const chunk of wanted.chunks()) await this.run.read(chunk)
    return { keys, slots }
  }
}
