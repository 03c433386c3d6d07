// Choices among sources that are remembered for queries of one shape: only their values are new.
import { attributesOfPart } from '../entity/key/key.js'
import type { EntityModel } from '../entity/model.js'
import type { ConditionNode } from '../expression/condition/condition-node.js'
import { type OperatorRow, operators } from '../expression/condition/operators.js'
import { Shapes, ShapeWalk } from '../expression/shape/shape-walk.js'
import { remembered } from '../util/remembered.js'
import { touches } from './condition/condition-tree.js'
import type { Candidate } from './key/candidate.js'
import { filledKey, isOrdinary, type UseRecipe, useRecipe } from './key/key-recipe.js'
import { nameIn } from './key/part-recipe.js'
import { guardsRequested } from './source/guards-apart.js'
import type { QuerySpec, Source } from './source/plan.js'

/** A source that was chosen, and what a Query of it says and leaves to the filter. */
export interface Chosen extends Pick<Candidate, 'source' | 'reading' | 'apart'> {
  readonly use: Pick<Candidate['use'], 'key' | 'rest'>
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
    const key = filledKey(chosen, this.clauses)
    if (key === undefined || !others.every((each) => filledKey(each, this.clauses) !== undefined))
      return undefined
    if (this.model.table.shared.guarded && guardsRequested(this.model, key).length > 0) return undefined
    const rest: ConditionNode[] = []
    for (const at of chosen.rest) rest.push(this.clauses[at] as ConditionNode)
    return { source: chosen.source, use: { key, rest }, reading, apart }
  }

  /**
   * Remembers a choice, if the values of the query had no part in it.
   * @param candidates all sources that were weighed.
   * @param indexed the stored names of all key attributes.
   */
  remember(chosen: Candidate, candidates: readonly Candidate[], indexed: ReadonlySet<string>): void {
    const { model, clauses } = this
    const keyed = keyedIn(clauses, indexed)
    if (keyed === undefined || !keyed.every((at) => isOrdinary(clauses[at]))) return
    const recipes = new Map<Candidate, UseRecipe>()
    for (const candidate of candidates) {
      const { source, use } = candidate
      if (use.missing.length > 0) {
        if (mayBecomeAble(source, clauses)) return
        continue
      }
      if (guardsRequested(model, use.key).length > 0) return
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

// Whether a source that lacks parts of its partition key may have them for other values: conditions may leave one
// text of an attribute that none gives, and a function may make no key of some values.
function mayBecomeAble({ key }: Source, clauses: readonly ConditionNode[]): boolean {
  const compared = new Set(clauses.map(nameIn))
  return key.partition.some((part) => {
    const { template } = part
    if (template === undefined) return false
    return 'slots' in template
      ? template.slots.some(({ name, format, partial }) => (format.lossy || partial) && compared.has(name))
      : attributesOfPart(part).every(({ name }) => compared.has(name))
  })
}
