// What a run of writes says in the end, where it did not come to its end: all that is left, and why.
import { DyntasticError, type ErrorDetails } from '../../errors/dyntastic-error.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { type ChunkFailure, UnprocessedError } from '../../errors/unprocessed-error.js'
import { hide, hideLazily } from '../../errors/veil.js'
import type { DropWatch } from '../ground/runner.js'
import type { WriteElement } from './write-element.js'
import { entitiesOf } from './write-request.js'

/** Writes that were given up together: `error` made their request fail for good; none where they were left unprocessed. */
export interface GivenUp {
  readonly error: unknown
  readonly writes: readonly WriteElement[]
}

/** What ended a run before its time. */
export interface Halt {
  readonly why: 'refused' | 'scope' | 'progress'
  readonly error: unknown
}

/** What the error is made of. */
export interface Unwritten {
  /** The operation of an element that is left. */
  readonly again: (origin: unknown) => unknown
  readonly watch?: DropWatch | undefined
  readonly entity: string | undefined
  readonly operation: string
  readonly written: number
  /** How many elements from the start are all written. */
  readonly settled: number
  /** All that was not written, in the order of the source. */
  readonly left: readonly WriteElement[]
  readonly givenUp: readonly GivenUp[]
  readonly halt: Halt | undefined
  /** What the source threw. */
  readonly thrown: { readonly error: unknown } | undefined
  /** How many elements there are, as far as that is known. */
  readonly total: number
  /** How many elements were taken from an iterable source. */
  readonly read: number | undefined
  /** What each operation of a list resolves to, where it was written. */
  readonly results: readonly unknown[] | undefined
}

/** Which writes are not done, each once, in the order of the source; the earlier ones that they stand for are among them. */
export function leftOf(...all: readonly Iterable<WriteElement>[]): WriteElement[] {
  const left = new Set<WriteElement>()
  for (const writes of all)
    for (const write of writes)
      for (let each: WriteElement | undefined = write; each !== undefined; each = each.earlier)
        if (each.state !== 'done') left.add(each)
  return [...left].sort((a, b) => a.index - b.index)
}

/** The error of a run that leaves writes undone. */
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

/** The error of a run that was aborted: `remaining` (hidden), `written` and `read` are on it as on an UnprocessedError. */
export function abandonedError(unwritten: Unwritten, reason: unknown): AbortedError {
  const { operation, written, settled, left, total, read, results } = unwritten
  const error = new AbortedError({
    entity: entityOf(unwritten),
    operation,
    detail: `aborted by its signal; ${written} of ${total} writes were done (\`remaining\` is what is left)`,
    cause: reason,
    ...outcomeOf(unwritten),
  })
  hideRemaining(error, left, operationsOf(unwritten))
  if (results !== undefined) hide(error, 'results', results)
  return Object.assign(error, { written, settled, ...(read === undefined ? {} : { read }) })
}

// Of the whole run. Part of it may be written, and then neither "nothing" nor "written" holds.
function outcomeOf({ left, written }: Unwritten): Pick<ErrorDetails, 'outcome' | 'outcomeDetail'> {
  if (left.length === 0) return { outcome: 'written', outcomeDetail: '' }
  const lost = left.filter((write) => write.lost).length
  if (lost > 0)
    return { outcome: 'unknown', outcomeDetail: `${lost} of those that are left may have been written` }
  const outcomeDetail = 'of those that are left nothing was written'
  return written === 0 ? { outcome: 'nothing written' } : { outcome: 'unknown', outcomeDetail }
}

// Made when it is read: hundreds of thousands of operations would block the process, in the middle of an abort, for nobody.
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

// One operation for each element, however often it is told of. Nobody forgot to run it: it stands on an error, for those who want to go on.
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
  return entity ?? (left.length > 0 ? entitiesOf(left) : undefined)
}

function inWords({ givenUp, halt, thrown, left, total, written }: Unwritten, unsent: number): string {
  const failed = { hard: 0, unprocessed: 0 }
  for (const { error, writes } of givenUp)
    failed[error === undefined ? 'unprocessed' : 'hard'] += leftOf(writes).length
  const first = givenUp.find(({ error }) => error !== undefined)?.error
  return [
    `${written} of ${total} writes were done, ${left.length} are left (\`remaining\`)`,
    thrown === undefined ? undefined : 'the source threw an error, which is the cause',
    halt === undefined ? undefined : `${haltWords[halt.why]}${messageOf(halt.error)}`,
    failed.unprocessed > 0
      ? `${failed.unprocessed} were left unprocessed, attempt after attempt without progress (executor option \`retry\`); run them again later, raise the capacity, or lower the concurrency`
      : undefined,
    failed.hard > 0
      ? `${failed.hard} were in requests that failed for good (\`failures\`)${messageOf(first)}`
      : undefined,
    unsent > 0 ? `${unsent} were not sent at all` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('; ')
}

const haltWords = {
  refused: 'an element was refused, which ended it: that element and all after it were not written',
  scope: 'it was refused at this place',
  progress: 'onProgress threw an error',
} as const

// Messages of this library hold no values; others may.
function messageOf(error: unknown): string {
  return isError(error, DyntasticError) ? `: ${error.message}` : ''
}
