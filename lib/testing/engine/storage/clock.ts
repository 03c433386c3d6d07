// Clock of one engine: follows the system time, or stands still until it is advanced.

/** A time that tests can move. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Moves the time on; returns the new time. */
  advance(milliseconds: number): number
  /** Goes back to a time that `now` returned. */
  set(time: number): void
}

/** A clock that starts at `start` and stands still; without a start it runs with the system's. */
export function engineClock(start?: number): Clock {
  let offset = start ?? 0
  const base = () => (start === undefined ? Date.now() : 0)
  return {
    now: () => base() + offset,
    advance(milliseconds) {
      offset += milliseconds
      return base() + offset
    },
    set(time) {
      offset = time - base()
    },
  }
}
