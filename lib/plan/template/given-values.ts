// The values that conditions give attributes: once for all sources of a query.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import { remembered } from '../../util/remembered.js'
import type { Source } from '../source/plan.js'

/** The value that conditions give an attribute, with those that do. */
export interface GivenValue {
  readonly value: AttributeValue
  readonly clauses: readonly ConditionNode[]
}

/** All values that conditions give. */
export interface GivenValues {
  /** By stored name. */
  readonly equals: ReadonlyMap<string, GivenValue>
  /** The attributes that two values are given for. */
  readonly twice: readonly string[]
}

/** The values that conditions give. */
export const valuesIn = remembered((clauses: readonly ConditionNode[]): GivenValues => {
  const equals = new Map<string, GivenValue>()
  const twice: string[] = []
  for (const clause of clauses) {
    if (clause.kind !== 'comparison' || clause.operator !== 'eq' || clause.left.kind !== 'path') continue
    const [operand] = clause.operands
    const { names } = clause.left
    if (names.length > 1 || operand?.kind !== 'value') continue
    const name = String(names[0])
    const known = equals.get(name)
    if (known === undefined) equals.set(name, { value: operand.value, clauses: [clause] })
    else if (!equalStored(known.value, operand.value)) twice.push(name)
    else equals.set(name, { value: known.value, clauses: [...known.clauses, clause] })
  }
  return { equals, twice }
})

/** Why no item can have what conditions give the attributes of a key: one would have two values. */
export function contradictionIn({ key }: Source, { twice }: GivenValues): string | undefined {
  const attribute = twice.length === 0 ? undefined : key.attributes.find(({ name }) => twice.includes(name))
  return attribute && `'${attribute.property}' would have to equal two values`
}
