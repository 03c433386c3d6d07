// The place of a value while its item is parsed or decoded, passed only to codecs that need it.
import type { Failure } from '../struct/failure.js'
import type { StructContext } from '../struct/struct.js'

/** One place on the way from the item to a value. */
export interface Trail {
  readonly up: Trail | undefined
  readonly key: string | number
  /** The value at this place: as it was given or, when decoding, the part that is built so far. */
  readonly value: unknown
  /** The number of maps and lists that contain it. */
  readonly depth: number
  /** While decoding: whether a function of the user's own read the values around it, which are not complete yet. */
  readonly state: { crossed: boolean } | undefined
  /** Inside a union: the results of the unions in it, which each member of the outer one passes the same values to. */
  readonly memo: Memo | undefined
}

/** The result of a union for a value. */
export interface Made {
  readonly depth: number
  readonly result: unknown
  readonly failures: readonly Failure[]
}

/** The results of unions, by union and value. */
export type Memo = Map<object, WeakMap<object, Made>>

/** Returns the same place, inside a union. */
export function inUnion(trail: Trail | undefined): Trail | undefined {
  return trail === undefined || trail.memo !== undefined ? trail : { ...trail, memo: new Map() }
}

/** DynamoDB's limit "Nested attribute depth": how many levels of maps and lists an attribute may have. */
export const maxDepth = 32

/** Starts a trail. */
export function trailFrom(value: unknown, decoding: boolean): Trail {
  return {
    up: undefined,
    key: '',
    value,
    depth: 0,
    state: decoding ? { crossed: false } : undefined,
    memo: undefined,
  }
}

/** Goes one step down. */
export function stepTo(up: Trail | undefined, key: string | number, value: unknown): Trail | undefined {
  return up === undefined
    ? undefined
    : { up, key, value, depth: up.depth + 1, state: up.state, memo: up.memo }
}

/** Returns the same place, with the value that is being built there. */
export function standing(trail: Trail | undefined, value: unknown): Trail {
  return trail === undefined ? trailFrom(value, true) : { ...trail, value }
}

/** Rejects a map or list that would be deeper than DynamoDB allows. */
export function tooDeep(depth: number, failures: Failure[], value: unknown): boolean {
  if (depth < maxDepth) return false
  failures.push({
    path: [],
    message: `nested deeper than ${maxDepth} levels (nested attribute depth)`,
    value,
  })
  return true
}

/** Returns what superstruct would pass to a function of the user's own at this place. */
export function contextOf(trail: Trail | undefined, value: unknown): StructContext {
  return trail === undefined ? { path: [], branch: [value], mask: false } : new TrailContext(trail, value)
}

// Most functions never use their context, so path and branch are only computed when they do.
class TrailContext implements StructContext {
  readonly trail: Trail
  readonly value: unknown
  readonly mask = false

  constructor(trail: Trail, value: unknown) {
    this.trail = trail
    this.value = value
  }

  get path(): (string | number)[] {
    const path: (string | number)[] = []
    for (let at: Trail = this.trail; at.up !== undefined; at = at.up) path.unshift(at.key)
    return path
  }

  get branch(): unknown[] {
    const branch: unknown[] = [this.value]
    for (let at = this.trail.up; at !== undefined; at = at.up) branch.unshift(at.value)
    return this.trail.state === undefined ? branch : watched(branch, this.trail.state)
  }
}

// superstruct itself reads `branch` for each failure; what matters is whether someone reads its content.
function watched(branch: unknown[], state: { crossed: boolean }): unknown[] {
  for (const [index, value] of branch.slice(0, -1).entries())
    Object.defineProperty(branch, index, {
      enumerable: true,
      get: () => {
        state.crossed = true
        return value
      },
    })
  return branch
}

/** Returns the number of steps of a path that lead to this place. */
export function stepsTo(trail: Trail | undefined): number {
  let steps = 0
  for (let at = trail; at?.up !== undefined; at = at.up) steps++
  return steps
}

// Of a codec, what checks a value.
interface Checking {
  parse(value: unknown, failures: Failure[]): unknown
  operand?(value: unknown, failures: Failure[]): unknown
}

/**
 * Checks a value that is not part of a whole item, so that no trail leads to it: a key, an operand of a condition, a
 * value of an update. It is in the form that reads return.
 */
export function parseOperand(codec: Checking, value: unknown, failures: Failure[]): unknown {
  return codec.operand === undefined ? codec.parse(value, failures) : codec.operand(value, failures)
}
