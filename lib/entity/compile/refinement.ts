// Refinements of a struct (size, pattern, the user's own), asked on parse and on decode.
import { invalid } from '../codec/codec.js'
import { contextOf, stepsTo, type Trail } from '../codec/trail.js'
import { failuresOf } from '../codecs/struct-failures.js'
import type { Failure } from '../struct/failure.js'
import { type AnyStruct, passes, plainFailure, threw } from '../struct/struct.js'

/**
 * A parsed value, refined. superstruct tells why it refuses an input; what it has nothing against was refused in its stored form: that is
 * ours to tell.
 */
export function refinedInput(
  struct: AnyStruct,
  given: unknown,
  parsed: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const found = refinementFailures(struct, parsed, trail)
  if (found.length === 0) return parsed
  if (failuresOf(struct, given, true).length === 0) failures.push(...found)
  return invalid
}

const nothing: readonly Failure[] = Object.freeze([])

function refinementFailures(struct: AnyStruct, value: unknown, trail: Trail | undefined): readonly Failure[] {
  try {
    const result = struct.refiner(value, contextOf(trail, value))
    if (passes(result)) return nothing
    const depth = stepsTo(trail)
    return [...struct.refiner(value, contextOf(trail, value))].map((failure) => plainFailure(failure, depth))
  } catch (error) {
    return [threw(error, value)]
  }
}

/** A decoded value, refined. */
export function refinedValue(
  struct: AnyStruct,
  value: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const found = refinementFailures(struct, value, trail)
  // A refinement that looks at values around it is judged when all of them are there.
  if (found.length === 0 || trail?.state?.crossed) return value
  failures.push(...found)
  return invalid
}
