// Walks over conditions, token by token: conditions that differ in their values only lead to the same place.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { ConditionNode } from '../condition/condition-node.js'
import type { Operand, PathOperand } from '../path/operand.js'

/** One token of a shape after another leads to what is remembered for it. Most tokens have one successor. */
class ShapeNode<P> {
  token: unknown = undefined
  next: ShapeNode<P> | undefined = undefined
  others: Map<unknown, ShapeNode<P>> | undefined = undefined
  /** What is remembered for the shape that ends here. It must not contain values. */
  found: P | undefined = undefined
}

/** What is remembered for the shapes of one entity. */
export class Shapes<P> {
  root = new ShapeNode<P>()
  size = 0

  clear(): void {
    this.root = new ShapeNode()
    this.size = 0
  }
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
const isGroup = { and: Symbol('and'), or: Symbol('or') }
const isNegation = Symbol('not')
const isEnd = Symbol('end')

/** Follows the tokens of one shape, and collects its values on the way. */
export class ShapeWalk<P> {
  readonly shapes: Shapes<P>
  readonly values: AttributeValue[] = []
  at: ShapeNode<P>
  /** Whether the shape can be remembered: it has no name of unusual length, and not too many values. */
  usual = true

  constructor(shapes: Shapes<P>) {
    if (shapes.size > mostNodes) shapes.clear()
    this.shapes = shapes
    this.at = shapes.root
  }

  /** What is remembered for the shape up to here; `undefined` if nothing is. */
  get known(): P | undefined {
    return this.usual ? this.at.found : undefined
  }

  /** Remembers something without values for the shape up to here. */
  remember(found: P): void {
    if (this.usual) this.at.found = found
  }

  to(token: unknown): void {
    const { at } = this
    if (at.token === token && at.next !== undefined) {
      this.at = at.next
      return
    }
    this.at = at.others?.get(token) ?? this.added(at, token)
  }

  added(at: ShapeNode<P>, token: unknown): ShapeNode<P> {
    const made = new ShapeNode<P>()
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

  end(): void {
    this.to(isEnd)
  }

  value(value: AttributeValue): void {
    this.to(isValue)
    this.values.push(value)
  }

  path({ names, nullIsAbsence }: Pick<PathOperand, 'names' | 'nullIsAbsence'>): void {
    if (names.length === 1 && nullIsAbsence !== true) this.name(names[0])
    else {
      this.to(nullIsAbsence === true ? isPathWithNull : isPath)
      for (let at = 0; at < names.length; at++) this.name(names[at])
      this.end()
    }
  }

  name(name: string | number | undefined): void {
    if (typeof name === 'string' && name.length > longestName) this.usual = false
    if (this.usual) this.to(name)
  }

  operand(operand: Operand): void {
    if (operand.kind === 'value') this.value(operand.value)
    else if (operand.kind === 'path') this.path(operand)
    else {
      this.to(isSize)
      this.path(operand.path)
    }
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

/** Whether two lists have the same members, in the same order. */
export function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at])
}
