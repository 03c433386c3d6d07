// The mark on an item that shows its entity's name where it is inspected; no property of it can be enumerated.

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

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
    return `${entity} ${inspect({ ...this }, options)}`
  }
}

/** Marks an item, and answers it. It stays a plain object: equal to a literal, clean as JSON. */
export function markItem(inspect: Inspect, item: object): object {
  return Object.defineProperty(item, inspectSymbol, { value: inspect, enumerable: false, configurable: true })
}
