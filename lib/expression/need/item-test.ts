// Tests of a stored item that the library adds to conditions, some of which turn out to be always or never true.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode, Group } from '../condition/condition-node.js'
import type { OperatorName } from '../condition/operators.js'
import { madeOperand } from '../condition/value-operand.js'
import type { PathOperand } from '../path/operand.js'

/** A condition, or its result if that is known without the item. */
export type ItemTest = ConditionNode | boolean

/** Makes a test of an attribute, or of its size, with an operator. */
export function attributeTest(
  operator: OperatorName,
  path: PathOperand,
  values: readonly AttributeValue[] = [],
  size = false,
): Comparison {
  const left = size ? Object.freeze({ kind: 'size', path } as const) : path
  return Object.freeze({
    kind: 'comparison',
    operator,
    left,
    operands: Object.freeze(values.map(madeOperand)),
  })
}

/**
 * Makes a test whether the attribute, or its size, is between two numbers given as strings; an absent bound does not
 * limit it.
 */
export function rangeTest(
  path: PathOperand,
  low: string | undefined,
  high: string | undefined,
  size = false,
): ItemTest {
  return allTests(
    low === undefined || attributeTest('gte', path, [{ N: low }], size),
    high === undefined || attributeTest('lte', path, [{ N: high }], size),
  )
}

/** Makes a test that is true if all of the tests are. */
export const allTests = (...tests: readonly ItemTest[]): ItemTest => joined('and', true, tests)

/** Makes a test that is true if at least one of the tests is. */
export const anyTest = (...tests: readonly ItemTest[]): ItemTest => joined('or', false, tests)

// The result `neutral` has no effect, and its opposite decides.
function joined(kind: Group['kind'], neutral: boolean, tests: readonly ItemTest[]): ItemTest {
  if (tests.includes(!neutral)) return !neutral
  const nodes = tests.flatMap((test): readonly ConditionNode[] => {
    if (typeof test === 'boolean') return []
    return test.kind === kind ? test.conditions : [test]
  })
  const [first, second] = nodes
  if (first === undefined || second === undefined) return first ?? neutral
  return Object.freeze({ kind, conditions: Object.freeze(nodes) })
}
