// Choices among sources that are remembered for queries of one shape: only their values are new.
import type { KeyPart } from '../entity/key/key.js'
import type { Slot, Template } from '../entity/key/template/slot.js'
import type { EntityModel } from '../entity/model.js'
import type { AttributeValue } from '../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../expression/condition/condition-node.js'
import { type OperatorName, type OperatorRow, operators } from '../expression/condition/operators.js'
import { Shapes, ShapeWalk } from '../expression/condition/shape-walk.js'
import type { PathOperand } from '../expression/path/operand.js'
import { remembered } from '../util/remembered.js'
import { touches } from './condition/condition-tree.js'
import { sameNode } from './condition/same-node.js'
import type { Candidate } from './key/candidate.js'
import { guardsRequested } from './source/guards-apart.js'
import type { QuerySpec, Source } from './source/plan.js'
import { keyPartsOf } from './source/source.js'
import { placeIn, startIn } from './template/slot-range.js'
import { comparisonOn, keyPath } from './template/template-conditions.js'

/** A source that was chosen, and what a Query of it says and leaves to the filter. */
export interface Chosen extends Pick<Candidate, 'source' | 'reading' | 'apart'> {
  readonly use: Pick<Candidate['use'], 'key' | 'rest'>
}

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
interface UseRecipe {
  readonly source: Source
  readonly key: readonly KeyRecipe[]
  readonly rest: readonly number[]
}

/** What is remembered for a shape. It holds no values. */
interface ChoiceRecipe extends Pick<Candidate, 'reading' | 'apart'> {
  readonly chosen: UseRecipe
  /** The other sources that could serve it: their keys must be possible, too. */
  readonly others: readonly UseRecipe[]
  /** The clauses on key attributes, whose values decide. */
  readonly keyed: readonly number[]
  /** When it was made: other entities of the table may tell kinds apart in another way. */
  readonly edition: number
}

const shapesOf = remembered((_model: EntityModel) => new Shapes<ChoiceRecipe>())

/** The choice for one query: remembered, or to be remembered. */
export class KnownChoice {
  readonly model: EntityModel
  readonly clauses: readonly ConditionNode[]
  readonly walk: ShapeWalk<ChoiceRecipe>

  /** @param clauses the conditions in their normal form. */
  constructor(model: EntityModel, spec: QuerySpec, clauses: readonly ConditionNode[]) {
    const walk = new ShapeWalk(shapesOf(model))
    this.model = model
    this.clauses = clauses
    this.walk = walk
    walk.to(spec.index)
    walk.to(spec.order)
    walk.to(spec.consistent)
    walk.to(spec.full)
    for (const path of spec.select) walk.path(path)
    walk.end()
    for (let at = 0; at < clauses.length; at++) walk.condition(clauses[at] as ConditionNode)
    walk.end()
  }

  /** Returns what planning would choose; `undefined` if it is not known for this shape, or for these values. */
  get found(): Chosen | undefined {
    const { known } = this.walk
    if (known === undefined || known.edition !== this.model.table.shared.edition) return undefined
    const { chosen, others, keyed, reading, apart } = known
    if (!keyed.every((at) => isOrdinary(this.clauses[at]))) return undefined
    const key = keyOf(chosen, this.clauses)
    if (key === undefined || !others.every((each) => keyOf(each, this.clauses) !== undefined))
      return undefined
    if (this.model.table.shared.guarded && guardsRequested(this.model, key).length > 0) return undefined
    const rest: ConditionNode[] = []
    for (const at of chosen.rest) rest.push(this.clauses[at] as ConditionNode)
    return { source: chosen.source, use: { key, rest }, reading, apart }
  }

  /**
   * Remembers a choice, if the values of the query had no part in it.
   * @param able the candidates whose partition key is given, the chosen one among them.
   * @param indexed the stored names of all key attributes.
   */
  remember(chosen: Candidate, able: readonly Candidate[], indexed: ReadonlySet<string>): void {
    const { model, clauses } = this
    const keyed = keyedIn(clauses, indexed)
    if (keyed === undefined || !keyed.every((at) => isOrdinary(clauses[at]))) return
    if (able.some(({ use }) => guardsRequested(model, use.key).length > 0)) return
    const recipes = new Map<Candidate, UseRecipe>()
    for (const candidate of able) {
      const recipe = useRecipe(candidate, clauses)
      if (recipe === undefined) return
      recipes.set(candidate, recipe)
    }
    const own = recipes.get(chosen)
    recipes.delete(chosen)
    if (own === undefined) return
    this.walk.remember({
      chosen: own,
      others: [...recipes.values()],
      reading: chosen.reading,
      apart: chosen.apart,
      keyed,
      edition: model.table.shared.edition,
    })
  }
}

// The places of the clauses on key attributes, if each of these has at most one, which compares it with values.
function keyedIn(clauses: readonly ConditionNode[], indexed: ReadonlySet<string>): number[] | undefined {
  const names = new Set<string>()
  const keyed: number[] = []
  for (const [at, clause] of clauses.entries()) {
    if (!touches(clause, indexed)) continue
    const name = nameIn(clause)
    if (clause.kind !== 'comparison' || name === undefined || names.has(name)) return undefined
    const row: OperatorRow = operators[clause.operator]
    if (row.operands === 'type' || clause.operands.some(({ kind }) => kind !== 'value')) return undefined
    names.add(name)
    keyed.push(at)
  }
  return keyed
}

// The attribute that a clause compares.
function nameIn(clause: ConditionNode | undefined): string | undefined {
  if (clause?.kind !== 'comparison' || clause.left.kind !== 'path') return undefined
  const { names } = clause.left
  return names.length === 1 ? String(names[0]) : undefined
}

/** Shorter than any limit of a key attribute at three bytes per character. */
const mostCharacters = 340

// Values that every key attribute may have. Of others, some decide conditions, and some are refused.
function isOrdinary(clause: ConditionNode | undefined): boolean {
  if (clause?.kind !== 'comparison') return false
  for (const operand of clause.operands) {
    if (operand.kind !== 'value') return false
    const { value } = operand
    const size = 'S' in value ? value.S.length : 'B' in value ? value.B.length : 'N' in value ? 1 : 0
    if (size === 0 || size > mostCharacters) return false
  }
  return true
}

function useRecipe({ source, use }: Candidate, clauses: readonly ConditionNode[]): UseRecipe | undefined {
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
  const again = keyOf(recipe, clauses)
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
  // Several values may have one text in the key.
  if (template.slots.some(({ format }) => format.lossy)) return undefined
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
      if (operator === 'beginsWith' && template.type === 'S') pieces.push({ slot: piece, at })
      else if (operator !== undefined) return undefined
      break
    }
  }
  if (comparison === undefined) return pieces.length === 0 ? 'nothing' : undefined
  const { operator } = comparison
  if (operator !== (whole ? 'eq' : 'beginsWith')) return undefined
  return { template, path: keyPath(name), operator, pieces }
}

// The key condition of a source; `undefined` if it cannot be told without planning.
function keyOf({ key }: UseRecipe, clauses: readonly ConditionNode[]): readonly Comparison[] | undefined {
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
