// Expressions of updates of the same shape are printed once: only the values of each one are new.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { remembered } from '../../util/remembered.js'
import type { Change } from '../change/update-change.js'
import type { Condition } from '../condition/condition.js'
import { printConditions } from '../condition/printed-condition.js'
import { type UpdateClause, updateClauses } from '../function/update-functions.js'
import type { OperandNode } from '../function/update-operand.js'
import { Placeholders } from '../path/placeholders.js'
import { isSameList, Shapes, ShapeWalk } from '../shape/shape-walk.js'
import { printUpdate } from './update-text.js'

/** The texts of an update, with the names of their placeholders in order. */
interface UpdatePlan {
  readonly update: string
  /** Absent if the update has no conditions. */
  readonly condition: string | undefined
  readonly names: readonly string[]
}

/** A plan and the values of its placeholders, in order. */
export interface PlannedUpdate extends UpdatePlan {
  readonly values: readonly AttributeValue[]
}

const shapesOf = remembered((_owner: Owner) => new Shapes<UpdatePlan>())

/** The entity whose shapes are remembered. */
interface Owner {
  readonly name: string
}

// What no name of an attribute is equal to.
const isFunction = Symbol('function')

const clauses = Object.freeze(Object.keys(updateClauses)) as readonly UpdateClause[]

// Follows the tokens of one update, in the order in which it is printed.
class UpdateWalk extends ShapeWalk<UpdatePlan> {
  update(changes: readonly Change[], conditions: readonly Condition[]): void {
    for (const clause of clauses)
      for (let at = 0; at < changes.length; at++) {
        const change = changes[at] as Change
        if (change.clause === clause) this.change(change)
      }
    this.end()
    for (let at = 0; at < conditions.length; at++) this.condition((conditions[at] as Condition).node)
    this.end()
  }

  change({ clause, target, operand }: Change): void {
    this.to(clause)
    this.path(target)
    if (operand !== undefined) this.operandOf(operand)
  }

  operandOf(operand: OperandNode): void {
    if (operand.kind !== 'function') this.operand(operand)
    else {
      this.to(isFunction)
      this.to(operand.name)
      this.operandOf(operand.first)
      this.operandOf(operand.second)
    }
  }
}

/**
 * Returns the texts of an update and its conditions. They depend on the functions, operators and paths only, so they
 * are remembered for these; the values are those of this update.
 * @throws InvalidUpdateError or InvalidConditionError as `printUpdate` and `printConditions`.
 */
export function plannedUpdate(
  owner: Owner,
  changes: readonly Change[],
  conditions: readonly Condition[],
): PlannedUpdate {
  const walk = new UpdateWalk(shapesOf(owner))
  walk.update(changes, conditions)
  const { values, known } = walk
  if (known !== undefined)
    return { update: known.update, condition: known.condition, names: known.names, values }
  const made = printedUpdate(changes, conditions, owner.name)
  // The values of a remembered plan must be met in the order in which they are printed.
  if (isSameList(made.values, values))
    walk.remember({ update: made.update, condition: made.condition, names: made.names })
  return made
}

/** Prints an update and its conditions. @throws as `plannedUpdate`. */
export function printedUpdate(
  changes: readonly Change[],
  conditions: readonly Condition[],
  entity: string,
): PlannedUpdate {
  const placeholders = new Placeholders()
  const update = printUpdate(changes, placeholders, entity)
  const condition = printConditions(conditions, placeholders)
  return { update, condition, names: placeholders.named, values: placeholders.given }
}
