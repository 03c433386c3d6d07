// Arbitrary stored values, items and conditions, for properties.
import fc from 'fast-check'
import {
  type AttributeValue,
  attributeType,
  type StoredItem,
} from '../../lib/entity/struct/attribute-value.js'
import { Condition } from '../../lib/expression/condition/condition.js'
import type { Comparison, ConditionNode } from '../../lib/expression/condition/condition-node.js'
import { type OperatorName, operators } from '../../lib/expression/condition/operators.js'
import type { Operand, PathOperand } from '../../lib/expression/path/operand.js'

const text = fc.constantFrom('', 'a', 'ab', 'abc', 'é', '\uffee', '😀', 'S', '10', '9')
const number = fc.constantFrom(
  '0',
  '1',
  '1.0',
  '10',
  '1E1',
  '9',
  '-1.5',
  '1E125',
  '9007199254740993',
  '9007199254740992',
)
const binary = fc.uint8Array({ max: 3, maxLength: 3 })

export const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
  text.map((S) => ({ S })),
  number.map((N) => ({ N })),
  binary.map((B) => ({ B })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
)

const set: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
  fc.uniqueArray(number, { minLength: 1, maxLength: 3, selector: Number }).map((NS) => ({ NS })),
  fc.uniqueArray(binary, { minLength: 1, maxLength: 3, selector: String }).map((BS) => ({ BS })),
)

/** A stored value of any type. */
export const storedValue: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    scalar,
    set,
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc
      .dictionary(fc.constantFrom('x', 'y', 'constructor'), tie('value'), { maxKeys: 3 })
      .map((M) => ({ M: { ...M } })),
  ),
})).value

const name = fc.constantFrom('p', 'q', 'r', 'toString')

export const storedItem: fc.Arbitrary<StoredItem> = fc
  .dictionary(name, storedValue)
  .map((item) => ({ ...item }))

const path: fc.Arbitrary<PathOperand> = fc
  .oneof(
    name.map((at) => [at]),
    fc.tuple(name, fc.oneof(fc.nat(2), fc.constantFrom('x', 'y'))),
  )
  .map((names) => ({ kind: 'path', text: names.join('.'), names }))

const left: fc.Arbitrary<Comparison['left']> = fc.oneof(
  path,
  path.map((measured) => ({ kind: 'size' as const, path: measured })),
)

const ofType = (types: readonly string[]): fc.Arbitrary<Operand> =>
  storedValue
    .filter((value) => types.includes(attributeType(value)))
    .map((value) => ({ kind: 'value' as const, value }))

function comparison(operator: OperatorName): fc.Arbitrary<ConditionNode> {
  const { operands, types, afterSize } = operators[operator]
  const side = fc.oneof(ofType(types), path)
  const count = {
    none: [0, 0],
    value: [1, 1],
    range: [2, 2],
    list: [0, 120],
    prefix: [1, 1],
    member: [1, 1],
    type: [1, 1],
  }[operands]
  return fc.record({
    kind: fc.constant('comparison' as const),
    operator: fc.constant(operator),
    left: afterSize ? left : path,
    operands: fc.array(side, { minLength: count[0] ?? 0, maxLength: count[1] ?? 0, size: 'medium' }),
  })
}

/** A tree of conditions with any operators, as `and`, `or` and `not` build it. */
export const conditionNode: fc.Arbitrary<ConditionNode> = fc.letrec<{ node: ConditionNode }>((tie) => {
  const leaf = fc.oneof(...(Object.keys(operators) as OperatorName[]).map(comparison))
  const group = (kind: 'and' | 'or') =>
    fc
      .array(tie('node'), { minLength: 2, maxLength: 3 })
      .map((nodes) => nodes.flatMap((node) => (node.kind === kind ? node.conditions : [node])))
      .map((conditions): ConditionNode => ({ kind, conditions }))
  const not = tie('node').map(
    (node): ConditionNode => (node.kind === 'not' ? node.condition : { kind: 'not', condition: node }),
  )
  return { node: fc.oneof({ depthSize: 'small', maxDepth: 4 }, leaf, group('and'), group('or'), not) }
}).node

export const anyCondition: fc.Arbitrary<Condition> = conditionNode.map((node) => new Condition('Order', node))
