// What must hold of an item so that an update leaves it readable: conditions that go with the update.
import type { ConditionNode } from './condition-node.js'
import type { ItemTest } from './item-test.js'
import type { PathOperand } from './operand.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'

/** A condition of an update that its struct demands, and why. */
export interface Need {
  /** The attribute that would not fit. */
  readonly path: string
  /** What it must be, in words: `stock must be at least 0`. */
  readonly words: string
  readonly node: ConditionNode
}

/** An entry that a change may add to a list or a Map of limited size, or take out of it. Those of one container are counted together. */
export interface Growth {
  readonly container: PathOperand
  readonly element: PathOperand
  readonly grows: boolean
  /** The size that the container must not pass. */
  readonly bound: number
  readonly words: string
}

/**
 * The need that a test is; none if the test always holds.
 * @throws InvalidUpdateError for a test that never holds: no item could be updated.
 */
export function needOf(place: UpdatePlace, words: string, test: ItemTest): readonly Need[] {
  if (test === true) return none
  if (test === false) refuseUpdate(place, `${words}, which this update can never leave`)
  return [Object.freeze({ path: place.path.text, words, node: test })]
}

const none: readonly Need[] = Object.freeze([])
