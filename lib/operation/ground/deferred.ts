// Deferred value: computed when an operation is built; an error is kept and thrown when the operation runs.

/**
 * A value, or the error that was thrown instead. It is a function, so that `util.inspect` cannot find the value in a
 * property.
 */
export type Deferred<T> = () => T

/** Computes a value now and keeps an error for later, so that arguments are read at the time of the call. */
export function deferred<T>(make: () => T): Deferred<T> {
  try {
    return deferredValue(make())
  } catch (error) {
    return () => {
      throw error
    }
  }
}

/** Returns a deferred of an existing value. */
export function deferredValue<T>(value: T): Deferred<T> {
  return () => value
}

/** Returns the value. @throws the error that was kept. */
export function settle<T>(deferred: Deferred<T>): T {
  return deferred()
}
