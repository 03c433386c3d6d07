// `attr` of callbacks: attributes as members, completed by the editor, found by the entity when an operator is called.
import { pathText } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import type { Condition } from '../condition/condition.js'
import { type OperatorName, operators } from '../condition/operators.js'
import { type PathSteps, parsePath } from '../path/path.js'
import { type PathRoot, resolveReference } from '../path/resolved-path.js'
import { referent, type Subject } from '../path/subject.js'
import { operatorMethod, sizeMethod } from './operator-methods.js'
import type { Refs } from './typed-references.js'

/**
 * The attributes of an entity as members: `attr.address.city.eq('Rome')`, `attr.lines[0].sku`. Callable with a path, for names that
 * collide with an operator: `attr('address.size')`. A reference is resolved when an operator is called on it: an unknown
 * attribute is an InvalidConditionError then.
 */
export function references<T>(root: PathRoot): Refs<T> {
  const done = (condition: Condition): Condition => condition
  const self = (): unknown => attr
  const attr: unknown = referencesWith(root, (key, subject) => {
    if (typeof key === 'symbol') return undefined
    if (Object.hasOwn(operators, key)) return operatorMethod(subject, key as OperatorName, self, done)
    return key === 'size' ? sizeMethod(subject, self, done) : undefined
  })
  return attr as Refs<T>
}

/** What stands under a name on every reference; `undefined` where the member of that name is meant. */
export type ReferenceMethods = (key: string | symbol, subject: () => Subject) => unknown

/** References whose methods are the caller's. */
export function referencesWith(root: PathRoot, methods: ReferenceMethods): unknown {
  return new Proxy(function attr() {}, {
    apply: (_target, _self, [path]: unknown[]) =>
      reference(root, parsePath(path as string, root.entity), methods),
    get: (_target, key) => {
      if (key === Symbol.toPrimitive) return () => refuseCoercion(root)
      return typeof key === 'symbol' ? undefined : reference(root, [stepOf(key)], methods)
    },
  })
}

// `set('total', (t) => t + 1)`: what the callback is given stands for all attributes, and JavaScript's operators cannot be seen.
function refuseCoercion({ entity }: PathRoot): never {
  const detail =
    'a callback is given the attributes, which are not a value: use attr.total.plus(1) in an update, attr.total.gt(1) in a condition'
  throw new InvalidConditionError({ entity, detail })
}

const inspection: unique symbol = Symbol.for('nodejs.util.inspect.custom')

// The proxy's target: what text and inspection show.
class Reference {
  readonly entity: string
  readonly steps: PathSteps

  constructor(entity: string, steps: PathSteps) {
    this.entity = entity
    this.steps = steps
  }

  // Bound to the target: inspection calls it on the proxy.
  readonly [inspection] = (): string => `${this.entity}.${this}`

  toString(): string {
    return pathText(this.steps)
  }
}

function reference(root: PathRoot, steps: PathSteps, methods: ReferenceMethods): object {
  const subject = (): Subject => ({ root, path: resolveReference(root, steps), size: false })
  return new Proxy(new Reference(root.entity, steps), {
    get(target, key) {
      if (key === referent) return subject()
      if (key === Symbol.toPrimitive) return () => String(target)
      const method = methods(key, subject)
      if (method !== undefined || typeof key === 'symbol') return method
      return reference(root, [...steps, stepOf(key)], methods)
    },
  })
}

// Members with the name of a list index are list indexes, where the struct has a list.
function stepOf(key: string): string | number {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) ? Number(key) : key
}
