// One invocation of a function with records of a stream, and what Lambda makes of its result.
import { randomUUID } from 'node:crypto'
import { kindOf } from '../errors/failures.js'
import type { LambdaRecord } from './engine/streams/stream-records.js'
import { copyOf } from './engine/values/wire.js'
import type { DeliveryContext, DeliveryEvent, DeliveryFunction } from './lambda-function.js'

/** The result of an invocation. */
export interface Invocation {
  /** The index of the record from which on the batch failed; `undefined` if all of it was handled. */
  readonly failed: number | undefined
  readonly error: unknown
  /** Failures that were reported, and that the trigger does not read. */
  readonly unread: readonly string[]
}

interface InvocationOptions {
  readonly reportBatchItemFailures?: boolean | undefined
  readonly timeout?: number | undefined
}

/** Calls a function with records. Nothing that it does to the event changes the stream. */
export async function invoke(
  records: readonly LambdaRecord[],
  handler: DeliveryFunction,
  { reportBatchItemFailures = true, timeout = 60_000 }: InvocationOptions,
): Promise<Invocation> {
  // A copy has the type of what was copied.
  const event = copyOf({ Records: records.map(({ record }) => record) }) as unknown as DeliveryEvent
  let result: unknown
  try {
    result = await withinTime(timeout, () => called(handler, event, contextFor(timeout)))
  } catch (error) {
    return { failed: 0, error, unread: [] }
  }
  const { reported, fault } = failuresIn(result)
  if (!reportBatchItemFailures) return { failed: undefined, error: undefined, unread: reported }
  if (fault !== undefined) return { failed: 0, error: new Error(fault), unread: [] }
  if (reported.length === 0) return { failed: undefined, error: undefined, unread: [] }
  // "If the response contains several, Lambda uses the lowest sequence number as the checkpoint."
  const failed = records.findIndex(({ text }) => reported.includes(text))
  const strange = reported.some((sequence) => !records.some(({ text }) => text === sequence))
  const error = new Error(`the function reported ${reported.join(', ')}`)
  return { failed: strange ? 0 : failed, error, unread: [] }
}

// A function that takes a callback, and returns nothing, ends when it calls it.
async function called(
  handler: DeliveryFunction,
  event: DeliveryEvent,
  context: DeliveryContext,
): Promise<unknown> {
  if (handler.length < 3) return handler(event, context, () => {})
  return new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => {
      if (error === undefined || error === null) resolve(value)
      else reject(error)
    })
    if (result !== undefined) resolve(result)
  })
}

async function withinTime(limit: number, work: () => Promise<unknown>): Promise<unknown> {
  if (!Number.isFinite(limit)) return work()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Task timed out after ${(limit / 1000).toFixed(2)} seconds`)),
      limit,
    )
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

// "Complete success: an empty or null list, or an empty or null response." What else it may be, fails as a whole.
function failuresIn(result: unknown): { readonly reported: readonly string[]; readonly fault?: string } {
  const list: unknown = Object(result).batchItemFailures ?? []
  if (!Array.isArray(list))
    return { reported: [], fault: `batchItemFailures is ${kindOf(list)}, and not an array` }
  const reported = list.map((failure: unknown): unknown => Object(failure).itemIdentifier)
  const wrong = reported.some((sequence) => typeof sequence !== 'string' || sequence === '')
  return wrong
    ? { reported: [], fault: 'batchItemFailures has an element without itemIdentifier' }
    : { reported: reported as string[] }
}

function contextFor(timeout: number): DeliveryContext {
  const end = performance.now() + Math.min(timeout, 900_000)
  return {
    functionName: 'local',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:local',
    memoryLimitInMB: '128',
    awsRequestId: randomUUID(),
    logGroupName: '/aws/lambda/local',
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - performance.now()),
  }
}
