// Keys read as a stream: request by request, in order, with so many requests ahead of the reader and no more.
import type { KeyValues } from '../../entity/key/key-values.js'
import type { Runner } from '../ground/runner.js'
import { untilAborted } from '../many/linked-signal.js'
import { type KeySlot, KeySlots, mostKeys } from './key-slots.js'
import { type KeyPull, type KeySource, keyPull } from './key-source.js'
import { ReadRun, type ReadRunOptions } from './read-run.js'
import type { ReadShape } from './read-shape.js'

/** The keys of one request, and the slot of each. */
export interface StreamedKeys {
  readonly keys: readonly KeyValues[]
  readonly slots: readonly KeySlot[]
}

/** One run over the keys of a source. */
export class ReadStream {
  readonly run: ReadRun
  readonly shape: ReadShape
  readonly pull: KeyPull
  /** The keys of each request that the reader is not done with, as far as they were taken. */
  readonly ahead: KeyValues[][] = []
  /** How many keys the reader is done with. */
  passed = 0
  pulling: Promise<unknown> = Promise.resolve()

  /** @throws UnsupportedOperationError for an iterable that was read before; InvalidKeyError. */
  constructor(runner: Runner, shape: ReadShape, source: KeySource, options: ReadRunOptions) {
    this.run = new ReadRun(runner, options)
    this.shape = shape
    this.pull = keyPull(source)
  }

  /** How many keys were taken so far. */
  get taken(): number {
    return this.ahead.reduce((sum, { length }) => sum + length, this.passed)
  }

  /** The keys that were taken and that the reader is not done with; of an array, all the rest. Nothing more is taken. */
  left(): KeyValues[] {
    const rest = this.pull.close()
    return [...this.ahead.flat(), ...rest]
  }

  /**
   * The keys of one request after the other, read, in their order. Ends where the run is over, too.
   * @throws what the source throws, after all that it gave before; InvalidKeyError likewise; AbortedError at once.
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
      await run.heard(() => this.shape.model.name)
    } catch (error) {
      // The wait for a source has no error of its own where it is aborted.
      throw run.linked.signal.aborted ? run.aborted(this.shape.model.name, error) : error
    } finally {
      this.pull.close()
      run.end()
    }
  }

  // Takes keys when those of the request before are taken, and reads them while those are read.
  begin(): Promise<StreamedKeys | undefined> {
    const keys: KeyValues[] = []
    const pulled = this.pulling.then(() => {
      this.ahead.push(keys)
      return this.unlessOver(() => this.pull.fill(keys, mostKeys))
    })
    this.pulling = pulled
    const read = pulled.then(() => (keys.length === 0 || this.run.over ? undefined : this.readKeys(keys)))
    // A failure is met when it is its turn, or by nobody where the reader has left before.
    read.catch(() => undefined)
    return read
  }

  // Does not go on waiting for a source where the run is over.
  unlessOver(fill: () => Promise<void>): Promise<void> {
    const { run } = this
    return new Promise((resolve, reject) => {
      if (run.over) return resolve()
      // One fill follows the other: there is never more than one.
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
