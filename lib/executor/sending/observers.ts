// Events for the observers of an executor, delivered so that an observer's error never disturbs a call.
import { types } from 'node:util'
import type { CallName } from '../../operation/ground/request.js'
import type { ScanWarning } from '../../operation/ground/runner.js'

/** A command that is about to be sent. Never contains a value of an item. */
export interface CommandStartEvent {
  readonly entity: string
  /** The method that was called, such as `save`. */
  readonly operation: string
  /** The DynamoDB API operation, such as `PutItem`. */
  readonly call: CallName
  readonly table: string
  readonly index: string | undefined
  /** The number of items that a batch or a transaction names; `undefined` for all other commands. */
  readonly items: number | undefined
}

/** A command that was sent, with its result. Never contains a value of an item. */
export interface CommandEvent extends CommandStartEvent {
  /** The number of items in the response of a query, a scan, a search or a batch of reads. */
  readonly returned: number | undefined
  /** The number of items that DynamoDB examined for a query or a scan (`ScannedCount`). */
  readonly examined: number | undefined
  /** The ID of the request, for AWS Support; `undefined` if there was no response. */
  readonly requestId: string | undefined
  /** Milliseconds from the call to its response, including retries. */
  readonly durationMs: number
  /** The number of attempts: 1 unless the SDK retried. */
  readonly attempts: number
  /** Capacity units as DynamoDB reports them (`ReturnConsumedCapacity: 'TOTAL'`); `undefined` if it reports none. */
  readonly consumedCapacity: number | undefined
  /** Bytes that a search of a vector index examined and returned (VectorSearchRequestBytes); of searches alone. */
  readonly searchedBytes?: number | undefined
  /** The error that the caller gets; `undefined` if the call succeeded. */
  readonly error: unknown
}

/** A table that was created by `createTable()` or by a first write. */
export interface TableCreatedEvent {
  readonly entity: string
  /** The method that created it: `createTable`, or a write that found the table missing. */
  readonly operation: string
  readonly table: string
}

/** An operation that was built and garbage-collected without being run, chained or read (option `reportDropped`). */
export interface DroppedEvent {
  /** Entity and method, such as `User.save`. */
  readonly operation: string
  /** The stack trace of where it was built. */
  readonly stack: string
}

/** A client whose requests the SDK sends, although the executor was created with `transport: 'direct'`. */
export interface TransportFallbackEvent {
  readonly entity: string
  /** The method that was called: `save`. */
  readonly operation: string
  readonly table: string
  /** What the direct transport cannot serve, in words. */
  readonly reason: string
}

/**
 * Observes an executor. All methods are optional. If a method throws, or a promise that it returns is rejected, a
 * process warning is emitted once; nothing waits for the promise.
 */
export interface Observer {
  /**
   * Called for each command before it is sent. The event is the beginning of what `onCommand` receives.
   * @example onCommandStart: ({ call, table }) => log.debug(`${call} ${table} …`)
   */
  onCommandStart?(event: CommandStartEvent): void
  /**
   * Called for each command, to send it inside a context of its own, such as a span that is active meanwhile. `send`
   * resolves to the event of `onCommand`, and never rejects. The command is sent in any case, and once.
   * @example aroundCommand: (event, send) => requestContext.run({ call: event.call }, send)
   */
  aroundCommand?(event: CommandStartEvent, send: () => Promise<CommandEvent>): void
  /**
   * Called for each command, after it succeeded or failed, with its duration and cost.
   * @example onCommand: ({ call, table, durationMs }) => log.debug({ call, table, durationMs })
   */
  onCommand?(event: CommandEvent): void
  /** Called when a first write has created its table. @example onTableCreated: ({ table }) => log.info({ table }) */
  onTableCreated?(event: TableCreatedEvent): void
  /**
   * Called for a query without a partition key, once per shape, if the executor's `scans` is `'warn'`.
   * @example onScan: ({ query, message }) => log.warn({ query, message })
   */
  onScan?(event: ScanWarning): void
  /**
   * Called for an operation that was built but never used, if the executor's `reportDropped` is on.
   * @example onDropped: ({ operation, stack }) => log.error({ operation, stack })
   */
  onDropped?(event: DroppedEvent): void
  /**
   * Called if the direct transport cannot serve a client: once for each client and reason.
   * @example onTransportFallback: ({ reason }) => log.warn(reason)
   */
  onTransportFallback?(event: TransportFallbackEvent): void
}

/** The observers of one executor. */
export interface Notifier {
  readonly observers: readonly Observer[]
  /** Whether there is an observer for this event. If not, the event is not built. */
  has(kind: keyof Observer): boolean
  notify<K extends keyof Observer>(kind: K, event: Parameters<NonNullable<Observer[K]>>[0]): void
  /** Lets one observer send a command inside a context of its own. If it does not send it, it is sent afterwards. */
  around(
    observer: Observer,
    event: CommandStartEvent,
    send: () => Promise<CommandEvent>,
  ): Promise<CommandEvent>
}

/** Delivers events to observers. An observer that throws is reported once, as a process warning. */
export function notifierOf(observers: readonly Observer[]): Notifier {
  const faulty = new WeakSet<Observer>()

  function complain(observer: Observer, kind: string, error: unknown): void {
    if (faulty.has(observer)) return
    faulty.add(observer)
    const what = error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is not an Error'
    process.emitWarning(`an observer's ${kind} threw ${what}; its further errors are not reported`, {
      type: 'DyntasticWarning',
      code: 'DYNTASTIC_OBSERVER',
    })
  }

  // Calls one method; nothing waits for a promise that it returns.
  function call(observer: Observer, kind: keyof Observer, given: readonly unknown[]): void {
    try {
      // The arguments match the method of the same kind, which the compiler cannot infer from the union.
      const method = observer[kind] as ((...given: readonly unknown[]) => unknown) | undefined
      const result: unknown = method?.call(observer, ...given)
      // A promise of any realm.
      if (types.isPromise(result)) result.catch((error) => complain(observer, kind, error))
    } catch (error) {
      complain(observer, kind, error)
    }
  }

  return {
    observers,
    has: (kind) => observers.some((observer) => typeof observer[kind] === 'function'),
    notify(kind, event) {
      for (const observer of observers) call(observer, kind, [event])
    },
    around(observer, event, send) {
      let sent: Promise<CommandEvent> | undefined
      const once = () => {
        sent ??= send()
        return sent
      }
      call(observer, 'aroundCommand', [event, once])
      return once()
    },
  }
}
