// Results of pure functions of an object, kept as long as the object exists.

/**
 * Returns a function that computes its result once for each object, and then always returns the same result. Only for
 * results that depend on nothing else and that nobody changes: then only its speed differs from that of the original
 * function. Objects are held weakly.
 */
export function remembered<K extends object, V extends NonNullable<unknown>>(
  make: (key: K) => V,
): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(key)
    known.set(key, made)
    return made
  }
}
