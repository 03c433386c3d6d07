// The clock of the server, as the SDK keeps it: in the configuration of the client, from the `Date` of each response.
import type { Configuration, HttpResponse } from '../client/sdk-client.js'

/**
 * From this many milliseconds on, a signature is refused for its time alone, and is made again with the corrected time.
 */
const skew = 240_000
/** A response that took longer says nothing of the time. */
const longest = 900_000

/** What is known of the clock when a request is signed. */
export interface ClockReading {
  readonly sentAt: number
  /** By how much the clock of the server was known to be ahead. */
  readonly offset: number
  /** By how much it is ahead according to the response, if the request was refused for its time. */
  correction?: number
}

/** Reads the clock for a request. */
export function readClock({ systemClockOffset = 0 }: Configuration): ClockReading {
  return { sentAt: Date.now(), offset: systemClockOffset }
}

/**
 * Learns the time of the server from a response.
 * @returns by how much its clock is now known to be ahead; `undefined` if the response has no date.
 */
export function learnClock(
  config: Configuration,
  { sentAt }: ClockReading,
  { headers }: HttpResponse,
): number | undefined {
  const date = headers['date'] ?? headers['Date']
  if (date === undefined) return undefined
  const time = Date.parse(date)
  const now = Date.now()
  const cached = headers['age'] !== undefined || headers['Age'] !== undefined
  if (!cached && !Number.isNaN(time) && now - sentAt <= longest) config.systemClockOffset = time - now
  return config.systemClockOffset ?? 0
}

/** Whether a request that was refused may have been refused for its time, which is known better now. */
export function isCorrected(offset: number | undefined, known: ClockReading): offset is number {
  return offset !== undefined && Math.abs(offset) >= skew && offset !== known.offset
}

/** The errors of a signature that is too old or too new, as the SDK lists them. */
const clockErrors: ReadonlySet<string> = new Set([
  ...['AuthFailure', 'InvalidSignatureException', 'RequestExpired', 'RequestInTheFuture'],
  ...['RequestTimeTooSkewed', 'SignatureDoesNotMatch'],
])

/**
 * Marks the error of a request whose clock is corrected: the SDK tries again after an error that is marked so.
 * @param offset by how much the clock of the server is ahead.
 */
export function markCorrected(error: unknown, clock: ClockReading, offset: number): void {
  const metadata: unknown = Reflect.get(Object(error), '$metadata')
  if (typeof metadata !== 'object' || metadata === null) return
  Reflect.set(metadata, 'clockSkewCorrected', true)
  if (clockErrors.has(String(Reflect.get(Object(error), 'name')))) clock.correction = offset
}
