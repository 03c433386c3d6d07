// Streams of the embedded engine for tests: delivers records to a function as a Lambda trigger does.
import type { EntityModel } from '../entity/model.js'
import type { Table } from '../entity/table/table.js'
import { kindOf } from '../errors/failures.js'
import { InvalidOptionError } from '../errors/invalid-option-error.js'
import { checkOptions } from '../errors/option-table.js'
import { StreamRecordError } from '../errors/stream-record-error.js'
import {
  type DeliveryOptions,
  type DeliveryReport,
  type DiscardedRecords,
  deliveryOptions,
} from './delivery-options.js'
import type { EngineContext } from './engine/storage/engine-context.js'
import type { StreamState } from './engine/storage/stream-log.js'
import { type LambdaRecord, lambdaRecords } from './engine/streams/stream-records.js'
import type { DeliveryFunction } from './lambda-function.js'
import { invoke } from './lambda-invocation.js'

/** Whose stream: an entity, its `Table`, or the name of the table. */
export type StreamOwner = string | EntityModel | Table

/** The stream of a table of the embedded engine. */
export interface LocalStream {
  /**
   * Calls a function with the records of the stream that it has not handled yet, in batches, as a Lambda trigger does:
   * a batch that fails is retried from the record that the function reports, or as a whole. Records that are written
   * in the meantime are left to the next call.
   * @example await local.stream(Order).deliver(handler, { batchSize: 10, bisectBatchOnFunctionError: true })
   * @throws InvalidOptionError if the table has no stream, or an option is wrong.
   * @throws StreamRecordError after 10 attempts that failed, if `maximumRetryAttempts` is not given; the next call
   * begins with that record.
   */
  deliver(handler: DeliveryFunction, options?: DeliveryOptions): Promise<DeliveryReport>
}

const operation = 'stream.deliver'
/** Lambda retries until the record is 24 hours old; a test must end. */
const patience = 10

/** Returns the function that finds the stream of a table. Each function keeps its position in it. */
export function localStream(context: EngineContext): (table: StreamOwner) => LocalStream {
  const triggers = new WeakMap<DeliveryFunction, Map<string, Trigger>>()
  return (table) => {
    const name = nameOf(table)
    return {
      async deliver(handler, options = {}) {
        if (typeof handler !== 'function')
          throw new InvalidOptionError({
            operation,
            option: 'handler',
            detail: `\`handler\` must be a function of Lambda, but is ${kindOf(handler)}`,
          })
        checkOptions(deliveryOptions, options, { operation })
        const stream = streamOf(name, context)
        const known = triggers.get(handler) ?? new Map<string, Trigger>()
        triggers.set(handler, known)
        const id = `${stream.table}/${stream.label}`
        const trigger = known.get(id) ?? { position: 0, last: Promise.resolve() }
        known.set(id, trigger)
        // Lambda has one invocation at a time for each shard.
        const delivery = trigger.last.then(() =>
          deliver(trigger, { stream: streamOf(name, context), handler, options, context }),
        )
        trigger.last = delivery.catch(() => {})
        return delivery
      },
    }
  }
}

/** Where a function is in a stream. */
interface Trigger {
  position: number
  last: Promise<unknown>
}

interface Delivery {
  readonly stream: StreamState
  readonly handler: DeliveryFunction
  readonly options: DeliveryOptions
  readonly context: EngineContext
}

/** Records that are passed together, and how often the first of them has failed. */
interface Batch {
  readonly records: readonly LambdaRecord[]
  readonly failures: number
}

async function deliver(
  trigger: Trigger,
  { stream, handler, options, context }: Delivery,
): Promise<DeliveryReport> {
  const { batchSize = 100, bisectBatchOnFunctionError = false, maximumRetryAttempts: most } = options
  const pending = lambdaRecords(stream, trigger.position, context)
  const batches: Batch[] = []
  for (let at = 0; at < pending.length; at += batchSize)
    batches.push({ records: pending.slice(at, at + batchSize), failures: 0 })
  const discarded: DiscardedRecords[] = []
  const ignored: string[] = []
  let [invocations, handled] = [0, 0]
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const { records } = batch
    invocations += 1
    const { failed, error, unread } = await invoke(records, handler, options)
    ignored.push(...unread)
    const done = failed ?? records.length
    handled += done
    trigger.position = records[done - 1]?.sequence ?? trigger.position
    if (failed === undefined) continue
    const rest = { records: records.slice(done), failures: (done > 0 ? 0 : batch.failures) + 1 }
    const sequences = rest.records.map(({ text }) => text)
    if (bisectBatchOnFunctionError && rest.records.length > 1)
      batches.unshift(...(done > 0 ? [rest] : halves(records)))
    else if (rest.failures <= (most ?? patience - 1)) batches.unshift(rest)
    else if (most === undefined) throw notDelivered(sequences, error)
    else {
      discarded.push({ sequences, error })
      trigger.position = rest.records.at(-1)?.sequence ?? trigger.position
    }
  }
  return { invocations, handled, discarded, ignored }
}

// "Splitting a batch does not count towards the retry quota."
function halves(records: readonly LambdaRecord[]): Batch[] {
  const middle = Math.ceil(records.length / 2)
  return [records.slice(0, middle), records.slice(middle)].map((half) => ({ records: half, failures: 0 }))
}

function notDelivered([sequence]: readonly string[], cause: unknown): StreamRecordError {
  return new StreamRecordError({
    operation,
    detail: `the record ${sequence} failed ${patience} times, and Lambda would retry it for 24 hours: see \`cause\`, or set maximumRetryAttempts, after which records are discarded`,
    reason: 'not delivered',
    sequence,
    cause,
  })
}

function nameOf(table: unknown): string {
  const name: unknown =
    typeof table === 'string'
      ? table
      : (Reflect.get(Object(Reflect.get(Object(table), 'table') ?? table), 'name') ?? '')
  if (typeof name === 'string' && name !== '') return name
  throw new InvalidOptionError({
    operation: 'stream',
    option: 'table',
    detail: `\`table\` must be an entity, a Table or the name of a table, but is ${kindOf(table)}`,
  })
}

function streamOf(name: string, { database }: EngineContext): StreamState {
  const definition = database.table(name)?.definition
  const { label } = definition?.stream ?? definition?.lastStream ?? {}
  const stream = label === undefined ? undefined : database.streams.find(name, label)
  if (stream !== undefined) return stream
  throw new InvalidOptionError({
    operation,
    option: 'table',
    detail:
      definition === undefined
        ? `the table '${name}' does not exist`
        : `the table '${name}' has no stream: start the engine with \`streams: 'NEW_AND_OLD_IMAGES'\`, or create the table with a StreamSpecification`,
  })
}
