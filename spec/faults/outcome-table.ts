// The table of outcomes: what a write comes to under each fault, by how a repeat of it ends.
import type { Outcome } from 'dyntastic'
import type { FaultName } from './fault-plan.js'

/**
 * How a repeat of an applied write ends.
 * - `plain`: it succeeds, and leaves what is there.
 * - `refusedFirst`: the same, where the first request is refused and the library sends another: the table, or a map
 *    on the path, is missing.
 * - `once`: it would be applied twice, and is therefore not repeated.
 * - `guarded`: it is refused, as its condition is false by then.
 * - `create`: the same, and it recognises its own item.
 * - `token`: it is confirmed, by its token; the library repeats it when the SDK has given up.
 * - `batch`: it succeeds; the library repeats it when the SDK has given up.
 */
export type Kind = 'plain' | 'refusedFirst' | 'once' | 'guarded' | 'create' | 'token' | 'batch'

/** What a write comes to: it resolves, or it is rejected with an error of this outcome. */
export type End = 'resolves' | Outcome

interface FaultFacts {
  /** What each kind comes to, where one attempt meets the fault; whatever comes before it was refused. */
  readonly one: Readonly<Record<Kind, End>>
  /** What each kind comes to, where every attempt meets the fault. */
  readonly all: Readonly<Record<Kind, End>>
  /** What each kind comes to, where one attempt meets the fault and all later ones are throttled. */
  readonly thenThrottled: Readonly<Record<Kind, End>>
}

function each(end: End, exceptions: Partial<Record<Kind, End>> = {}): Readonly<Record<Kind, End>> {
  const kinds = {
    plain: end,
    refusedFirst: end,
    once: end,
    guarded: end,
    create: end,
    token: end,
    batch: end,
  }
  return { ...kinds, ...exceptions }
}

const resolves = each('resolves')
const nothing = each('nothing written')
const unknown = each('unknown')

/** No response, and no application: the repeat succeeds, unless there must be none. */
const lost: FaultFacts = {
  one: each('resolves', { once: 'unknown' }),
  all: unknown,
  thenThrottled: unknown,
}

/** No response, but an application: a repeat with a condition meets its own doing. */
const appliedAndLost: FaultFacts = {
  ...lost,
  one: each('resolves', { once: 'unknown', guarded: 'unknown' }),
}

/** A response that cannot be read, after which the SDK gives up. */
const unreadable: FaultFacts = {
  one: each('unknown', { token: 'resolves', batch: 'resolves' }),
  all: unknown,
  thenThrottled: unknown,
}

/** A refusal that passes. */
const passing: FaultFacts = { one: resolves, all: nothing, thenThrottled: nothing }

/** What follows from each fault. A fault without a row does not compile. */
export const outcomes: Readonly<Record<FaultName, FaultFacts>> = {
  none: {
    one: resolves,
    all: resolves,
    thenThrottled: each('resolves', { refusedFirst: 'nothing written' }),
  },
  delay: {
    one: resolves,
    all: resolves,
    thenThrottled: each('resolves', { refusedFirst: 'nothing written' }),
  },
  throttle: passing,
  refused: passing,
  // The SDK does not repeat it.
  skew: { one: nothing, all: nothing, thenThrottled: nothing },
  reset: lost,
  error: lost,
  gateway: lost,
  hang: lost,
  lost: appliedAndLost,
  appliedError: appliedAndLost,
  appliedHang: appliedAndLost,
  // Of a refusal the status has arrived, with which it is known.
  cut: {
    one: appliedAndLost.one,
    all: each('unknown', { refusedFirst: 'nothing written' }),
    thenThrottled: each('unknown', { refusedFirst: 'nothing written' }),
  },
  truncated: unreadable,
  garbage: unreadable,
  html: unreadable,
}

/**
 * How a write with a false condition is refused: by its condition alone, or under a token, which shows that earlier
 * attempts are finished.
 */
export type Refusal = 'condition' | 'token'

/** What a write with a condition that is false from the start comes to, if its first attempt meets the fault. */
export const refusals: Readonly<Record<FaultName, Readonly<Record<Refusal, End>>>> = (() => {
  const known = { condition: 'nothing written', token: 'nothing written' } as const
  const unproven = { condition: 'unknown', token: 'unknown' } as const
  // DynamoDB has finished the first attempt: had it been applied, its repeat under the token would be confirmed.
  const proven = { condition: 'unknown', token: 'nothing written' } as const
  return {
    none: known,
    delay: known,
    throttle: known,
    refused: known,
    skew: known,
    error: proven,
    appliedError: proven,
    // It may still be on its way.
    reset: unproven,
    lost: unproven,
    hang: unproven,
    appliedHang: unproven,
    gateway: unproven,
    // The status of a refusal has arrived, with which it is known.
    cut: known,
    truncated: unproven,
    garbage: unproven,
    html: unproven,
  }
})()
