// Comparisons of templated key attributes for queries of one shape: how they are made of the values of a query.
import type { KeyPart } from '../../entity/key/key.js'
import type { Slot, Template } from '../../entity/key/template/slot.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { type OperatorName, type OperatorRow, operators } from '../../expression/condition/operators.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { oneText } from '../template/one-text.js'
import { placeIn, startIn } from '../template/slot-range.js'
import { comparisonOn, isCovered, keyPath } from '../template/template-conditions.js'
import { type OpenSlot, openSlot, rangeInSlot } from '../template/template-use.js'
import { intervalOf } from '../template/value-interval.js'
import { wholeUse } from '../template/whole-key.js'

/** How a template makes a comparison of several clauses, which are named by their places. */
export interface PartRecipe {
  readonly template: Template
  readonly path: PathOperand
  readonly operator: OperatorName
  /** The pieces whose whole text is known: constant text, or a slot with the clause that gives it. */
  readonly pieces: readonly (string | GivenSlot)[]
  /** The slot after them, if a clause gives a range of its values. */
  readonly open: RangedSlot | undefined
}

interface GivenSlot {
  readonly slot: Slot
  readonly at: number
  /** Whether no other value has its text, so that the filter need not compare it. */
  readonly only: boolean
}

interface RangedSlot extends OpenSlot {
  readonly at: number
  /** What the range says of its first values; `undefined` until it is made. */
  readonly sense: RangeSense | undefined
}

/** What the filter depends on. Of which attributes a range speaks is the same for all values. */
interface RangeSense {
  /** Whether the range says all of its clause, and of those before it: the filter need not. */
  readonly covered: boolean
  readonly before: boolean
}

/** The attribute that a clause compares; `undefined` for any other condition. */
export function nameIn(clause: ConditionNode | undefined): string | undefined {
  if (clause?.kind !== 'comparison' || clause.left.kind !== 'path') return undefined
  const { names } = clause.left
  return names.length === 1 ? String(names[0]) : undefined
}

/** What a template makes of an eq for each of its slots, or for the first ones and then a range of one. */
export function partRecipe(
  { name, template }: KeyPart,
  comparison: Comparison | undefined,
  clauses: readonly ConditionNode[],
): PartRecipe | 'nothing' | undefined {
  const on = (attribute: string): number => clauses.findIndex((clause) => nameIn(clause) === attribute)
  if (template === undefined || !('slots' in template) || on(name) >= 0) return undefined
  // Items that lack attributes may lie in the range of others.
  if (template.partial) return undefined
  const pieces: (string | GivenSlot)[] = []
  let open: RangedSlot | undefined
  for (const piece of template.pieces) {
    const at = typeof piece === 'string' ? -1 : on(piece.name)
    const clause = clauses[at] as Comparison | undefined
    if (typeof piece === 'string') pieces.push(piece)
    else if (clause?.operator === 'eq') {
      const value = givenIn(clause)
      if (value === undefined) return undefined
      pieces.push({ slot: piece, at, only: template.type !== 'S' || placeIn(piece, value).rank === 'only' })
    } else {
      const slot = openSlot(template, pieces.length)
      if (slot !== undefined && at >= 0) open = { ...slot, at, sense: undefined }
      break
    }
  }
  if (comparison === undefined) return pieces.length === 0 && open === undefined ? 'nothing' : undefined
  const recipe = { template, path: keyPath(name), operator: comparison.operator, pieces }
  if (open === undefined) return { ...recipe, open }
  const made = madeRange(recipe, open, clauses)
  return made && { ...recipe, open: { ...open, sense: made.sense } }
}

/** Returns the comparison for other values; `undefined` if they need planning. */
export function filledPart(recipe: PartRecipe, clauses: readonly ConditionNode[]): Comparison | undefined {
  const { template, path, operator, pieces, open } = recipe
  if (open !== undefined) {
    const made = madeRange(recipe, open, clauses)
    return made?.comparison?.operator === operator && isSame(made.sense, open.sense)
      ? made.comparison
      : undefined
  }
  if (template.type !== 'S') {
    const [piece] = pieces
    const value = typeof piece === 'object' ? givenIn(clauses[piece.at] as Comparison) : undefined
    return value && comparisonOn(path, operator, [value])
  }
  const text = textOf(recipe, clauses)
  return text === undefined || text.length === 0 ? undefined : comparisonOn(path, operator, [{ S: text }])
}

function textOf(
  { template, pieces }: Pick<PartRecipe, 'template' | 'pieces'>,
  clauses: readonly ConditionNode[],
): string | undefined {
  let text = ''
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] as string | GivenSlot
    if (typeof piece === 'string') {
      text += piece
      continue
    }
    const value = givenIn(clauses[piece.at] as Comparison)
    if (value === undefined) return undefined
    const place = placeIn(piece.slot, value)
    if (place.text === undefined || place.rank === 'after' || (place.rank === 'only') !== piece.only)
      return undefined
    text += place.text
  }
  return fits(text, template.most) ? text : undefined
}

// Surely: a UTF-16 unit takes at most three bytes.
const fits = (text: string, most: number): boolean => text.length * 3 <= most

interface MadeRange {
  readonly comparison: Comparison | undefined
  readonly sense: RangeSense
}

// As the planner makes it; `undefined` if there is no key in it, or if the clause leaves one text only.
function madeRange(
  recipe: Pick<PartRecipe, 'template' | 'path' | 'pieces'>,
  open: RangedSlot,
  clauses: readonly ConditionNode[],
): MadeRange | undefined {
  const { template, path } = recipe
  const { slot } = open
  const clause = clauses[open.at] as Comparison
  if (template.type !== 'S') {
    const interval = slot.codec.unsorted === true ? undefined : intervalOf(clause, slot.name)
    const use = wholeUse(path, slot, interval === undefined ? [] : [{ clause, interval }])
    const sense = { covered: use.covered.length > 0, before: true }
    return use.never === undefined ? { comparison: use.comparison, sense } : undefined
  }
  const text = textOf(recipe, clauses)
  if (text === undefined || (slot.format.lossy && oneText(slot, [clause]) !== undefined)) return undefined
  const start = startOf(open, text, clause)
  if (start !== undefined)
    return { comparison: comparisonOn(path, clause.operator, [{ S: start.text }]), sense: senseOf(start) }
  const interval = slot.codec.unsorted === true ? undefined : intervalOf(clause, slot.name)
  const range = rangeInSlot(open, text, interval)
  if (range === 'nothing' || range.operator === undefined) return undefined
  const { operator, texts, exact, there } = range
  return {
    comparison: comparisonOn(
      path,
      operator,
      texts.map((S) => ({ S })),
    ),
    sense: {
      covered: interval !== undefined && isCovered(interval, there, exact),
      before: exact.before,
    },
  }
}

// The beginning of the keys that a prefix leaves: most ranges are like that, and need no ends.
function startOf(
  open: RangedSlot,
  before: string,
  clause: Comparison,
): { text: string; exact: boolean } | undefined {
  const row: OperatorRow = operators[clause.operator]
  if (row.operands !== 'prefix' || open.slot.codec.unsorted === true) return undefined
  const prefix = givenIn(clause)
  const { slot, next, nextIsLast } = open
  const start = prefix && startIn({ slot, before, next, nextIsLast }, prefix)
  return start !== undefined && start.text.length > 0 && fits(start.text, open.most) ? start : undefined
}

const exactStart: RangeSense = Object.freeze({ covered: true, before: true })
const looseStart: RangeSense = Object.freeze({ covered: false, before: true })
const senseOf = ({ exact }: { readonly exact: boolean }): RangeSense => (exact ? exactStart : looseStart)

const isSame = (a: RangeSense, b: RangeSense | undefined): boolean =>
  a.covered === b?.covered && a.before === b.before

function givenIn({ operands: [operand] }: Comparison): AttributeValue | undefined {
  return operand?.kind === 'value' ? operand.value : undefined
}
