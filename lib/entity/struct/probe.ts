// Finding out what a struct is by trying values: superstruct keeps most of what it knows in closures.
import type { AnyStruct, StructEntry } from './struct.js'
import { passes, rootContext } from './struct.js'

/** Whether the struct itself (without what is inside) accepts a value. A validator that throws does not. */
export function accepts(struct: AnyStruct, value: unknown): boolean {
  return complaint(struct, value) === undefined
}

/** Returns the first message of the struct's validator for a value; `undefined` if it accepts it. */
export function complaint(struct: AnyStruct, value: unknown): string | undefined {
  try {
    for (const { message } of struct.validator(value, rootContext(value))) return message
    return undefined
  } catch {
    return 'it throws'
  }
}

/**
 * Returns the kinds (superstruct's `type`) of the structs that reject a value: the inner ones of lazy, union and
 * intersection.
 */
export function refusingKinds(struct: AnyStruct, value: unknown): string[] {
  try {
    return [...struct.validator(value, rootContext(value))].map(({ type }) => type)
  } catch {
    return []
  }
}

/** Returns the children of a value according to the struct; none if it throws. */
export function childrenOf(struct: AnyStruct, value: unknown): readonly StructEntry[] {
  try {
    return [...struct.entries(value, rootContext(value))]
  } catch {
    return []
  }
}

// One value of each sort, and values at the borders of the kinds: those that a look-alike would judge differently.
const samples: readonly unknown[] = Object.freeze([
  '',
  'a',
  'probe 1',
  0,
  1,
  -1,
  0.5,
  1e21,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  true,
  false,
  0n,
  1n,
  -1n,
  2n ** 70n,
])

/** What is already known about a struct. */
interface Probed {
  readonly struct: AnyStruct
  readonly optional: boolean
  readonly onNull: string | undefined
}

/**
 * Whether a struct judges exactly like superstruct's own, including the words of its messages. A struct that accepts
 * undefined may be a `deprecated()` one, whose log is called for each test: its message for null is enough, if there is
 * one.
 */
export function judgesLike({ struct, optional, onNull }: Probed, reference: AnyStruct): boolean {
  if (optional && onNull !== undefined) return onNull === complaint(reference, null)
  const like = (value: unknown) => complaint(struct, value) === complaint(reference, value)
  if (optional) return like(accepts(reference, false) ? 0 : false)
  const objects = [[], {}, new Date(0), new Date(Number.NaN), new Uint8Array(1), new Set(), new Map()]
  return samples.every(like) && objects.every(like)
}

/** Whether a coercer is one of superstruct's own that only copy, recognized by its source text. */
export function coercesLike(coercer: unknown, reference: AnyStruct): boolean {
  return Function.prototype.toString.call(coercer) === Function.prototype.toString.call(reference.coercer)
}

/** Whether a struct has no refinement: superstruct then returns a plain empty array, and a generator otherwise. */
export function isUnrefined(struct: AnyStruct): boolean {
  try {
    const result = struct.refiner(undefined, rootContext(undefined))
    return Array.isArray(result) && passes(result)
  } catch {
    return false
  }
}

/**
 * Whether a struct is optional(), nullable() or deprecated() around one without refinements. superstruct's generators
 * iterate over the result of the inner struct: a plain empty array, or another generator, which is stopped before it
 * runs, so that no function of the user's own is called. `false` if more than one struct is around it, because then
 * this is not visible.
 * @param nothing the value that the inner struct does not accept, but this one does: undefined or null
 */
export function isUnrefinedWithin(struct: AnyStruct, nothing: undefined | null): boolean {
  try {
    const judged = struct.validator(nothing, rootContext(nothing))[Symbol.iterator]()
    // A struct made by hand, with a refiner that is not a generator, is recognized because it rejects one of these.
    const samples = [Symbol('none'), '', 'x'.repeat(4096), Number.NaN, -1, [], {}, new Set()]
    const refined = samples.map((value) => struct.refiner(value, rootContext(value))[Symbol.iterator]())
    const all = [judged, ...refined]
    // The prototype of the result of one function of superstruct, and empty: nothing else inherits from it.
    const prototype: object = Object.getPrototypeOf(judged)
    return (
      Reflect.ownKeys(prototype).length === 0 &&
      all.every((generator) => Object.getPrototypeOf(generator) === prototype) &&
      stopping(prototype, () => all.every((generator) => generator.next().done === true))
    )
  } catch {
    return false
  }
}

// During one synchronous call, no generator of this prototype is iterated by another one.
function stopping(prototype: object, call: () => boolean): boolean {
  const stop = () => {
    throw new RangeError('stopped')
  }
  Object.defineProperty(prototype, Symbol.iterator, { value: stop, configurable: true })
  try {
    return call()
  } finally {
    Reflect.deleteProperty(prototype, Symbol.iterator)
  }
}

/**
 * Returns the members of a union, in order. No property contains them: the union's coercer calls the method `validate`
 * of their class on each, which is intercepted during one call. Returns none if nothing is intercepted.
 */
export function membersOf(struct: AnyStruct): AnyStruct[] {
  return listening(
    struct,
    (called) => {
      struct.coercer(Symbol('member'), rootContext(undefined))
      return called
    },
    () => [],
  )
}

/**
 * Whether a union behind `lazy()`, whose coercer cannot be read, has a coercer of the user's own: tried with one value
 * of each sort, while its members are intercepted.
 */
export function coercesUnion(struct: AnyStruct): boolean {
  const values = [
    ...samples,
    undefined,
    null,
    '2020-01-01',
    [],
    {},
    new Date(0),
    new Uint8Array(1),
    new Set(),
    new Map(),
  ]
  return listening(
    struct,
    () => values.some((value) => !Object.is(struct.coercer(value, rootContext(value)), value)),
    () => true,
  )
}

/**
 * Replaces `validate` during one synchronous call: each struct that is called is recorded, and rejects the value.
 */
export function listening<T>(
  struct: AnyStruct,
  call: (called: AnyStruct[]) => T,
  onThrow: (error: unknown) => T,
): T {
  const structs: AnyStruct[] = []
  const prototype: { validate?: unknown } = Object.getPrototypeOf(struct)
  const { validate } = prototype
  try {
    prototype.validate = function listen(this: AnyStruct): readonly unknown[] {
      structs.push(this)
      return [true]
    }
    return call(structs)
  } catch (error) {
    return onThrow(error)
  } finally {
    prototype.validate = validate
  }
}
