// Tests of a stored item that are put together and may turn out to hold always, or never: parts of conditions that the library adds.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode, Group } from '../condition/condition-node.js'
import type { OperatorName } from '../condition/operators.js'
import { madeOperand } from '../condition/value-operand.js'
import type { PathOperand } from '../path/operand.js'

/** A condition, or what is known without looking at the item. */
export type ItemTest = ConditionNode | boolean

/** An operator on an attribute, or on its size. */
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

/** Whether the attribute, or its size, lies between two numbers given as text; one that is absent is no bound. */
export function rangeTest(
  path: PathOperand,
  low: string | undefined,
  high: string | undefined,
  size = false,
): ItemTest {
  return allOf(
    low === undefined || attributeTest('gte', path, [{ N: low }], size),
    high === undefined || attributeTest('lte', path, [{ N: high }], size),
  )
}

/** All of them hold. */
export const allOf = (...tests: readonly ItemTest[]): ItemTest => joined('and', true, tests)

/** At least one of them holds. */
export const anyOf = (...tests: readonly ItemTest[]): ItemTest => joined('or', false, tests)

// `neutral` changes nothing where it stands, and its opposite decides.
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
