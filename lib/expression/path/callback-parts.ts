// Parts that a callback has built and not used yet, so that nothing it builds is silently dropped.

const partsKey: unique symbol = Symbol.for('dyntastic.parts')

/**
 * The parts that were built during one call of one callback, through the references it received. A part that becomes
 * part of another one, or is returned, counts as used. It has methods and symbols, so that `and()` of another copy of
 * this library also works with it.
 */
export class CallbackParts {
  readonly unused = new Set<object>()
  open = true

  /**
   * Remembers a new part until it is used. The link is not enumerable: two equal conditions stay equal, wherever they
   * were built.
   */
  built<T extends object>(part: T): T {
    if (!this.open) return part
    this.unused.add(part)
    return Object.defineProperty(part, partsKey, { value: this })
  }

  use(part: object): void {
    this.unused.delete(part)
  }

  /** Ends the call. Returns the parts that were built and not used, except the returned value, and forgets them. */
  end(returned: unknown): readonly object[] {
    usePart(returned)
    this.open = false
    if (this.unused.size === 0) return []
    const dropped = [...this.unused]
    this.unused.clear()
    return dropped
  }
}

/**
 * Returns the call in which a part was built; `undefined` for all other values, and for parts that were not built in a
 * callback.
 */
export function callbackPartsOf(part: unknown): CallbackParts | undefined {
  if (typeof part !== 'object' || part === null) return undefined
  return (part as { readonly [partsKey]?: CallbackParts })[partsKey]
}

/** Marks a part as used. */
export function usePart(part: unknown): void {
  if (typeof part === 'object' && part !== null) callbackPartsOf(part)?.use(part)
}
