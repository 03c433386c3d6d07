// The plan language of faults: what goes wrong with which request; the request handler and the proxy both speak it.
import { setTimeout as sleep } from 'node:timers/promises'

/** A request on its way to DynamoDB. */
export interface FaultyCall {
  /** The API operation: `PutItem`. */
  readonly operation: string
  /** The request's JSON. */
  readonly body: string
}

/** The response of an engine. */
export interface Reply {
  readonly status: number
  readonly body: string
}

/**
 * What the caller meets in place of the response. `cut`: the connection breaks half-way through the body. `refused`:
 * no connection is made; a proxy, which has one already, can only reset it.
 */
export type Meeting =
  | { readonly kind: 'answer'; readonly reply: Reply }
  | { readonly kind: 'cut'; readonly reply: Reply }
  | { readonly kind: 'reset' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'hang' }

/** What there is to say of a fault. */
export interface FaultRow {
  /** Whether the engine gets the request, so that a write is applied. */
  readonly reaches: boolean
  /** How long the response is held back, in milliseconds. */
  readonly delay?: number
  /** What the caller meets, given the response of the engine. */
  meet(reply: Reply): Meeting
}

const whole = (reply: Reply): Meeting => ({ kind: 'answer', reply })
const seen = (status: number, type: string): Meeting =>
  whole({
    status,
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type }),
  })
const page = '<html><body><h1>Bad gateway</h1></body></html>'

/** The table of faults: adding one is adding a row. */
export const faults = {
  none: { reaches: true, meet: whole },
  /** Applied, and the response never arrives. */
  lost: { reaches: true, meet: () => ({ kind: 'reset' }) },
  reset: { reaches: false, meet: () => ({ kind: 'reset' }) },
  error: { reaches: false, meet: () => seen(500, 'InternalServerError') },
  /** Applied, and reported as a failure of the service. */
  appliedError: { reaches: true, meet: () => seen(500, 'InternalServerError') },
  throttle: { reaches: false, meet: () => seen(400, 'ProvisionedThroughputExceededException') },
  /**
   * The clock of the caller is wrong: the signature is refused, and the SDK does not try again without the server's
   * time.
   */
  skew: { reaches: false, meet: () => seen(403, 'RequestTimeTooSkewed') },
  refused: { reaches: false, meet: () => ({ kind: 'refused' }) },
  /** Half of the response, framed as if it were whole. */
  truncated: {
    reaches: true,
    meet: ({ status, body }) => whole({ status, body: body.slice(0, Math.ceil(body.length / 2)) }),
  },
  /** Half of the response, and then a broken connection. */
  cut: { reaches: true, meet: (reply) => ({ kind: 'cut', reply }) },
  garbage: { reaches: true, meet: ({ status }) => whole({ status, body: '\u0000{"Item":garb\u0007age' }) },
  html: { reaches: true, meet: () => whole({ status: 200, body: page }) },
  gateway: { reaches: false, meet: () => whole({ status: 502, body: page }) },
  delay: { reaches: true, delay: 20, meet: whole },
  /** No response, and not applied. */
  hang: { reaches: false, meet: () => ({ kind: 'hang' }) },
  /** No response, but applied. */
  appliedHang: { reaches: true, meet: () => ({ kind: 'hang' }) },
} as const satisfies Record<string, FaultRow>

/** The name of a fault. */
export type FaultName = keyof typeof faults

/** Decides what each request meets, and keeps what it decided. */
export interface FaultPlan {
  next(call: FaultyCall): FaultName
  /** What was decided so far, oldest first. */
  readonly log: readonly (FaultyCall & { readonly fault: FaultName })[]
}

function planOf(choose: (call: FaultyCall) => FaultName): FaultPlan {
  const log: (FaultyCall & { fault: FaultName })[] = []
  return {
    log,
    next(call) {
      const fault = choose(call)
      log.push({ ...call, fault })
      return fault
    },
  }
}

/** One fault per request, in this order; requests after the last one are left alone. */
export function scriptedPlan(...names: readonly FaultName[]): FaultPlan {
  const left = [...names]
  return planOf(() => left.shift() ?? 'none')
}

/** One fault per request of these operations, in this order, and then `rest`; other operations are left alone. */
export function planFor(
  operations: ReadonlySet<string>,
  names: readonly FaultName[],
  rest: FaultName = 'none',
): FaultPlan {
  const left = [...names]
  return planOf(({ operation }) => (operations.has(operation) ? (left.shift() ?? rest) : 'none'))
}

/** Every request meets the same fault. */
export function lastingPlan(fault: FaultName): FaultPlan {
  return planOf(() => fault)
}

/**
 * Faults with these chances in percent; the same seed makes the same plan. `operations`: those that faults may hit;
 * all by default.
 */
export function randomPlan(
  seed: number,
  percent: Readonly<Partial<Record<FaultName, number>>>,
  operations?: readonly string[],
): FaultPlan {
  const random = randomNumbers(seed)
  return planOf(({ operation }) => {
    let left = random() * 100
    if (operations !== undefined && !operations.includes(operation)) return 'none'
    for (const [name, chance] of Object.entries(percent)) {
      left -= chance
      if (left < 0) return name as FaultName
    }
    return 'none'
  })
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Takes one request through the plan: to the engine or not, and to what the caller meets. */
export async function throughFaults(
  plan: FaultPlan,
  call: FaultyCall,
  send: () => Promise<Reply>,
): Promise<Meeting> {
  const row: FaultRow = faults[plan.next(call)]
  const reply = row.reaches ? await send() : { status: 0, body: '' }
  if (row.delay !== undefined) await sleep(row.delay, undefined, { ref: false })
  return row.meet(reply)
}

/** The API operation that a request's headers name. */
export function operationOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  return String(headers['x-amz-target'] ?? '').replace(/^.*\./, '')
}
