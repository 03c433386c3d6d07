// Expressions of updates of the same shape are printed once: only the values of each one are new.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { remembered } from '../../util/remembered.js'
import type { Change } from '../change/update-change.js'
import type { Condition } from '../condition/condition.js'
import type { ConditionNode } from '../condition/condition-node.js'
import { printConditions } from '../condition/printed-condition.js'
import { type UpdateClause, updateClauses } from '../function/update-functions.js'
import type { OperandNode } from '../function/update-operand.js'
import type { Operand, PathOperand } from '../path/operand.js'
import { Placeholders } from '../path/placeholders.js'
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

/** One token of a shape after another leads to its plan. Most tokens have one successor. */
class ShapeNode {
  token: unknown = undefined
  next: ShapeNode | undefined = undefined
  others: Map<unknown, ShapeNode> | undefined = undefined
  plan: UpdatePlan | undefined = undefined
}

/** The shapes of the updates of one entity. */
class Shapes {
  root = new ShapeNode()
  size = 0

  clear(): void {
    this.root = new ShapeNode()
    this.size = 0
  }
}

const shapesOf = remembered((_owner: Owner) => new Shapes())

/** The entity whose shapes are remembered. */
interface Owner {
  readonly name: string
}

// A program has few shapes. But names in paths may come from its users, so what is remembered is limited.
const mostNodes = 5_000
const longestName = 200
const mostValues = 100

// What no name of an attribute is equal to.
const isPath = Symbol('path')
const isPathWithNull = Symbol('path where NULL is absence')
const isSize = Symbol('size')
const isValue = Symbol('value')
const isFunction = Symbol('function')
const isGroup = { and: Symbol('and'), or: Symbol('or') }
const isNegation = Symbol('not')
const isEnd = Symbol('end')

const clauses = Object.freeze(Object.keys(updateClauses)) as readonly UpdateClause[]

// Follows the tokens of one update, in the order in which it is printed, and collects its values on the way.
class ShapeWalk {
  readonly shapes: Shapes
  readonly values: AttributeValue[] = []
  at: ShapeNode
  /** Whether the shape can be remembered: it has no name of unusual length, and not too many values. */
  usual = true

  constructor(shapes: Shapes) {
    if (shapes.size > mostNodes) shapes.clear()
    this.shapes = shapes
    this.at = shapes.root
  }

  update(changes: readonly Change[], conditions: readonly Condition[]): void {
    for (const clause of clauses)
      for (let at = 0; at < changes.length; at++) {
        const change = changes[at] as Change
        if (change.clause === clause) this.change(change)
      }
    this.to(isEnd)
    for (let at = 0; at < conditions.length; at++) this.condition((conditions[at] as Condition).node)
    this.to(isEnd)
  }

  to(token: unknown): void {
    const { at } = this
    if (at.token === token && at.next !== undefined) {
      this.at = at.next
      return
    }
    this.at = at.others?.get(token) ?? this.added(at, token)
  }

  added(at: ShapeNode, token: unknown): ShapeNode {
    const made = new ShapeNode()
    this.shapes.size++
    if (at.next === undefined) {
      at.token = token
      at.next = made
    } else {
      at.others ??= new Map()
      at.others.set(token, made)
    }
    return made
  }

  value(value: AttributeValue): void {
    this.to(isValue)
    this.values.push(value)
  }

  path({ names, nullIsAbsence }: PathOperand): void {
    if (names.length === 1 && nullIsAbsence !== true) this.name(names[0])
    else {
      this.to(nullIsAbsence === true ? isPathWithNull : isPath)
      for (let at = 0; at < names.length; at++) this.name(names[at])
      this.to(isEnd)
    }
  }

  name(name: string | number | undefined): void {
    if (typeof name === 'string' && name.length > longestName) this.usual = false
    if (this.usual) this.to(name)
  }

  operand(operand: OperandNode | Operand): void {
    if (operand.kind === 'value') this.value(operand.value)
    else if (operand.kind === 'path') this.path(operand)
    else if (operand.kind === 'size') {
      this.to(isSize)
      this.path(operand.path)
    } else {
      this.to(isFunction)
      this.to(operand.name)
      this.operand(operand.first)
      this.operand(operand.second)
    }
  }

  change({ clause, target, operand }: Change): void {
    this.to(clause)
    this.path(target)
    if (operand !== undefined) this.operand(operand)
  }

  condition(node: ConditionNode): void {
    if (node.kind === 'comparison') {
      const { operator, left, operands } = node
      this.to(operator)
      this.operand(left)
      this.to(operands.length)
      if (operands.length > mostValues) this.usual = false
      else for (let at = 0; at < operands.length; at++) this.operand(operands[at] as Operand)
    } else if (node.kind === 'not') {
      this.to(isNegation)
      this.condition(node.condition)
    } else {
      this.to(isGroup[node.kind])
      this.to(node.conditions.length)
      for (const each of node.conditions) this.condition(each)
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
  const walk = new ShapeWalk(shapesOf(owner))
  walk.update(changes, conditions)
  const { values, at } = walk
  const known = walk.usual ? at.plan : undefined
  if (known !== undefined)
    return { update: known.update, condition: known.condition, names: known.names, values }
  const made = printedUpdate(changes, conditions, owner.name)
  if (walk.usual && isSameList(made.values, values))
    at.plan = { update: made.update, condition: made.condition, names: made.names }
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

// The values of a remembered plan must be met in the order in which they are printed.
function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at])
}
