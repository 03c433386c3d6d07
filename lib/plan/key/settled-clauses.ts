// Clauses from the view of a source: which key attributes are given by eq, and what that decides for others.

import type { KeyPart } from '../../entity/key/key.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import { conjuncts, nodeText } from '../condition/condition-tree.js'
import { fold } from '../condition/fold.js'
import type { Source } from '../source/plan.js'
import { keyPartsOf, sourceText } from '../source/source.js'
import { byPresence, byValues } from './key-knowledge.js'

/** The result of clauses for the items of one source. */
export interface SettledClauses {
  /** The eq of each key attribute that has one, by stored name. */
  readonly equals: ReadonlyMap<string, Comparison>
  /** What must still be tested. */
  readonly rest: readonly ConditionNode[]
  /** Why no item at all can match the clauses. */
  readonly never: string | undefined
  /** Clauses that no item of this source can match, although other items may. */
  readonly absent: readonly string[]
}

/**
 * Settles clauses (in their normal form) for a source. The values of eq on its key decide other clauses or parts of
 * them; what is left may again be an eq on the key, and so on, until nothing more is decided.
 */
export function settleClauses(source: Source, clauses: readonly ConditionNode[]): SettledClauses {
  const parts = keyPartsOf(source)
  const presence = byPresence(parts)
  const equals = new Map<string, Comparison>()
  // Without a prototype: any attribute name is an ordinary one.
  const fixed: StoredItem = Object.create(null)
  const absent: string[] = []
  let never: string | undefined
  let rest = clauses
  for (let known = 0; ; known = equals.size) {
    const others: ConditionNode[] = []
    for (const clause of rest) {
      const found = equality(clause, parts)
      if (found === undefined) others.push(clause)
      else if (contradicts(found, fixed)) never ??= `'${found.part.property}' would have to equal two values`
      else {
        fixed[found.part.name] = found.value
        equals.set(found.part.name, equals.get(found.part.name) ?? found.comparison)
      }
    }
    if (equals.size === known) return { equals, rest: others, never, absent }
    const values = byValues(fixed)
    rest = others.flatMap((clause) => {
      const left = fold(clause, values)
      if (left === false)
        never ??= `${nodeText(clause)} is false for the values that other conditions require`
      if (typeof left === 'boolean') return []
      const verdict = fold(left, presence)
      if (verdict === false)
        absent.push(`${nodeText(clause)} is never true for items of ${sourceText(source)}`)
      return typeof verdict === 'boolean' ? [] : conjuncts(verdict)
    })
  }
}

interface Equality {
  readonly part: KeyPart
  readonly value: AttributeValue
  readonly comparison: Comparison
}

function equality(clause: ConditionNode, parts: readonly KeyPart[]): Equality | undefined {
  if (clause.kind !== 'comparison' || clause.operator !== 'eq' || clause.left.kind !== 'path')
    return undefined
  const { names } = clause.left
  const part = names.length === 1 ? parts.find(({ name }) => name === names[0]) : undefined
  const [operand] = clause.operands
  if (part === undefined || operand?.kind !== 'value') return undefined
  return { part, value: operand.value, comparison: clause }
}

function contradicts({ part, value }: Equality, fixed: StoredItem): boolean {
  const other = fixed[part.name]
  return other !== undefined && !equalStored(other, value)
}
