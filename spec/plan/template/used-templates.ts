// Conditions by hand, and how a template uses them, in short form.
import type { Template } from '../../../lib/entity/key/template/slot.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import type { OperatorName } from '../../../lib/expression/condition/operators.js'
import type { GivenValue } from '../../../lib/plan/template/given-values.js'
import { type Conditions, keyPath, type TemplateUse } from '../../../lib/plan/template/template-conditions.js'
import { useTemplate } from '../../../lib/plan/template/template-use.js'

const tagged = (value: string | number | Uint8Array): AttributeValue =>
  typeof value === 'string' ? { S: value } : typeof value === 'number' ? { N: String(value) } : { B: value }

/** A comparison of an attribute, by its stored name. */
export const on = (
  name: string,
  operator: OperatorName,
  ...values: readonly (string | number | Uint8Array)[]
): Comparison => ({
  kind: 'comparison',
  operator,
  left: { kind: 'path', text: name, names: [name] },
  operands: values.map((value) => ({ kind: 'value', value: tagged(value) })),
})

/** Conditions, with the values that they give. */
export const conditionsOf = (clauses: readonly ConditionNode[]): Conditions => {
  const equals = new Map<string, GivenValue>()
  for (const clause of clauses)
    if (
      clause.kind === 'comparison' &&
      clause.operator === 'eq' &&
      clause.left.kind === 'path' &&
      clause.operands[0]?.kind === 'value'
    )
      equals.set(String(clause.left.names[0]), { value: clause.operands[0].value, clauses: [clause] })
  return { equals, clauses }
}

/** How a template uses conditions. */
export const use = (template: Template, clauses: readonly ConditionNode[]): TemplateUse =>
  useTemplate(keyPath('sk'), template, conditionsOf(clauses))

/** Operator and values of the comparison. */
export const shown = ({ comparison }: TemplateUse): unknown[] | undefined =>
  comparison && [
    comparison.operator,
    ...comparison.operands.map((operand) =>
      operand.kind === 'value' ? Object.values(operand.value)[0] : operand,
    ),
  ]
