// What observers of an executor are told, and how they are told without ever disturbing a call.
import type { CallName } from '../../operation/ground/request.js'
import type { ScanWarning } from '../../operation/ground/runner.js'

/** One command that was sent, with its answer or its error. Never a value of an item. */
export interface CommandEvent {
  readonly entity: string
  /** The method that was called: `save`. */
  readonly operation: string
  /** The DynamoDB API operation: `PutItem`. */
  readonly call: CallName
  readonly table: string
  readonly index: string | undefined
  /** Milliseconds from the call to its answer, retries included. */
  readonly durationMs: number
  /** How many times it was sent: 1 unless the SDK retried. */
  readonly attempts: number
  /** Capacity units, as DynamoDB reports them (`ReturnConsumedCapacity: 'TOTAL'`); `undefined` where it reports none. */
  readonly consumedCapacity: number | undefined
  /** The error that the caller gets; `undefined` when the call succeeded. */
  readonly error: unknown
}

/** A table that was created, by `createTable()` or by a first write. */
export interface TableCreatedEvent {
  readonly entity: string
  /** The method that led to it: `createTable`, or the write that met no table. */
  readonly operation: string
  readonly table: string
}

/** An operation that was built and garbage-collected without being run, continued or read (option `reportDropped`). */
export interface DroppedEvent {
  /** Entity and method: `User.save`. */
  readonly operation: string
  /** Where it was built. */
  readonly stack: string
}

/** Sees what an executor does. Each method is optional; what one throws is turned into one process warning. */
export interface Observer {
  onCommand?(event: CommandEvent): void
  onTableCreated?(event: TableCreatedEvent): void
  /** A query without a partition key to go by, once per shape, where the executor's `scans` is `'warn'`. */
  onScan?(event: ScanWarning): void
  onDropped?(event: DroppedEvent): void
}

/** The observers of one executor. */
export interface Audience {
  /** Whether anybody listens: what nobody hears of is not worked out. */
  has(kind: keyof Observer): boolean
  tell<K extends keyof Observer>(kind: K, event: Parameters<NonNullable<Observer[K]>>[0]): void
}

/** Tells events to observers; one that throws is reported once, as a warning of the process. */
export function audienceOf(observers: readonly Observer[]): Audience {
  const faulty = new WeakSet<Observer>()

  function complain(observer: Observer, kind: string, error: unknown): void {
    if (faulty.has(observer)) return
    faulty.add(observer)
    const what = error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is no Error'
    process.emitWarning(`an observer's ${kind} threw ${what}; further faults of it are not reported`, {
      type: 'DyntasticWarning',
      code: 'DYNTASTIC_OBSERVER',
    })
  }

  return {
    has: (kind) => observers.some((observer) => typeof observer[kind] === 'function'),
    tell(kind, event) {
      for (const observer of observers) {
        try {
          // The event fits the method of the same kind, which the compiler cannot follow through the union.
          const answer: unknown = (observer[kind] as ((event: unknown) => unknown) | undefined)?.call(
            observer,
            event,
          )
          if (answer instanceof Promise) answer.catch((error) => complain(observer, kind, error))
        } catch (error) {
          complain(observer, kind, error)
        }
      }
    },
  }
}
