// The parts of a superstruct struct that the codec compiler reads, whatever its value type.
import { types } from 'node:util'
import { kindOf } from '../../errors/failures.js'
import { quieted } from '../../util/quieted.js'
import { remembered } from '../../util/remembered.js'
import type { Failure } from './failure.js'
import { copied } from './plain.js'

/** What superstruct passes to validators, coercers and refiners: the place of the value. */
export interface StructContext {
  readonly path: (string | number)[]
  readonly branch: unknown[]
  readonly mask: boolean
}

/** One failure as superstruct reports it. */
export interface StructFailure {
  readonly message: string
  readonly type: string
  readonly path: readonly unknown[]
  readonly value: unknown
  /** The values around it, from the whole one to itself. */
  readonly branch: readonly unknown[]
  /** The name of the refinement that rejects the value; absent if its kind does not fit. */
  readonly refinement?: string | undefined
}

/** One child of a value: its key, the child, and the struct that it must fit. */
export type StructEntry = readonly [key: unknown, value: unknown, struct: AnyStruct]

/** A struct of any value type. Methods, so that every `Struct<T, S>` fits. */
export interface AnyStruct {
  readonly type: string
  readonly schema: unknown
  coercer(value: unknown, context: StructContext): unknown
  validator(value: unknown, context: StructContext): Iterable<StructFailure>
  refiner(value: unknown, context: StructContext): Iterable<StructFailure>
  entries(value: unknown, context: StructContext): Iterable<StructEntry>
  validate(
    value: unknown,
    options?: { coerce?: boolean },
  ): readonly [{ failures(): readonly StructFailure[] } | undefined, unknown]
}

/** Whether a value is a struct: not `string` in place of `string()`, nor what `optional(string)` makes of it. */
export function isStruct(value: unknown): value is AnyStruct {
  const { type, entries, validator } = Object(value) as Partial<AnyStruct>
  return typeof type === 'string' && typeof entries === 'function' && typeof validator === 'function'
}

/** Which functions of a struct have all been called, for a value that does not fit, and returned no promise. */
export interface Calm {
  validator: boolean
  refiner: boolean
}

/** Looking for promises takes time and ends; in a union, values that one member refuses are usual. */
export const calmOf: (struct: AnyStruct) => Calm = remembered(() => ({ validator: false, refiner: false }))

/** Makes the context of a value whose place is unknown. */
export function rootContext(value: unknown): StructContext {
  return { path: [], branch: [value], mask: false }
}

/** Whether superstruct found no failures. */
export function passes(result: Iterable<StructFailure>): boolean {
  if (Array.isArray(result)) return result.length === 0
  return result[Symbol.iterator]().next().done === true
}

/**
 * Makes the failure of a value for which a function of the struct throws; superstruct's own do for objects that cannot
 * be printed.
 */
export function threw(error: unknown, value: unknown): Failure {
  return { path: [], message: `a function of the struct threw ${kindOf(error)}`, value }
}

/** The message of a failure if a function of the struct returns a promise. */
export const promised = 'a function of the struct returned a promise, and structs are checked synchronously'

/**
 * Returns the value as superstruct coerces it in its place, as the only element of a list; an empty list if it does not
 * fit.
 */
export function coerced(
  struct: AnyStruct,
  value: unknown,
  { path, branch }: StructContext,
  failures: Failure[],
): readonly unknown[] {
  try {
    // superstruct passes path and branch on, although its types do not declare it.
    const options = { coerce: true, path, branch }
    const [error, result] = struct.validate(copied(value), options)
    return error === undefined ? [result] : []
  } catch (error) {
    failures.push(threw(error, value))
    return []
  }
}

/** Returns a superstruct failure as ours: with its path below the struct at `depth`. */
export function plainFailure({ path, message, value, branch }: StructFailure, depth: number): Failure {
  const steps = path.map((key, at) => step(key, given(branch, at)))
  const whole = given(branch, 0)
  return {
    path: steps.slice(depth),
    message,
    value: quieted(value),
    quotes: whole === undefined ? [] : [whole],
  }
}

// Getters notice that someone reads them: see `branch` of the trail.
const given = (branch: readonly unknown[], at: number): unknown =>
  Object.getOwnPropertyDescriptor(branch, at)?.value

// superstruct's paths contain a member of a Set itself: its index says nothing about it.
function step(key: unknown, container: unknown): string | number {
  if (types.isSet(container) && container.has(key)) return [...container].indexOf(key)
  return typeof key === 'number' || typeof key === 'string' ? key : `(${typeof key})`
}
