// Refinements of values that were parsed or decoded, and what they report.
import { returnsPromise } from '../../util/quieted.js'
import { invalid } from '../codec/codec.js'
import { contextOf, stepsTo, type Trail } from '../codec/trail.js'
import { failuresOf } from '../codecs/struct-failures.js'
import type { Failure } from '../struct/failure.js'
import { type AnyStruct, calmOf, passes, plainFailure, promised, threw } from '../struct/struct.js'

/**
 * Returns a parsed value after its refinements. superstruct reports why it rejects an input; if it accepts the input,
 * the stored form was rejected, which we report.
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
  if (found[0]?.message === promised || failuresOf(struct, given, true).length === 0) failures.push(...found)
  return invalid
}

const nothing: readonly Failure[] = Object.freeze([])

function refinementFailures(struct: AnyStruct, value: unknown, trail: Trail | undefined): readonly Failure[] {
  try {
    const result = struct.refiner(value, contextOf(trail, value))
    if (passes(result)) return nothing
    const depth = stepsTo(trail)
    let found = nothing
    const collect = (): void => {
      found = [...struct.refiner(value, contextOf(trail, value))].map((each) => plainFailure(each, depth))
    }
    const calm = calmOf(struct)
    if (calm.refiner) collect()
    else calm.refiner = !returnsPromise(collect)
    return calm.refiner ? found : [{ path: [], message: promised, value }]
  } catch (error) {
    return [threw(error, value)]
  }
}

/** Returns a decoded value after its refinements. */
export function refinedValue(
  struct: AnyStruct,
  value: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const found = refinementFailures(struct, value, trail)
  // A refinement that reads values around it runs when all of them are available.
  if (found.length === 0 || trail?.state?.crossed) return value
  failures.push(...found)
  return invalid
}
