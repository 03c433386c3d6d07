// Key conditions of sources for queries of one shape: how they are made of the values of a query.
import type { KeyPart } from '../../entity/key/key.js'
import type { Slot, Template } from '../../entity/key/template/slot.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import type { OperatorName } from '../../expression/condition/operators.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { rangeOperators } from '../condition/operator-sense.js'
import { sameNode } from '../condition/same-node.js'
import type { Source } from '../source/plan.js'
import { keyPartsOf } from '../source/source.js'
import { placeIn, startIn } from '../template/slot-range.js'
import { comparisonOn, keyPath } from '../template/template-conditions.js'
import type { Candidate } from './candidate.js'

/** What a key attribute is compared with: a clause of the query, or what a template makes of several. */
type KeyRecipe = number | PartRecipe

interface PartRecipe {
  readonly template: Template
  readonly path: PathOperand
  readonly operator: OperatorName
  /** The pieces whose text is in the comparison: constant text, or a slot with the clause that gives it. */
  readonly pieces: readonly (string | SlotRecipe)[]
}

interface SlotRecipe {
  readonly slot: Slot
  readonly at: number
}

/** How a source serves the queries of a shape: clauses by their places. */
export interface UseRecipe {
  readonly source: Source
  readonly key: readonly KeyRecipe[]
  readonly rest: readonly number[]
}

/** The attribute that a clause compares; `undefined` for any other condition. */
export function nameIn(clause: ConditionNode | undefined): string | undefined {
  if (clause?.kind !== 'comparison' || clause.left.kind !== 'path') return undefined
  const { names } = clause.left
  return names.length === 1 ? String(names[0]) : undefined
}

/** Shorter than any limit of a key attribute at three bytes per character. */
const mostCharacters = 340

/** Whether its values are such that every key attribute may have. Of others, some decide, and some are refused. */
export function isOrdinary(clause: ConditionNode | undefined): boolean {
  if (clause?.kind !== 'comparison') return false
  for (const operand of clause.operands) {
    if (operand.kind !== 'value') return false
    const { value } = operand
    const size = 'S' in value ? value.S.length : 'B' in value ? value.B.length : 'N' in value ? 1 : 0
    if (size === 0 || size > mostCharacters) return false
  }
  return true
}

/** Returns how a source serves queries of this shape; `undefined` if that depends on their values. */
export function useRecipe(
  { source, use }: Candidate,
  clauses: readonly ConditionNode[],
): UseRecipe | undefined {
  if (use.never !== undefined) return undefined
  const key: KeyRecipe[] = []
  for (const part of keyPartsOf(source))
    if (part.template !== undefined) {
      const made = partRecipe(part, use.parts.find((each) => each.part === part)?.comparison, clauses)
      if (made === undefined) return undefined
      if (made !== 'nothing') key.push(made)
    } else {
      const at = clauses.findIndex((clause) => nameIn(clause) === part.name && includes(use.key, clause))
      if (at >= 0) key.push(at)
    }
  const rest = use.rest.map((clause) => clauses.indexOf(clause))
  const recipe = { source, key, rest }
  const again = filledKey(recipe, clauses)
  const isSame =
    again?.length === use.key.length && again.every((each, at) => sameNode(each, use.key[at] as Comparison))
  return isSame && !rest.includes(-1) ? recipe : undefined
}

const includes = (key: readonly ConditionNode[], clause: ConditionNode): boolean => key.includes(clause)

// What a template makes of an eq for each of its slots, or for the first ones and then the beginning of one.
function partRecipe(
  { name, template }: KeyPart,
  comparison: Comparison | undefined,
  clauses: readonly ConditionNode[],
): PartRecipe | 'nothing' | undefined {
  const on = (attribute: string): number => clauses.findIndex((clause) => nameIn(clause) === attribute)
  if (template === undefined || !('slots' in template) || on(name) >= 0) return undefined
  // Several values may have one text in the key, and items that lack attributes may lie in the range of others.
  if (template.partial || template.slots.some(({ format }) => format.lossy)) return undefined
  const { start } = rangeOperators()
  const pieces: (string | SlotRecipe)[] = []
  let whole = true
  for (const piece of template.pieces) {
    if (typeof piece === 'string') {
      pieces.push(piece)
      continue
    }
    const at = on(piece.name)
    const clause = clauses[at]
    const operator = clause?.kind === 'comparison' ? clause.operator : undefined
    if (operator === 'eq') pieces.push({ slot: piece, at })
    else {
      whole = false
      if (operator === start && template.type === 'S') pieces.push({ slot: piece, at })
      else if (operator !== undefined) return undefined
      break
    }
  }
  if (comparison === undefined) return pieces.length === 0 ? 'nothing' : undefined
  const { operator } = comparison
  if (operator !== (whole ? 'eq' : start)) return undefined
  return { template, path: keyPath(name), operator, pieces }
}

/** Returns the key condition of a source; `undefined` if these values need planning. */
export function filledKey(
  { key }: UseRecipe,
  clauses: readonly ConditionNode[],
): readonly Comparison[] | undefined {
  const comparisons: Comparison[] = []
  for (const part of key) {
    const comparison = typeof part === 'number' ? (clauses[part] as Comparison) : madeOf(part, clauses)
    if (comparison === undefined) return undefined
    comparisons.push(comparison)
  }
  return comparisons
}

function madeOf(
  { template, path, operator, pieces }: PartRecipe,
  clauses: readonly ConditionNode[],
): Comparison | undefined {
  let text = ''
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] as string | SlotRecipe
    if (typeof piece === 'string') {
      text += piece
      continue
    }
    const { slot } = piece
    const clause = clauses[piece.at] as Comparison
    const value = givenIn(clause)
    if (value === undefined) return undefined
    if (template.type !== 'S') return comparisonOn(path, operator, [value])
    if (clause.operator === 'eq') {
      const place = placeIn(slot, value)
      if (place.text === undefined || place.rank !== 'only') return undefined
      text += place.text
    } else {
      const start = startIn({ slot, before: text, next: undefined, nextIsLast: false }, value)
      if (start?.exact !== true) return undefined
      text = start.text
    }
  }
  if (text.length === 0 || text.length > mostCharacters) return undefined
  return comparisonOn(path, operator, [{ S: text }])
}

function givenIn({ operands: [operand] }: Comparison): AttributeValue | undefined {
  return operand?.kind === 'value' ? operand.value : undefined
}
