// The marks on an item: the name of its entity for inspection, and whether it is only a part, which its copies keep.
import { types } from 'node:util'
import { isPlain } from '../struct/plain.js'
import { shownVector } from '../struct/vector.js'

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')
const partSymbol: unique symbol = Symbol.for('dyntastic.part')

/** The function that `util.inspect` calls, with the name of the entity. */
export interface Inspect {
  (
    this: object,
    depth: number,
    options: unknown,
    inspect: (value: unknown, options: unknown) => string,
  ): string
  readonly entity: string
}

/** Makes the function that shows an item with the name of its entity; made once per entity. */
export function inspector(entity: string): Inspect {
  const show = function (this: object, _depth: number, options: unknown, inspect: Parameters<Inspect>[2]) {
    const { [partSymbol]: _, ...shown } = this as { [partSymbol]?: unknown }
    return `${entity}${isPart(this) ? ' (part)' : ''} ${inspect(withoutVectors(shown), options)}`
  }
  return Object.assign(show, { entity })
}

// Vectors are shown by their dimensions, wherever they are: the first hundred of their numbers would tell nothing.
function withoutVectors(value: unknown): unknown {
  if (types.isFloat32Array(value)) return { [inspectSymbol]: () => shownVector(value.length) }
  if (Array.isArray(value)) return value.some(holdsVectors) ? value.map(withoutVectors) : value
  if (!isPlainObject(value) || !holdsVectors(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutVectors(member)]))
}

function holdsVectors(value: unknown): boolean {
  if (types.isFloat32Array(value)) return true
  if (Array.isArray(value)) return value.some(holdsVectors)
  return isPlainObject(value) && Object.values(value).some(holdsVectors)
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && isPlain(value)

/** The mark of an item; `undefined` for what bears none, such as a literal or a copy. */
export function markOf(item: object): Inspect | undefined {
  const mark: unknown = Reflect.get(item, inspectSymbol)
  return typeof mark === 'function' && typeof Reflect.get(mark, 'entity') === 'string'
    ? (mark as Inspect)
    : undefined
}

/**
 * Returns a copy of an item on which a mark is set. It is copied property by property, because V8 takes five times as
 * long to define a property on an object made by a spread.
 */
export function markedCopy(inspect: Inspect, item: object): object {
  return markItem(inspect, Object.hasOwn(item, '__proto__') ? { ...item } : Object.assign({}, item))
}

/** Marks an item and returns it. It stays a plain object: equal to a literal, and unchanged in JSON. */
export function markItem(inspect: Inspect, item: object): object {
  return Object.defineProperty(item, inspectSymbol, { value: inspect, enumerable: false, configurable: true })
}

/**
 * Marks an item that was read in part, so that it is never saved as if it were whole.
 * @param hasKey whether the part has the whole key, so that saving a copy of it would replace the item and erase the
 * rest. The mark is then enumerable, so that `{ ...part }` and `Object.assign` keep it. It is a symbol: `Object.keys`,
 * JSON and structuredClone do not see it.
 */
export function markPart(item: object, hasKey: boolean): object {
  return Object.defineProperty(item, partSymbol, { value: true, enumerable: hasKey, configurable: true })
}

/** Whether an item was read in part, or is a copy of such an item. */
export function isPart(item: unknown): boolean {
  return typeof item === 'object' && item !== null && Reflect.get(item, partSymbol) === true
}
