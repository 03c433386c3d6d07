// Needs of an update, so that it leaves the item readable: conditions that are sent with the update.
import type { Range } from '../../entity/struct/limits.js'
import type { ConditionNode } from '../condition/condition-node.js'
import type { OperandNode } from '../function/update-operand.js'
import type { PathOperand, ValueOperand } from '../path/operand.js'
import { allTests, anyTest, attributeTest, type ItemTest } from './item-test.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'

/** A condition that the struct requires of an update, with the reason. */
export interface Need {
  /** The attribute that would not fit. */
  readonly path: string
  /** What it must be, in words: `stock must be at least 0`. */
  readonly words: string
  readonly node: ConditionNode
}

/**
 * An entry that a change may add to or remove from a list or a Map of limited size. The entries of one container are
 * counted together.
 */
export interface Growth {
  readonly container: PathOperand
  readonly element: PathOperand
  readonly grows: boolean
  /** The size limit of the container. */
  readonly bound: number
  readonly words: string
}

/**
 * Returns the needs for a test; none if the test is always true.
 * @throws InvalidUpdateError if the test is never true: the update would always fail.
 */
export function needOf(place: UpdatePlace, words: string, test: ItemTest): readonly Need[] {
  if (test === true) return none
  if (test === false) refuseUpdate(place, `${words}, which this update can never achieve`)
  return [Object.freeze({ path: place.path.text, words, node: test })]
}

const none: readonly Need[] = Object.freeze([])

/** Makes a test whether an attribute exists. */
export const presenceTest = (path: PathOperand): ItemTest => attributeTest('exists', path)
export const absent = (path: PathOperand): ItemTest => attributeTest('notExists', path)

/**
 * Makes a test of the value of an operand: of an attribute, of the other operand if the attribute is absent, or of a
 * value.
 */
export function operandTest(
  operand: OperandNode,
  ofPath: (path: PathOperand) => ItemTest,
  ofValue: (value: ValueOperand) => ItemTest,
): ItemTest {
  if (operand.kind === 'value') return ofValue(operand)
  if (operand.kind === 'path') return ofPath(operand)
  const { first, second } = operand
  const otherwise = operandTest(second, ofPath, ofValue)
  const kept = operandTest(first, ofPath, ofValue)
  if (first.kind !== 'path') return allTests(kept, otherwise)
  if (kept === true)
    return otherwise === true ? true : anyTest(presenceTest(first), allTests(absent(first), otherwise))
  return anyTest(kept, allTests(absent(first), otherwise))
}

/** Returns a bound in words. */
export function boundWords(text: string, { low, high }: Range, unit?: string): string {
  const must = unit === undefined ? `${text} must be` : `${text} must have`
  const units = unit === undefined ? '' : ` ${unit}`
  if (low === undefined) return `${must} at most ${high}${units}`
  if (high === undefined) return `${must} at least ${low}${units}`
  return low === high ? `${must} ${low}${units}` : `${must} at least ${low} and at most ${high}${units}`
}
