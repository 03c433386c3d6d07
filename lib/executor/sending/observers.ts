// Events for the observers of an executor, delivered so that an observer's error never disturbs a call.
import { types } from 'node:util'
import type { CallName } from '../../operation/ground/request.js'
import type { ScanWarning } from '../../operation/ground/runner.js'

/** A command that was sent, with its result. Never contains a value of an item. */
export interface CommandEvent {
  readonly entity: string
  /** The method that was called, such as `save`. */
  readonly operation: string
  /** The DynamoDB API operation, such as `PutItem`. */
  readonly call: CallName
  readonly table: string
  readonly index: string | undefined
  /** Milliseconds from the call to its response, including retries. */
  readonly durationMs: number
  /** The number of attempts: 1 unless the SDK retried. */
  readonly attempts: number
  /** Capacity units as DynamoDB reports them (`ReturnConsumedCapacity: 'TOTAL'`); `undefined` if it reports none. */
  readonly consumedCapacity: number | undefined
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
export interface Audience {
  readonly observers: readonly Observer[]
  /** Whether there is an observer for this event. If not, the event is not built. */
  has(kind: keyof Observer): boolean
  tell<K extends keyof Observer>(kind: K, event: Parameters<NonNullable<Observer[K]>>[0]): void
}

/** Delivers events to observers. An observer that throws is reported once, as a process warning. */
export function audienceOf(observers: readonly Observer[]): Audience {
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

  return {
    observers,
    has: (kind) => observers.some((observer) => typeof observer[kind] === 'function'),
    tell(kind, event) {
      for (const observer of observers) {
        try {
          // The event matches the method of the same kind, which the compiler cannot infer from the union.
          const answer: unknown = (observer[kind] as ((event: unknown) => unknown) | undefined)?.call(
            observer,
            event,
          )
          // A promise of any realm; nothing waits for it.
          if (types.isPromise(answer)) answer.catch((error) => complain(observer, kind, error))
        } catch (error) {
          complain(observer, kind, error)
        }
      }
    },
  }
}
