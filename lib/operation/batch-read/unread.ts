// Errors of an incomplete batch read.
import { DyntasticError } from '../../errors/dyntastic-error.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { type ChunkFailure, UnprocessedError } from '../../errors/unprocessed-error.js'
import { hide } from '../../errors/veil.js'
import type { KeySlot, ReadTrouble } from './key-slots.js'

/** The data of the error. */
export interface Unread {
  readonly entity: string
  readonly operation: string
  /** The slots of the elements in order. Later elements were not requested. */
  readonly slots: readonly KeySlot[]
  /** The number of elements; by default, the number of slots. */
  readonly count?: number | undefined
  /** Returns what reads an element again: an operation, or its key. */
  readonly again: (at: number) => unknown
  /** Whether all elements are left, including those that were read, because none was returned. */
  readonly whole?: boolean | undefined
  /** What was read, at the position of its element. */
  readonly results?: readonly unknown[] | undefined
  /** The number of elements taken from an iterable source. */
  readonly read?: number | undefined
  /** The error of the caller's `onProgress`. */
  readonly thrown?: { readonly error: unknown } | undefined
}

/** Whether something is left unread, or an error of `onProgress` ended the run. */
export function isUnread({ slots, thrown }: Pick<Unread, 'slots' | 'thrown'>): boolean {
  return thrown !== undefined || slots.some((slot) => !slot.known)
}

/** Decodes an item next to others that could not be read: its own errors do not matter then. */
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
 * Returns an UnprocessedError with what is left and what was read. If nothing of a list was read because every request
 * failed permanently for the same reason, returns that error itself, such as a TableNotFoundError; the caller still has
 * the list.
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

/** Adds `remaining`, `results` and `read` to the AbortedError of a run, as on an UnprocessedError. */
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
    [
      counts.failed > 0,
      `${counts.failed}${of} were in requests that failed permanently (\`failures\`${name})`,
    ],
    [counts.unsent > 0, `${counts.unsent}${of} were never requested`],
  ] as const
  return parts.flatMap(([applies, words]) => (applies ? [words] : [])).join('; ')
}
