// A condition of one entity: frozen data that can be printed, compared, combined and used any number of times.

import { Shown } from '../../util/shown.js'
import type { CallbackParts } from '../path/callback-parts.js'
import type { ConditionNode } from './condition-node.js'
import { conditionText, plainInk } from './condition-text.js'

const brand: unique symbol = Symbol.for('dyntastic.condition')

const nodeKey: unique symbol = Symbol('dyntastic.node')

// A getter, and a function behind it: inspection does not show the values, and equal conditions stay equal. The getter
// is the same one for all, so that V8 takes all conditions for objects of one kind.
const nodeProperty: PropertyDescriptor = {
  get(this: { readonly [nodeKey]: () => ConditionNode }): ConditionNode {
    return this[nodeKey]()
  },
  enumerable: true,
}

/**
 * A condition, made by the operators of a path or a reference, and combined with `and`, `or` and `not`. It belongs to
 * the entity whose attributes it names. `String(condition)` shows it with names and without values.
 */
export class Condition extends Shown {
  readonly entity: string
  /** @internal */
  declare readonly node: ConditionNode

  /** @param parts the callback call in which it is built, which remembers it until it is used. @internal */
  constructor(entity: string, node: ConditionNode, parts?: CallbackParts) {
    super()
    this.entity = entity
    Object.freeze(node)
    Object.defineProperty(this, nodeKey, { value: () => node })
    Object.defineProperty(this, 'node', nodeProperty)
    parts?.built(this)
    Object.freeze(this)
  }

  get [brand](): true {
    return true
  }

  /** Returns the condition with names and without values: `age > (value) AND attribute_exists(email)`. */
  override toString(): string {
    return conditionText(this.node, plainInk)
  }
}

/** A condition that only an operation holds: nobody inspects or compares it, and it is made in a third of the time. */
class InnerCondition extends Shown {
  readonly entity: string
  readonly node: ConditionNode

  constructor(entity: string, node: ConditionNode) {
    super()
    this.entity = entity
    this.node = Object.freeze(node)
    Object.freeze(this)
  }

  get [brand](): true {
    return true
  }

  override toString(): string {
    return conditionText(this.node, plainInk)
  }
}

/** Makes a condition that no user receives. */
export function innerCondition(entity: string, node: ConditionNode): Condition {
  return new InnerCondition(entity, node)
}

/** Whether a value is a condition, including one from another copy of this library. */
export function isCondition(value: unknown): value is Condition {
  return typeof value === 'object' && value !== null && Reflect.get(value, brand) === true
}
