// The struct at a path, used to explain why a value does not fit there, and to see if the value has members of its own.
import { optionsOf } from '../../entity/struct/attribute.js'
import { childrenOf } from '../../entity/struct/probe.js'
import type { AnyStruct } from '../../entity/struct/struct.js'
import type { PathSteps } from '../path/path.js'

/**
 * Returns the struct at the end of a path; `undefined` if superstruct does not reveal it (inside a union, or `any()`).
 */
export function structAt(schema: AnyStruct, steps: PathSteps): AnyStruct | undefined {
  let struct: AnyStruct | undefined = schema
  for (const step of steps) struct = struct === undefined ? undefined : memberStruct(struct, step)
  return struct
}

/**
 * Returns the struct of one member. It is found by listing the entries of a value that has the member; unknown members
 * get the struct `never`.
 */
export function memberStruct(struct: AnyStruct, step: string | number): AnyStruct | undefined {
  if (struct.type === 'dynamic') return undefined
  const children = childrenOf(struct, sampleWith(struct, step)).filter(
    ([, , child]) => child.type !== 'never',
  )
  // A record lists the name before the value.
  const member =
    children.filter(([key]) => key === step).at(-1) ??
    (elementsAlike(step, children) ? children[0] : undefined)
  return member?.[2]
}

/**
 * Whether a struct is for objects, whose members are known or all alike: a patch merges such objects instead of
 * replacing them.
 */
export function hasMembers(struct: AnyStruct): boolean {
  const whole = struct.type === 'dynamic' || struct.type === 'map' || optionsOf(struct).encode !== undefined
  if (whole) return false
  return memberStruct(struct, sampleName) !== undefined || childrenOf(struct, {}).length > 0
}

const sampleName = 'sample'

function sampleWith(struct: AnyStruct, step: string | number): unknown {
  if (typeof step === 'number') return [0]
  return struct.type === 'map'
    ? new Map([[step, 0]])
    : Object.defineProperty({}, step, { value: 0, enumerable: true })
}

// One sample element represents all elements of an array; a tuple lists each position.
const elementsAlike = (step: string | number, children: readonly unknown[]): boolean =>
  typeof step === 'number' && children.length === 1
