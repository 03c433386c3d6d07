// Finding out what a struct is, by asking it: superstruct keeps most of what it knows in closures.
import type { AnyStruct, StructEntry } from './struct.js'
import { passes, rootContext } from './struct.js'

/** Whether the struct itself (without what is inside) accepts a value. A validator that throws does not. */
export function accepts(struct: AnyStruct, value: unknown): boolean {
  return complaint(struct, value) === undefined
}

/** The first message of the struct's validator about a value; `undefined` where it accepts it. */
export function complaint(struct: AnyStruct, value: unknown): string | undefined {
  try {
    for (const { message } of struct.validator(value, rootContext(value))) return message
    return undefined
  } catch {
    return 'it throws'
  }
}

/** The kinds (superstruct's `type`) of the structs that refuse a value: the inner ones of lazy, union and intersection. */
export function refusingKinds(struct: AnyStruct, value: unknown): string[] {
  try {
    return [...struct.validator(value, rootContext(value))].map(({ type }) => type)
  } catch {
    return []
  }
}

/** The children of a value, as the struct sees them; none where it throws. */
export function childrenOf(struct: AnyStruct, value: unknown): readonly StructEntry[] {
  try {
    return [...struct.entries(value, rootContext(value))]
  } catch {
    return []
  }
}

// One value of each sort, and values at the borders of the kinds: what a look-alike would judge otherwise.
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

/** What was asked of a struct already. */
interface Asked {
  readonly struct: AnyStruct
  readonly optional: boolean
  readonly onNull: string | undefined
}

/**
 * Whether a struct judges as superstruct's own does, to the word of its messages. A struct that accepts undefined may be a
 * `deprecated()` one, whose log is called for each question: what it said of null is enough, where it said something.
 */
export function judgesLike({ struct, optional, onNull }: Asked, reference: AnyStruct): boolean {
  if (optional && onNull !== undefined) return onNull === complaint(reference, null)
  const like = (value: unknown) => complaint(struct, value) === complaint(reference, value)
  if (optional) return like(accepts(reference, false) ? 0 : false)
  const objects = [[], {}, new Date(0), new Date(Number.NaN), new Uint8Array(1), new Set(), new Map()]
  return samples.every(like) && objects.every(like)
}

/** Whether a coercer is one of superstruct's own that only copy: recognised by its text. */
export function coercesLike(coercer: unknown, reference: AnyStruct): boolean {
  return Function.prototype.toString.call(coercer) === Function.prototype.toString.call(reference.coercer)
}

/** Whether a struct has no refinement: superstruct answers a plain empty array then, and a generator otherwise. */
export function isUnrefined(struct: AnyStruct): boolean {
  try {
    const result = struct.refiner(undefined, rootContext(undefined))
    return Array.isArray(result) && passes(result)
  } catch {
    return false
  }
}

/**
 * Whether a struct is optional(), nullable() or deprecated() around one without refinement. superstruct's generators go through what
 * the struct within answers: a plain empty array, or another generator, which is stopped before it runs, so that no function of the
 * user's own is called. `false` where more than one struct is around, for then that does not show.
 * @param nothing what the struct within does not accept, and this one does: undefined, or null
 */
export function isUnrefinedWithin(struct: AnyStruct, nothing: undefined | null): boolean {
  try {
    const judged = struct.validator(nothing, rootContext(nothing))[Symbol.iterator]()
    // A struct made by hand, with a refiner that is no generator, shows itself by what it has against one of these.
    const asked = [Symbol('none'), '', 'x'.repeat(4096), Number.NaN, -1, [], {}, new Set()]
    const refined = asked.map((value) => struct.refiner(value, rootContext(value))[Symbol.iterator]())
    const all = [judged, ...refined]
    // The prototype of what one function of superstruct makes, and empty: nothing else inherits from it.
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

// For the time of one synchronous call no generator of this prototype is gone through by another one.
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
 * The members of a union, in order. They stand in no property: the union's coercer asks each of them with the method `validate` of
 * their class, which is listened to for the time of one call. None where nothing is heard.
 */
export function membersOf(struct: AnyStruct): AnyStruct[] {
  return listening(
    struct,
    (heard) => {
      struct.coercer(Symbol('member'), rootContext(undefined))
      return heard
    },
    [],
  )
}

/**
 * Whether a union behind `lazy()`, whose coercer cannot be looked at, has one of the user's own: asked with one value of each sort,
 * while its members are kept from answering.
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
    true,
  )
}

// Replaces `validate` for the time of one synchronous call: each struct that is asked is heard, and answers no.
function listening<T>(struct: AnyStruct, call: (heard: AnyStruct[]) => T, onThrow: T): T {
  const heard: AnyStruct[] = []
  const prototype: { validate?: unknown } = Object.getPrototypeOf(struct)
  const { validate } = prototype
  try {
    prototype.validate = function listen(this: AnyStruct): readonly unknown[] {
      heard.push(this)
      return [true]
    }
    return call(heard)
  } catch {
    return onThrow
  } finally {
    prototype.validate = validate
  }
}
