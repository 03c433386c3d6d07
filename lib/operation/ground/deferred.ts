// A value that was worked out when the operation was built, or the error that was met: thrown when the operation runs.

/** A value, or the error in its place. */
export type Deferred<T> = { readonly value: T } | { readonly error: unknown }

/** Works something out now, and keeps the error for later: what the arguments of a method amount to, at the time of its call. */
export function deferred<T>(make: () => T): Deferred<T> {
  try {
    return Object.freeze({ value: make() })
  } catch (error) {
    return Object.freeze({ error })
  }
}

/** The value. @throws the error that was met. */
export function settle<T>(deferred: Deferred<T>): T {
  if ('error' in deferred) throw deferred.error
  return deferred.value
}
