// The marks on an item: its entity's name when it is inspected, and whether it is only a part, which copies of it remember.

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')
const partSymbol: unique symbol = Symbol.for('dyntastic.part')

/** What `util.inspect` calls. */
export type Inspect = (
  this: object,
  depth: number,
  options: unknown,
  inspect: (value: unknown, options: unknown) => string,
) => string

/** Shows an item behind the name of its entity; made once per entity. */
export function inspector(entity: string): Inspect {
  return function (_depth, options, inspect) {
    const { [partSymbol]: _, ...shown } = this as { [partSymbol]?: unknown }
    return `${entity}${isPart(this) ? ' (part)' : ''} ${inspect(shown, options)}`
  }
}

/**
 * A copy of an item that a mark is put on: made property by property, as V8 takes five times as long to define one on an object
 * that was made by a spread.
 */
export function markedCopy(inspect: Inspect, item: object): object {
  return markItem(inspect, Object.hasOwn(item, '__proto__') ? { ...item } : Object.assign({}, item))
}

/** Marks an item, and answers it. It stays a plain object: equal to a literal, clean as JSON. */
export function markItem(inspect: Inspect, item: object): object {
  return Object.defineProperty(item, inspectSymbol, { value: inspect, enumerable: false, configurable: true })
}

/**
 * Marks an item that was read in part, so that it is never saved as if it were whole.
 * @param hasKey whether the part has the whole key, so that saving a copy of it would replace the item and erase the rest. The mark can then be
 * enumerated, so that `{ ...part }` and `Object.assign` keep it. It is a symbol: `Object.keys`, JSON and structuredClone do not see it.
 */
export function markPart(item: object, hasKey: boolean): object {
  return Object.defineProperty(item, partSymbol, { value: true, enumerable: hasKey, configurable: true })
}

/** Whether an item was read in part, or is a copy of such an item. */
export function isPart(item: unknown): boolean {
  return typeof item === 'object' && item !== null && Reflect.get(item, partSymbol) === true
}
