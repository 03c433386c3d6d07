// The clock of the server, as the SDK keeps it: in the configuration of the client, from the `Date` of each response.
import type { Configuration, HttpResponse } from './sdk-client.js'

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
}

/** Reads the clock for a request. */
export function readClock({ systemClockOffset = 0 }: Configuration): ClockReading {
  return { sentAt: Date.now(), offset: systemClockOffset }
}

/** Learns the time of the server from a response. @returns whether it has a usable time. */
export function learnClock(
  config: Configuration,
  { sentAt }: ClockReading,
  { headers }: HttpResponse,
): boolean {
  const date = headers['date'] ?? headers['Date']
  if (date === undefined || headers['age'] !== undefined || headers['Age'] !== undefined)
    return date !== undefined
  const time = Date.parse(date)
  const now = Date.now()
  if (!Number.isNaN(time) && now - sentAt <= longest) config.systemClockOffset = time - now
  return true
}

/** Whether a request that was refused may have been refused for its time, which is known better now. */
export function isCorrected({ systemClockOffset = 0 }: Configuration, { offset }: ClockReading): boolean {
  return Math.abs(systemClockOffset) >= skew && systemClockOffset !== offset
}
