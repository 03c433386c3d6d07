// A value that was worked out when the operation was built, or the error that was met: thrown when the operation runs.

/**
 * A value, or the error in its place. A function: what it holds is in no property, where `util.inspect` would find it whatever its options are.
 */
export type Deferred<T> = () => T

/** Works something out now, and keeps the error for later: what the arguments of a method amount to, at the time of its call. */
export function deferred<T>(make: () => T): Deferred<T> {
  try {
    return held(make())
  } catch (error) {
    return () => {
      throw error
    }
  }
}

/** A value that is there. */
export function held<T>(value: T): Deferred<T> {
  return () => value
}

/** The value. @throws the error that was met. */
export function settle<T>(deferred: Deferred<T>): T {
  return deferred()
}
