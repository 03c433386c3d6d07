// Sends a request while observers and subscribers of the diagnostics channel look on.
import { tracingChannel } from 'node:diagnostics_channel'
import type { CallName, Calls, Request } from '../../operation/ground/request.js'
import { callRow } from './commands.js'
import type { CommandEvent, CommandStartEvent, Notifier } from './observers.js'

/**
 * The channels `tracing:dyntastic:command:start`, `end`, `asyncStart`, `asyncEnd` and `error` of
 * `node:diagnostics_channel`.
 * The message of all of them is the event of `onCommandStart`, which becomes that of `onCommand`.
 */
export const commandChannel = tracingChannel<object, object>('dyntastic:command')

/** Whether an observer receives the events of commands. If not, none is made. */
export function isObserved(notifier: Notifier): boolean {
  return needsEnd(notifier) || notifier.has('onCommandStart')
}

// Whether anyone receives the event at the end, for which DynamoDB must report the capacity.
const needsEnd = (notifier: Notifier): boolean =>
  commandChannel.hasSubscribers || notifier.has('onCommand') || notifier.has('aroundCommand')

/** Sends a request and notifies everyone; resolves and rejects as `send` does, after all have been notified. */
export function observedSend<N extends CallName>(
  request: Request<N>,
  notifier: Notifier,
  send: (input: Calls[N]['input']) => Promise<Calls[N]['output']>,
): Promise<Calls[N]['output']> {
  const start = startOf(request)
  const input =
    callRow(request.call).capacity && needsEnd(notifier) ? withCapacity(request.input) : request.input
  const since = performance.now()
  let output: Promise<Calls[N]['output']> | undefined
  let ended: Promise<CommandEvent> | undefined
  const run = (): Promise<CommandEvent> => {
    output ??= channelled(start, () => send(input))
    ended ??= output.then(
      (response) => eventOf(start, performance.now() - since, response, undefined),
      (error: unknown) => eventOf(start, performance.now() - since, responseOf(error), error),
    )
    return ended
  }
  notifier.notify('onCommandStart', start)
  const chain = notifier.observers.reduceRight(
    (inner, observer) => () => notifier.around(observer, start, inner),
    run,
  )
  chain()
  return run().then((event) => {
    notifier.notify('onCommand', event)
    // It was set when the command was sent.
    return output as Promise<Calls[N]['output']>
  })
}

// The message is completed when the command has ended, so subscribers may keep it from the start.
function channelled<T>(start: CommandStartEvent, send: () => Promise<T>): Promise<T> {
  if (!commandChannel.hasSubscribers) return send()
  const message: object = { ...start }
  const since = performance.now()
  const sent = commandChannel.start.runStores(message, send)
  commandChannel.end.publish(message)
  const ended = (response: unknown, error: unknown) => {
    Object.assign(message, eventOf(start, performance.now() - since, response, error))
    if (error !== undefined) commandChannel.error.publish(message)
    commandChannel.asyncStart.publish(message)
    commandChannel.asyncEnd.publish(message)
  }
  return sent.then(
    (response) => {
      ended(response, undefined)
      return response
    },
    (error: unknown) => {
      ended(responseOf(error), error)
      throw error
    },
  )
}

function startOf({ entity, operation, call, table, index, input }: Request): CommandStartEvent {
  return { entity, operation, call, table: table.name, index, items: itemsIn(input) }
}

// The properties of any input that list items, and those of any response that are not values of items.
interface Listing {
  readonly RequestItems?: Readonly<
    Record<string, readonly unknown[] | { readonly Keys?: readonly unknown[] }>
  >
  readonly TransactItems?: readonly unknown[]
}

interface Response {
  readonly $metadata?: { readonly attempts?: number; readonly requestId?: string }
  readonly ConsumedCapacity?: Capacity | readonly Capacity[]
  readonly Count?: number
  readonly ScannedCount?: number
  readonly Responses?: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>
  readonly SearchResults?: readonly unknown[]
}

interface Capacity {
  readonly CapacityUnits?: number
  /** Of a search, in the place of units. */
  readonly VectorSearchRequestBytes?: number
}

function itemsIn(input: object): number | undefined {
  const { RequestItems, TransactItems }: Listing = input
  if (TransactItems !== undefined) return TransactItems.length
  if (RequestItems === undefined) return undefined
  const lists = Object.values(RequestItems).map((each) => ('Keys' in each ? each.Keys : each))
  return lists.reduce((sum, list) => sum + ((list as readonly unknown[] | undefined)?.length ?? 0), 0)
}

function eventOf(
  start: CommandStartEvent,
  durationMs: number,
  response: unknown,
  error: unknown,
): CommandEvent {
  const { $metadata, ConsumedCapacity, ...counts }: Response =
    typeof response === 'object' && response !== null ? response : {}
  return {
    ...start,
    durationMs,
    attempts: $metadata?.attempts ?? 1,
    requestId: $metadata?.requestId,
    ...usedBy(ConsumedCapacity),
    returned: error === undefined ? returnedBy(counts) : undefined,
    examined: counts.ScannedCount,
    error,
  }
}

function returnedBy({ Count, Responses, SearchResults }: Response): number | undefined {
  if (Responses === undefined) return SearchResults?.length ?? Count
  if (isList(Responses)) return Responses.length
  return Object.values(Responses).reduce((sum, list) => sum + list.length, 0)
}

const isList = (value: object): value is readonly unknown[] => Array.isArray(value)

// What the SDK threw is the cause of the error.
function responseOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error
}

function usedBy(
  capacity: Response['ConsumedCapacity'],
): Pick<CommandEvent, 'consumedCapacity' | 'searchedBytes'> {
  const bytes =
    capacity !== undefined && 'VectorSearchRequestBytes' in capacity
      ? capacity.VectorSearchRequestBytes
      : undefined
  if (bytes !== undefined) return { consumedCapacity: undefined, searchedBytes: bytes }
  return { consumedCapacity: units(capacity) }
}

function units(capacity: Capacity | readonly Capacity[] | undefined): number | undefined {
  if (capacity === undefined) return undefined
  const parts: readonly Capacity[] = Array.isArray(capacity) ? capacity : [capacity]
  return parts.reduce((sum, part) => sum + (part.CapacityUnits ?? 0), 0)
}

function withCapacity<I extends object>(input: I): I {
  return 'ReturnConsumedCapacity' in input ? input : { ...input, ReturnConsumedCapacity: 'TOTAL' }
}
