// The key of a source as conditions on attributes meet it, and what it says of attributes before any is compared.
import { attributesOfPart, isPartial, type KeyPart } from '../../entity/key/key.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { type OperatorRow, operators } from '../../expression/condition/operators.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { remembered } from '../../util/remembered.js'
import { nodeText, rootName } from '../condition/condition-tree.js'
import { fold, type Verdict } from '../condition/fold.js'
import type { Source } from '../source/plan.js'
import { sourceText } from '../source/source.js'
import { keyPath } from './template-conditions.js'

/** The key of a source as conditions meet it. */
export interface KeyShape {
  /** The key attributes that are made, with the paths to them. */
  readonly made: readonly { readonly part: KeyPart; readonly path: PathOperand }[]
  /** The attributes of the partition key; `cut`: other conditions than an eq may leave one text of it. */
  readonly partition: readonly { readonly name: string; readonly cut: boolean }[]
  /** The stored names of the attributes in templates, without which no item has the key. */
  readonly slots: ReadonlySet<string>
  /** The stored names of the key attributes that are attributes of the item. */
  readonly plain: ReadonlySet<string>
}

/** The shape of a source's key: found once. */
export const keyShape = remembered(({ key }: Source): KeyShape => {
  const all = [...key.partition, ...key.sort]
  const slotsIn = (part: KeyPart) =>
    part.template !== undefined && 'slots' in part.template && !isPartial(part) ? part.template.slots : []
  return {
    made: all
      .filter(({ template }) => template !== undefined)
      .map((part) => ({ part, path: keyPath(part.name) })),
    partition: key.partition.flatMap((part) =>
      part.template === undefined
        ? []
        : 'slots' in part.template
          ? part.template.slots.map(({ name, format, partial }) => ({ name, cut: format.lossy || partial }))
          : attributesOfPart(part).map(({ name }) => ({ name, cut: false })),
    ),
    slots: new Set(all.flatMap(slotsIn).map(({ name }) => name)),
    plain: new Set(all.filter(({ template }) => template === undefined).map(({ name }) => name)),
  }
})

const none: readonly string[] = Object.freeze([])

/**
 * Conditions of which presence is decided: an item that has the key has the attributes that it is made of. `absent`:
 * those that no item of the source meets.
 */
export function decidePresence(
  source: Source,
  names: ReadonlySet<string>,
  given: readonly ConditionNode[],
): { readonly left: readonly ConditionNode[]; readonly absent: readonly string[] } {
  // Comparisons with values say nothing of it.
  if (given.every((clause) => clause.kind === 'comparison' && clause.operands.length > 0))
    return { left: given, absent: none }
  const judge = (comparison: Comparison): Verdict => {
    const { left, operator } = comparison
    const row: OperatorRow = operators[operator]
    const known = left.kind === 'path' && left.names.length === 1 && names.has(rootName(left))
    return known && row.operands === 'none' ? row.holds({ S: 'a' }, []) : comparison
  }
  const absent: string[] = []
  const left = given.flatMap((clause) => {
    const verdict = fold(clause, judge)
    if (verdict === false) absent.push(`${nodeText(clause)} is never true for items of ${sourceText(source)}`)
    return typeof verdict === 'boolean' ? [] : verdict
  })
  return { left, absent }
}
