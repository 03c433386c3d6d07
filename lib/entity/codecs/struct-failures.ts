// Collects all failures of a value, like superstruct's `validate`, but with a limit and with details for unions.

import { kindOf, mostFailures } from '../../errors/failures.js'
import { quieted, returnsPromise } from '../../util/quieted.js'
import type { Failure } from '../struct/failure.js'
import { copied } from '../struct/plain.js'
import {
  type AnyStruct,
  calmOf,
  plainFailure,
  promised,
  type StructContext,
  type StructFailure,
  threw,
} from '../struct/struct.js'
import {
  type Discriminator,
  discriminating,
  unfitDiscriminator,
  unionMembers,
} from '../struct/union-members.js'

/** The state of one walk. */
interface Walk {
  readonly coerce: boolean
  /** The highest number of failures: the walk stops there. */
  readonly most: number
  /**
   * Values that no member of a union accepts: they are not checked again, because values in nested unions would be
   * checked endlessly.
   */
  readonly unfit: Map<AnyStruct, WeakSet<object>>
}

interface Step {
  readonly struct: AnyStruct
  readonly value: unknown
  readonly path: (string | number)[]
  readonly branch: unknown[]
}

/** Structs that are nested deeper than this are not checked: nothing that can be stored is. */
const deepest = 64

/**
 * Returns the failures that superstruct finds in a value and everything in it, with paths below it: the first hundred.
 * If a value is clearly meant for one member of a union, only the failures of that member are returned.
 */
export function failuresOf(struct: AnyStruct, given: unknown, coerce = false): Failure[] {
  const value = coerce ? copied(given) : given
  const found: StructFailure[] = []
  try {
    const walked: Walk = { coerce, most: mostFailures, unfit: new Map() }
    visit({ struct, value, path: [], branch: [value] }, walked, found)
  } catch (error) {
    return [threw(error, given)]
  }
  return found.map((failure) => plainFailure(failure, 0))
}

// Returns the value, coerced if requested. It is valid if no failures were found.
function visit(step: Step, walked: Walk, found: StructFailure[]): unknown {
  const { struct, value: given, path, branch } = step
  const members = typeof given === 'object' && given !== null ? unionMembers(struct) : undefined
  if (members !== undefined) return visitUnion(step, members, walked, found)
  const from = found.length
  const context: StructContext = { path, branch, mask: false }
  const value = walked.coerce ? quieted(struct.coercer(given, context)) : given
  report(step, () => struct.validator(value, context), 'validator', walked, found)
  visitParts({ ...step, value }, context, walked, found)
  // superstruct runs the refinements of valid values, and of those whose last failure is the refinement of a part.
  const last = found.length === from ? undefined : found.at(-1)
  if (found.length < walked.most && (last === undefined || last.refinement !== undefined))
    report(step, () => struct.refiner(value, context), 'refiner', walked, found)
  return value
}

// Finds the failures inside a value; a part that was coerced replaces the original one.
function visitParts(
  { struct, value, path, branch }: Step,
  context: StructContext,
  walked: Walk,
  found: StructFailure[],
): void {
  if (path.length > deepest) return
  for (const [key, part, inner] of struct.entries(value, context)) {
    const here = key === undefined
    const step = {
      struct: inner,
      value: part,
      path: here ? path : [...path, key as string | number],
      branch: here ? branch : [...branch, part],
    }
    const from = found.length
    const made = visit(step, walked, found)
    if (found.length >= walked.most) return
    if (found.length === from && walked.coerce && !here) put(value, key, made)
  }
}

function put(container: unknown, key: unknown, value: unknown): void {
  if (container instanceof Map) container.set(key, value)
  else if (container instanceof Set) container.add(value)
  else if (typeof container === 'object' && container !== null)
    if (value !== undefined || (key as string) in container) Reflect.set(container, key as string, value)
}

function visitUnion(
  step: Step,
  members: readonly AnyStruct[],
  walked: Walk,
  found: StructFailure[],
): unknown {
  const { struct, path, branch } = step
  const value = step.value as object
  const visited = walked.unfit.get(struct) ?? new WeakSet()
  walked.unfit.set(struct, visited)
  const reasons: StructFailure[][] = []
  const known = visited.has(value)
  // Until a member accepts it: recursion of a value that contains itself ends here.
  visited.add(value)
  if (!known)
    for (const member of members) {
      const inside: StructFailure[] = []
      const made = visit({ ...step, struct: member }, walked, inside)
      if (inside.length === 0) {
        visited.delete(value)
        const context: StructContext = { path, branch, mask: false }
        report({ ...step, value: made }, () => struct.refiner(made, context), 'refiner', walked, found)
        return made
      }
      reasons.push(inside)
    }
  // The failures of members that it is not meant for would hide what is wrong with it.
  const [clear, ...others] = reasons.filter((inside) => mayBeMeant(inside, path.length))
  if (clear !== undefined && others.length === 0) {
    found.push(...clear.slice(0, walked.most - found.length))
    return value
  }
  const unfit = unfitDiscriminator(members, value)
  if (unfit !== undefined) {
    found.push(notAmong(step, unfit))
    return value
  }
  const kinds = members.map(({ type }) => type).join(' | ')
  const message = `Expected the value to satisfy a union of \`${kinds}\`, but received an object`
  const union: StructFailure = { message, type: struct.type, path, value, branch }
  found.push(...[union, ...reasons.flat()].slice(0, walked.most - found.length))
  return value
}

const mostNamed = 20

// Which values there are says more than what each of the members has against this one.
function notAmong({ struct, path, branch }: Step, { key, value, known }: Discriminator): StructFailure {
  const named = known.slice(0, mostNamed).map((each) => JSON.stringify(each))
  const more = known.length > mostNamed ? ` and ${known.length - mostNamed} more` : ''
  const message = `Expected one of \`${named.join(',')}\`${more}, but received ${kindOf(value)}`
  return { message, type: struct.type, path: [...path, key], value, branch: [...branch, value] }
}

// Decides like `clearMember`, but from the failures of a member: neither its kind nor a discriminator is wrong. Running
// the checks again would take time.
function mayBeMeant(inside: readonly StructFailure[], depth: number): boolean {
  return inside.every(
    ({ path, type, refinement }) =>
      (path.length > depth || refinement !== undefined) &&
      (path.length !== depth + 1 || !discriminating.has(type)),
  )
}

function report(
  { struct, value, path, branch }: Step,
  list: () => Iterable<StructFailure>,
  functions: 'validator' | 'refiner',
  { most }: Walk,
  found: StructFailure[],
): void {
  const from = found.length
  try {
    for (const failure of list()) {
      if (found.length >= most) break
      found.push(failure)
    }
    const calm = calmOf(struct)
    if (found.length === from || calm[functions]) return
    calm[functions] = !returnsPromise(() => void [...list()])
    if (calm[functions]) return
    found.length = from
    found.push({ message: promised, type: struct.type, path, value, branch })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // superstruct prints the value, and a value that is nested without end cannot be printed.
    const message = `Expected a value of type \`${struct.type}\`, but received one that cannot be printed`
    found.push({ message, type: struct.type, path, value, branch })
  }
}
