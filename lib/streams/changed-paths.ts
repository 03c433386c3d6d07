// The paths at which two versions of an item differ, as a set.
import type { Codec } from '../entity/codec/codec.js'
import type { EntityModel } from '../entity/model.js'
import type { AttributeValue } from '../entity/struct/attribute-value.js'
import { pathText } from '../errors/failures.js'
import { resolvePath } from '../expression/path/resolved-path.js'
import type { Path } from '../expression/path/typed-path.js'
import { equalStored } from '../expression/stored/stored-order.js'
import { Shown } from '../util/shown.js'

/**
 * The paths at which two versions of an item differ: of attributes, of the parts of maps and of the elements of lists.
 * What contains a difference differs too: with `address.city`, `address` is in the set. A part that only one version
 * has differs with all of its parts.
 */
export class ChangedPaths<T> extends Shown implements Iterable<string> {
  /** @internal */
  readonly model: EntityModel
  /** @internal */
  readonly paths: ReadonlySet<string>
  /** For the compiler only. */
  declare readonly OF: T

  constructor(model: EntityModel, old: object, item: object) {
    super()
    this.model = model
    const paths = new Set<string>()
    const { codec } = model
    // Encoded again, both versions are stored in the same form, whatever program wrote them.
    compare(paths, [], { codec, values: [old, item], stored: [codec.encode(old), codec.encode(item)] })
    this.paths = paths
  }

  override toString(): string {
    return `changed paths of ${this.model.name}`
  }

  /** The number of paths. */
  get size(): number {
    return this.paths.size
  }

  /**
   * Whether the item differs at a path.
   * @example if (changed.has('address.city')) await ship(item)
   * @throws InvalidConditionError if the entity has no such path.
   */
  has<P extends string>(path: Path<T, P>): boolean {
    const { name: entity, codec } = this.model
    return this.paths.has(resolvePath({ entity, codec }, String(path)).text)
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.paths.values()
  }
}

/** A place in two versions of an item. */
interface Place {
  readonly codec: Codec | undefined
  readonly values: readonly [unknown, unknown]
  readonly stored: readonly [AttributeValue | undefined, AttributeValue | undefined]
}

function compare(
  paths: Set<string>,
  path: readonly (string | number)[],
  { codec, values, stored }: Place,
): void {
  const [before, after] = stored
  if (before === after || (before !== undefined && after !== undefined && equalStored(before, after))) return
  if (path.length > 0) paths.add(pathText(path))
  for (const step of new Set(values.flatMap(stepsIn))) {
    const child = codec?.at(step)
    const name = child?.name ?? step
    compare(paths, [...path, step], {
      codec: child?.codec,
      values: [valueAt(values[0], step), valueAt(values[1], step)],
      stored: [storedAt(before, name), storedAt(after, name)],
    })
  }
}

// Lists, maps and records have parts; other objects are values as a whole.
function stepsIn(value: unknown): readonly (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()]
  if (value instanceof Map) return [...value.keys()].filter((key) => typeof key === 'string')
  if (typeof value !== 'object' || value === null) return []
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null ? Object.keys(value) : []
}

function valueAt(value: unknown, step: string | number): unknown {
  if (value instanceof Map) return value.get(step)
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined
}

function storedAt(stored: AttributeValue | undefined, name: string | number): AttributeValue | undefined {
  if (stored === undefined) return undefined
  if ('M' in stored) return Object.hasOwn(stored.M, name) ? stored.M[name] : undefined
  return 'L' in stored ? stored.L[Number(name)] : undefined
}
