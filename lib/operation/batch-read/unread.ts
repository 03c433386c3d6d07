// What a read of many says in the end, where something could not be read.
import { DyntasticError } from '../../errors/dyntastic-error.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { type ChunkFailure, UnprocessedError } from '../../errors/unprocessed-error.js'
import { hide } from '../../errors/veil.js'
import type { KeySlot, ReadTrouble } from './key-slots.js'

/** What the error is made of. */
export interface Unread {
  readonly entity: string
  readonly operation: string
  /** The slots of the elements, in their order; elements after them were not asked for. */
  readonly slots: readonly KeySlot[]
  /** How many elements there are; as many as slots, unless it is said. */
  readonly count?: number | undefined
  /** What asks for an element once more: an operation, or its key. */
  readonly again: (at: number) => unknown
  /** Whether all elements are left, those that were read as well: they were not handed out. */
  readonly whole?: boolean | undefined
  /** What was read, in the place of its element. */
  readonly results?: readonly unknown[] | undefined
  /** How many elements were taken from an iterable source. */
  readonly read?: number | undefined
  /** What the caller's `onProgress` threw. */
  readonly thrown?: { readonly error: unknown } | undefined
}

/** Whether something is left unread, or the run was ended by what `onProgress` threw. */
export function isUnread({ slots, thrown }: Pick<Unread, 'slots' | 'thrown'>): boolean {
  return thrown !== undefined || slots.some((slot) => !slot.known)
}

/** What an item is beside others that could not be read: what does not fit, or is missing, is no news then. */
export function asFarAsItGoes(decode: () => unknown): unknown {
  try {
    return decode()
  } catch {
    return undefined
  }
}

interface Left {
  readonly trouble: ReadTrouble | undefined
  readonly operation: unknown
}

/**
 * The error: an UnprocessedError with what is left and what was read. Where nothing at all of a list was read, as every request failed for
 * good and in the same way, it is that failure itself: a table that is not there is said to be not there, and the caller has the list.
 */
export function unreadError(unread: Unread): unknown {
  const { entity, operation, slots, again, read, results, thrown, whole = false } = unread
  const count = unread.count ?? slots.length
  const left: Left[] = []
  const remaining: unknown[] = []
  for (let at = 0; at < count; at++) {
    const known = slots[at]?.known === true
    if (known && !whole) continue
    const each = again(at)
    remaining.push(each)
    if (!known) left.push({ trouble: slots[at]?.trouble, operation: each })
  }
  const failures = failuresOf(left)
  const nothing = thrown === undefined && read === undefined && left.length === count
  const only = nothing ? onlyFailure(failures, count) : undefined
  if (only !== undefined) return only
  const cause = thrown?.error ?? failures[0]?.error ?? left[0]?.trouble?.error
  const detail = inWords(left, count, thrown !== undefined, failures[0]?.error)
  if (thrown !== undefined) failures.push({ error: thrown.error, remaining: [] })
  return new UnprocessedError({ entity, operation, detail, remaining, results, read, failures, cause })
}

/** What ended a run before its end: on an AbortedError stand `remaining`, `results` and `read`, as on an UnprocessedError. */
export function abandoned(error: unknown, unread: Unread): unknown {
  if (!isError(error, AbortedError)) return error
  const { slots, again, results, read, whole = false } = unread
  const remaining: unknown[] = []
  for (let at = 0; at < (unread.count ?? slots.length); at++)
    if (whole || slots[at]?.known !== true) remaining.push(again(at))
  hide(error, 'remaining', remaining)
  if (results !== undefined) hide(error, 'results', results)
  return read === undefined ? error : Object.assign(error, { read })
}

function failuresOf(left: readonly Left[]): ChunkFailure[] {
  const failures = new Map<unknown, { error: unknown; remaining: unknown[] }>()
  for (const { trouble, operation } of left) {
    if (trouble?.kind !== 'failed') continue
    const failure = failures.get(trouble) ?? { error: trouble.error, remaining: [] }
    failures.set(trouble, failure)
    failure.remaining.push(operation)
  }
  return [...failures.values()]
}

function onlyFailure(failures: readonly ChunkFailure[], left: number): unknown {
  const [first] = failures.map(({ error }) => error)
  const all = failures.reduce((sum, { remaining }) => sum + remaining.length, 0)
  const alike = failures.every(
    ({ error }) =>
      isError(error, DyntasticError) && isError(first, DyntasticError) && error.code === first.code,
  )
  return all === left && alike ? first : undefined
}

function inWords(left: readonly Left[], count: number, thrown: boolean, first: unknown): string {
  const counts = { failed: 0, unprocessed: 0, unsent: 0 }
  let attempts = 0
  for (const { trouble } of left) {
    counts[trouble?.kind ?? 'unsent']++
    if (trouble?.kind === 'unprocessed') attempts = trouble.attempts
  }
  const name = first instanceof Error ? `; the first: ${first.name}` : ''
  const of = ` of ${count} keys`
  const parts = [
    [thrown, 'onProgress threw an error (the cause)'],
    [
      counts.unprocessed > 0,
      `${counts.unprocessed}${of} were left unprocessed after ${attempts} consecutive attempts`,
    ],
    [counts.failed > 0, `${counts.failed}${of} were in requests that failed for good (\`failures\`${name})`],
    [counts.unsent > 0, `${counts.unsent}${of} were not asked for any more`],
  ] as const
  return parts.flatMap(([said, words]) => (said ? [words] : [])).join('; ')
}
