// References for callbacks: `attr`, with the attributes as members, looked up when an operator is called.
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
 * Returns the attributes of an entity as members: `attr.address.city.eq('Rome')`, `attr.lines[0].sku`. It can also be
 * called with a path, for names that equal the name of an operator: `attr('address.size')`. A reference is resolved
 * when an operator is called on it; only then does an unknown attribute throw an InvalidConditionError.
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

/** Returns what every reference has under a name; `undefined` if the name is a member of the attribute. */
export type ReferenceMethods = (key: string | symbol, subject: () => Subject) => unknown

/** Returns references with the methods that the caller provides. */
export function referencesWith(root: PathRoot, methods: ReferenceMethods): unknown {
  return new Proxy(function attr() {}, {
    ...refusals(root, 'attr'),
    apply: (_target, _self, [path]: unknown[]) =>
      reference(root, parsePath(path as string, root.entity), methods),
    get: (_target, key) => {
      if (key === Symbol.toPrimitive) return () => refuseCoercion(root)
      if (key === 'toJSON' && !isAttribute(root, [key])) return () => refuseJson(root, 'attr')
      if (key === Symbol.iterator) return () => refuseIteration(root, 'attr')
      return typeof key === 'symbol' ? undefined : reference(root, [stepOf(key)], methods)
    },
  })
}

// In `set('total', (t) => t + 1)` the parameter is the attributes as a whole, and JavaScript's operators cannot be
// intercepted.
function refuseCoercion({ entity }: PathRoot): never {
  const detail =
    'the callback receives the attributes, which are not a value: use attr.total.plus(1) in an update, attr.total.gt(1) in a condition'
  throw new InvalidConditionError({ entity, detail })
}

// JavaScript converts the attribute in `attr.total > 5` to a number, in `attr.total + 1` to any primitive value.
function refuseOperator({ entity }: PathRoot, path: string): never {
  const detail = `${path} stands for an attribute and has no value here, so that JavaScript's operators cannot use it: write attr.${path}.gt(5) in a condition, attr.${path}.plus(1) in an update`
  throw new InvalidConditionError({ entity, detail })
}

function refuseJson({ entity }: PathRoot, what: string): never {
  const detail = `${what} stands for attributes and has no value here, so that it cannot be made into JSON`
  throw new InvalidConditionError({ entity, detail })
}

function refuseIteration({ entity }: PathRoot, what: string): never {
  const detail = `${what} stands for attributes and has no value here, so that it can be neither iterated nor spread: name elements by their index, as in attr.tags[0]`
  throw new InvalidConditionError({ entity, detail })
}

// What would change nothing, silently.
function refusals({ entity }: PathRoot, what: string): ProxyHandler<object> {
  const refuse = (change: string): never => {
    const detail = `${what} stands for attributes and cannot be changed by ${change}: change items with update(key), .set(path, value) and .remove(path)`
    throw new InvalidConditionError({ entity, detail })
  }
  return {
    set: () => refuse('an assignment'),
    defineProperty: () => refuse('defineProperty'),
    setPrototypeOf: () => refuse('setPrototypeOf'),
    deleteProperty: () => refuse('delete'),
  }
}

function refuseCall({ entity }: PathRoot, steps: PathSteps): never {
  const detail = `${pathText(steps)} is neither an attribute nor an operator, and cannot be called`
  throw new InvalidConditionError({ entity, detail })
}

const inspection: unique symbol = Symbol.for('nodejs.util.inspect.custom')

// The target of the proxy: what inspection shows. Bound to the target, because inspection calls it on the proxy.
const shownAs = (entity: string, steps: PathSteps) => ({
  [inspection]: (): string => `${entity}.${pathText(steps)}`,
})

function reference(root: PathRoot, steps: PathSteps, methods: ReferenceMethods): object {
  const subject = (): Subject => ({ root, path: resolveReference(root, steps), size: false })
  const shown = shownAs(root.entity, steps)
  // A name below an attribute that is not an attribute, such as an operator that does not exist, must be callable to
  // refuse the call.
  const callable = steps.length > 1 && steps.at(-1) !== 'then' && !isAttribute(root, steps)
  const target = callable ? Object.assign(() => {}, shown) : shown
  return new Proxy(target, {
    ...refusals(root, pathText(steps)),
    apply: () => refuseCall(root, steps),
    get(_, key) {
      if (key === referent) return subject()
      if (key === Symbol.toPrimitive) return (hint: string) => coerced(root, steps, hint)
      if (key === 'toJSON' && !isAttribute(root, [...steps, key]))
        return () => refuseJson(root, pathText(steps))
      if (key === Symbol.iterator) return () => refuseIteration(root, pathText(steps))
      const method = methods(key, subject)
      if (method !== undefined || typeof key === 'symbol') return method
      return reference(root, [...steps, stepOf(key)], methods)
    },
  })
}

// In text it is its path.
function coerced(root: PathRoot, steps: PathSteps, hint: string): string {
  const path = pathText(steps)
  return hint === 'string' ? path : refuseOperator(root, path)
}

function isAttribute(root: PathRoot, steps: PathSteps): boolean {
  try {
    resolveReference(root, steps)
    return true
  } catch {
    return false
  }
}

// A member whose name is a list index is a list index, if the struct has a list there.
function stepOf(key: string): string | number {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) ? Number(key) : key
}
