// Errors of an incomplete run of writes: what is left, and why.
import { DyntasticError, type ErrorDetails } from '../../errors/dyntastic-error.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { type ChunkFailure, UnprocessedError } from '../../errors/unprocessed-error.js'
import { hide, hideLazily } from '../../errors/veil.js'
import type { DropWatch } from '../ground/runner.js'
import type { WriteElement } from './write-element.js'
import { entitiesWritten } from './write-request.js'

/**
 * Writes that failed together: `error` is the permanent error of their request; without it, they were left unprocessed.
 */
export interface GivenUp {
  readonly error: unknown
  readonly writes: readonly WriteElement[]
}

/** The reason why a run ended early. */
export interface Halt {
  readonly why: 'refused' | 'scope' | 'progress'
  readonly error: unknown
}

/** The data of the error. */
export interface Unwritten {
  /** Returns the operation of an element that is left. */
  readonly again: (origin: unknown) => unknown
  readonly watch?: DropWatch | undefined
  readonly entity: string | undefined
  readonly operation: string
  readonly written: number
  /** The number of elements written without a gap from the start. */
  readonly settled: number
  /** All elements that were not written, in the order of the source. */
  readonly left: readonly WriteElement[]
  readonly givenUp: readonly GivenUp[]
  readonly halt: Halt | undefined
  /** The error that the source threw. */
  readonly thrown: { readonly error: unknown } | undefined
  /** The number of elements, as far as known. */
  readonly total: number
  /** The number of elements taken from an iterable source. */
  readonly read: number | undefined
  /** What each operation of a list resolves to, if it was written. */
  readonly results: readonly unknown[] | undefined
}

/**
 * Returns the writes that are not done, each once, in the order of the source, including the earlier writes that they
 * replace.
 */
export function leftOf(...all: readonly Iterable<WriteElement>[]): WriteElement[] {
  const left = new Set<WriteElement>()
  for (const writes of all)
    for (const write of writes)
      for (let each: WriteElement | undefined = write; each !== undefined; each = each.earlier)
        if (each.state !== 'done') left.add(each)
  return [...left].sort((a, b) => a.index - b.index)
}

/** Returns the error of a run that leaves writes undone. */
export function unwrittenError(unwritten: Unwritten): UnprocessedError {
  const { operation, written, settled, left, givenUp, halt, thrown, read, results } = unwritten
  const operationOf = operationsOf(unwritten)
  const failures: ChunkFailure[] = givenUp
    .filter(({ error }) => error !== undefined)
    .map(({ error, writes }) => failureOf(error, leftOf(writes), operationOf))
  const unsent = left.filter(({ state }) => state === 'open')
  if (halt !== undefined && halt.why !== 'scope') failures.push(failureOf(halt.error, unsent, operationOf))
  const error = new UnprocessedError({
    entity: entityOf(unwritten),
    operation,
    detail: inWords(unwritten, unsent.length),
    ...outcomeOf(unwritten),
    remaining: [],
    written,
    settled,
    failures,
    results,
    read,
    cause: thrown?.error ?? halt?.error ?? failures[0]?.error,
  })
  hideRemaining(error, left, operationOf)
  return error
}

/** Returns the error of an aborted run, with `remaining` (hidden), `written` and `read` as on an UnprocessedError. */
export function abandonedError(unwritten: Unwritten, reason: unknown): AbortedError {
  const { operation, written, settled, left, total, read, results } = unwritten
  const error = new AbortedError({
    entity: entityOf(unwritten),
    operation,
    detail: `aborted by its signal; ${written} of ${total} writes were done (\`remaining\` lists the rest)`,
    cause: reason,
    ...outcomeOf(unwritten),
  })
  hideRemaining(error, left, operationsOf(unwritten))
  if (results !== undefined) hide(error, 'results', results)
  return Object.assign(error, { written, settled, ...(read === undefined ? {} : { read }) })
}

// The outcome of the whole run. If it is partly written, neither "nothing written" nor "written" is true.
function outcomeOf({ left, written }: Unwritten): Pick<ErrorDetails, 'outcome' | 'outcomeDetail'> {
  if (left.length === 0) return { outcome: 'written', outcomeDetail: '' }
  const lost = left.filter((write) => write.lost).length
  if (lost > 0)
    return { outcome: 'unknown', outcomeDetail: `${lost} of the remaining items may have been written` }
  const outcomeDetail = 'none of the remaining items was written'
  return written === 0 ? { outcome: 'nothing written' } : { outcome: 'unknown', outcomeDetail }
}

// Created when it is read: creating hundreds of thousands of operations during an abort would block the process, often
// for nothing.
function hideRemaining(
  error: object,
  left: readonly WriteElement[],
  operationOf: (element: WriteElement) => unknown,
): void {
  hideLazily(error, 'remaining', () => left.map(operationOf))
}

function failureOf(
  error: unknown,
  writes: readonly WriteElement[],
  operationOf: (element: WriteElement) => unknown,
): ChunkFailure {
  let remaining: readonly unknown[] | undefined
  return {
    error,
    get remaining() {
      remaining ??= writes.map(operationOf)
      return remaining
    },
  }
}

// One operation per element, however often it is listed. It counts as used: it is on an error, for callers that want to
// retry.
function operationsOf({ again, watch }: Unwritten): (element: WriteElement) => unknown {
  const made = new Map<WriteElement, unknown>()
  return (element) => {
    if (made.has(element)) return made.get(element)
    const operation = again(element.origin)
    if (typeof operation === 'object' && operation !== null) watch?.used(operation)
    made.set(element, operation)
    return operation
  }
}

function entityOf({ entity, left }: Unwritten): string | undefined {
  return entity ?? (left.length > 0 ? entitiesWritten(left) : undefined)
}

function inWords({ givenUp, halt, thrown, left, total, written }: Unwritten, unsent: number): string {
  const failed = { hard: 0, unprocessed: 0 }
  for (const { error, writes } of givenUp)
    failed[error === undefined ? 'unprocessed' : 'hard'] += leftOf(writes).length
  const first = givenUp.find(({ error }) => error !== undefined)?.error
  return [
    `${written} of ${total} writes were done, ${left.length} left (\`remaining\`)`,
    thrown === undefined ? undefined : 'the source threw an error (the cause)',
    halt === undefined ? undefined : `${haltWords[halt.why]}${messageOf(halt.error)}`,
    failed.unprocessed > 0
      ? `${failed.unprocessed} were left unprocessed in all consecutive attempts (executor option \`retry\`); retry them later, increase the table's capacity, or lower the concurrency`
      : undefined,
    failed.hard > 0
      ? `${failed.hard} were in requests that failed permanently (\`failures\`)${messageOf(first)}`
      : undefined,
    unsent > 0 ? `${unsent} were never sent` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('; ')
}

const haltWords = {
  refused: 'an element was rejected, which ended the run: that element and all after it were not written',
  scope: 'it is not allowed here',
  progress: 'onProgress threw an error',
} as const

// Messages of this library contain no values; others may.
function messageOf(error: unknown): string {
  return isError(error, DyntasticError) ? `: ${error.message}` : ''
}
