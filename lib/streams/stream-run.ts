// One batch of a stream: its records in order, or in order for each item, up to the first that fails.

import { InvalidItemError } from '../errors/invalid-item-error.js'
import { isError } from '../errors/is-error.js'
import { StreamRecordError } from '../errors/stream-record-error.js'
import { concurrently } from '../util/concurrent.js'
import { invocationTime, type StreamContext, whileValid } from './invocation-time.js'
import type { StreamView } from './record-types.js'
import { callsOf, type HandlerCall, type HandlerTable } from './stream-calls.js'
import type { StreamEntry } from './stream-entries.js'
import type { StreamOptions } from './stream-options.js'

/** The first record of a batch that was not handled, and why. */
export interface FailedRecord {
  readonly entry: StreamEntry
  readonly error: unknown
}

/** Handles a batch. Returns the first record that failed; `undefined` if all were handled. */
export async function runBatch(
  entries: readonly StreamEntry[],
  table: HandlerTable,
  options: StreamOptions<StreamView>,
  context: StreamContext | undefined,
): Promise<FailedRecord | undefined> {
  const time = invocationTime(options, context)
  let lowest = entries.length
  let failed: FailedRecord | undefined
  const { parallel, concurrency = 10 } = options
  const lanes = parallel === 'byItem' ? lanesByItem(entries) : [[...entries.keys()]]
  try {
    await concurrently(lanes, concurrency, async (lane) => {
      for (const index of lane) {
        const entry = entries[index]
        // Everything from a failed record on is handled again, so that nothing later needs to begin.
        if (entry === undefined || index > lowest) return
        try {
          await handleEntry(entry, table, options, time.signal)
        } catch (error) {
          report(error, entry, options)
          if (index < lowest) failed = { entry, error }
          lowest = Math.min(lowest, index)
          return
        }
      }
    })
  } finally {
    time.end()
  }
  return failed
}

async function handleEntry(
  entry: StreamEntry,
  table: HandlerTable,
  { onInvalid = 'throw' }: StreamOptions<StreamView>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  let calls: readonly HandlerCall[]
  try {
    calls = callsOf(entry, table)
  } catch (error) {
    if (onInvalid === 'throw' || !isMisfit(error)) throw error
    calls = onInvalid === 'skip' ? [] : [() => onInvalid(entry.record, error)]
  }
  for (const call of calls) await whileValid(call, signal)
}

// What `onInvalid` is for: not a record of an unknown kind, nor a stream with another view type.
function isMisfit(error: unknown): error is Error {
  return isError(error, StreamRecordError) ? error.reason === 'unreadable' : isError(error, InvalidItemError)
}

// Indexes of the records of each item, in the order of their first records.
function lanesByItem(entries: readonly StreamEntry[]): readonly (readonly number[])[] {
  const lanes = new Map<string, number[]>()
  for (const [index, entry] of entries.entries()) {
    const id = itemOf(entry) ?? `#${index}`
    const lane = lanes.get(id)
    if (lane === undefined) lanes.set(id, [index])
    else lane.push(index)
  }
  return [...lanes.values()]
}

// `undefined` for a record that cannot be read.
function itemOf(entry: StreamEntry): string | undefined {
  try {
    const { table, keys } = entry.content()
    const names = Object.keys(keys).sort()
    return JSON.stringify([table, ...names.map((name) => [name, keys[name]])])
  } catch {
    return undefined
  }
}

function report(
  error: unknown,
  { record, sequence }: StreamEntry,
  { onFailure }: StreamOptions<StreamView>,
): void {
  try {
    if (onFailure !== undefined) {
      onFailure(error, record)
      return
    }
  } catch (thrown) {
    warn(`onFailure threw ${thrown instanceof Error ? thrown.name : typeof thrown}`, thrown)
  }
  warn(`the record ${sequence} of a stream was not handled, and will be retried`, error)
}

function warn(message: string, error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : typeof error
  process.emitWarning(message, { type: 'DyntasticWarning', code: 'DYNTASTIC_STREAM', detail })
}
