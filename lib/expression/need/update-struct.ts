// The struct at a path: what says why a value does not fit there, and whether what is there has members of its own.
import { optionsOf } from '../../entity/struct/attribute.js'
import { childrenOf } from '../../entity/struct/probe.js'
import type { AnyStruct } from '../../entity/struct/struct.js'
import type { PathSteps } from '../path/path.js'

/** The struct at the end of a path; `undefined` where superstruct does not tell (inside a union, or `any()`). */
export function structAt(schema: AnyStruct, steps: PathSteps): AnyStruct | undefined {
  let struct: AnyStruct | undefined = schema
  for (const step of steps) struct = struct === undefined ? undefined : memberStruct(struct, step)
  return struct
}

/** The struct of one member. Structs are asked by the entries of a value that has it; what they do not know they call `never`. */
export function memberStruct(struct: AnyStruct, step: string | number): AnyStruct | undefined {
  if (struct.type === 'dynamic') return undefined
  const children = childrenOf(struct, sampleWith(struct, step)).filter(
    ([, , child]) => child.type !== 'never',
  )
  // Of a record the name comes before the value.
  const member =
    children.filter(([key]) => key === step).at(-1) ??
    (elementsAlike(step, children) ? children[0] : undefined)
  return member?.[2]
}

/** Whether a struct is of objects, whose members are known or all alike: what a patch goes into, and does not replace. */
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

// The one sample element stands for all of an array; a tuple tells each place.
const elementsAlike = (step: string | number, children: readonly unknown[]): boolean =>
  typeof step === 'number' && children.length === 1
