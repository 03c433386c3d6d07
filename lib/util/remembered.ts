// Results of pure functions of an object, kept for as long as the object is.

/**
 * A function that works its answer out once for each object, and gives the same answer ever after. Only for answers that depend on
 * nothing else, and that nobody changes: then it cannot be told from the function itself, but by its speed. Objects are held weakly.
 */
export function remembered<K extends object, V extends object>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(key)
    known.set(key, made)
    return made
  }
}
