// Reads many items by key in one of two ways: collected, or as a stream.

import type { KeyValues } from '../../entity/key/key-values.js'
import type { BodyItem } from '../../entity/scan/scanned-item.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { settle } from '../ground/deferred.js'
import type { Runner } from '../ground/runner.js'
import type { ManyOptions } from '../many/many-options.js'
import { rateLimiter } from '../rate/rate-limiter.js'
import { type KeySlot, KeySlots, shownOf } from './key-slots.js'
import type { KeySource } from './key-source.js'
import { ReadProgress } from './read-progress.js'
import { BatchReadRun, type ReadRunOptions } from './read-run.js'
import type { ReadShape } from './read-shape.js'
import { ReadStream } from './read-stream.js'
import { abandoned, asFarAsItGoes, isUnread, type Unread, unreadError } from './unread.js'

/** The settings of a read of many keys. */
export interface ManyStart {
  readonly runner: Runner
  readonly operation: string
  readonly shape: ReadShape
  readonly source: KeySource
  readonly options: ManyOptions
  /** Returns the item of a stored item; `undefined` if it is skipped. @throws InvalidItemError. */
  decode(stored: BodyItem): unknown
  /** Returns the operation that reads one key again. */
  again(key: KeyValues): unknown
}

/** The keys, the slots of those requested, and what else is known at the end of a run. */
interface Ending {
  readonly keys: readonly KeyValues[]
  readonly slots: readonly KeySlot[]
  readonly thrown: { readonly error: unknown } | undefined
}

/**
 * Returns the existing items in the order of their keys. Each key of an array is requested once, however often it is
 * listed.
 */
export async function collectKeys<R>(start: ManyStart): Promise<R[]> {
  const { listed } = start.source
  const slots = listed === undefined ? await collectStream(start) : await collectList(start, settle(listed))
  const items: unknown[] = []
  for (const slot of slots) {
    const item = itemOf(start, slot)
    if (item !== undefined) items.push(item)
  }
  return items as R[]
}

async function collectList(start: ManyStart, keys: readonly KeyValues[]): Promise<readonly KeySlot[]> {
  const { runner, shape } = start
  const wanted = new KeySlots(runner)
  const slots = keys.map(({ stored }) => wanted.want(shape, stored))
  const options = runOptions(start)
  options.progress?.expect(slots)
  const run = new BatchReadRun(runner, options)
  try {
    await run.readAll(wanted.chunks())
  } catch (error) {
    throw abandoned(error, unread(start, { keys, slots, thrown: undefined }))
  }
  const { thrown } = run
  if (isUnread({ slots, thrown })) throw unreadError(unread(start, { keys, slots, thrown }))
  return slots
}

async function collectStream(start: ManyStart): Promise<readonly KeySlot[]> {
  const { runner, shape, source } = start
  const slots: KeySlot[] = []
  const keys: KeyValues[] = []
  const stream = new ReadStream(runner, shape, source, runOptions(start))
  const ending = (): Unread => {
    const { thrown } = stream.run
    return unread(start, { keys: [...keys, ...stream.left()], slots, thrown }, stream.taken)
  }
  try {
    for await (const part of stream.read()) {
      for (const slot of part.slots) slots.push(slot)
      for (const key of part.keys) keys.push(key)
    }
  } catch (error) {
    throw abandoned(error, ending())
  }
  const { thrown, over } = stream.run
  if (over || isUnread({ slots, thrown })) throw unreadError(ending())
  return slots
}

/** Yields the existing items in the order of their keys. */
export async function* streamKeys<R>(start: ManyStart): AsyncGenerator<R, void, void> {
  const { runner, shape, source } = start
  const stream = new ReadStream(runner, shape, source, runOptions(start))
  try {
    for await (const { slots } of stream.read()) {
      for (const [at, slot] of slots.entries()) {
        if (!slot.known || stream.run.thrown !== undefined) throw cutOff(start, stream, at, slots)
        const item = itemOf(start, slot)
        if (item !== undefined) yield item as R
      }
    }
  } catch (error) {
    throw isError(error, AbortedError) ? abandoned(error, rest(start, stream, 0, [])) : error
  }
  if (stream.run.over) throw cutOff(start, stream, 0, [])
}

function cutOff(start: ManyStart, stream: ReadStream, at: number, slots: readonly KeySlot[]): unknown {
  const trouble = slots[at]?.trouble
  // Nothing was yielded yet, and the caller has the list.
  if (start.source.listed !== undefined && stream.passed + at === 0 && trouble?.kind === 'failed')
    return trouble.error
  return unreadError(rest(start, stream, at, slots))
}

// Everything from here on is left, including what was read ahead of the gap.
function rest(start: ManyStart, stream: ReadStream, at: number, slots: readonly KeySlot[]): Unread {
  const { taken, run } = stream
  const keys = stream.left().slice(at)
  const read = start.source.listed === undefined ? taken : undefined
  return unread(start, { keys, slots: slots.slice(at), thrown: run.thrown }, read, false)
}

function unread(start: ManyStart, { keys, slots, thrown }: Ending, read?: number, collected = true): Unread {
  const { operation, shape } = start
  const again = (at: number): unknown => {
    const key = keys[at]
    return key === undefined ? undefined : start.again(key)
  }
  const results = (): unknown[] =>
    slots.map((slot) => (slot.known ? asFarAsItGoes(() => itemOf(start, slot)) : undefined))
  return {
    entity: shape.model.name,
    operation,
    slots,
    count: keys.length,
    again,
    whole: !collected,
    results: collected ? results() : undefined,
    read,
    thrown,
  }
}

function runOptions({ runner, operation, source, options }: ManyStart): ReadRunOptions {
  const { onProgress, concurrency, signal, rate } = options
  const progress = onProgress === undefined ? undefined : new ReadProgress(onProgress, source.total)
  const limiter = rate === undefined ? undefined : rateLimiter(runner, rate.read)
  return { operation, concurrency, signal, progress, limiter }
}

// Returns the item of a slot; `undefined` if it is missing or skipped.
function itemOf({ decode }: ManyStart, slot: KeySlot): unknown {
  const stored = shownOf(slot)
  return stored === undefined ? undefined : decode(stored)
}
