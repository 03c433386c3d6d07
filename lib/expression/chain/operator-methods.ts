// The operators of a path as methods: what follows `.where('age')` and `attr.tags.size()`.
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { Shown } from '../../util/shown.js'
import { compare, comparison, operatorNames } from '../condition/comparison.js'
import { type Condition, innerCondition } from '../condition/condition.js'
import type { OperatorName } from '../condition/operators.js'
import { type Refer, referent, type Subject } from '../path/subject.js'

/** What the method of an operator does with the condition that it made. */
export type Done<R> = (condition: Condition) => R

/** Makes the condition of an operator. */
type Make = typeof compare

/** Returns the method of one operator; its subject is looked up when the method is called. */
export function operatorMethod<R>(
  subject: () => Subject,
  name: OperatorName,
  refer: Refer,
  done: Done<R>,
  make: Make = compare,
) {
  return (...args: unknown[]): R => done(make(subject(), name, args, refer))
}

// What a chain is given goes into an operation.
const inner: Make = (subject, name, args, refer) =>
  innerCondition(subject.root.entity, comparison(subject, name, args, refer))

/**
 * Returns the method `size` of a path, which returns the operators that may follow it; the path is looked up when the
 * method is called.
 */
export function sizeMethod(subject: () => Subject, refer: Refer, done: Done<unknown>) {
  return (...args: unknown[]): object => {
    const { root, path } = subject()
    if (args.length > 0)
      throw new InvalidConditionError({
        entity: root.entity,
        detail: `size() on ${path.text} takes no arguments; put an operator after it: .size().gt(5)`,
      })
    if (!path.codec.types.some((type) => sized.has(type)))
      throw new InvalidConditionError({
        entity: root.entity,
        detail: `size() does not apply to ${path.text}, which is stored as ${path.codec.types.join(', ')}`,
      })
    return new SizeOperatorMethods({ root, path, size: true }, refer, done)
  }
}

const sized: ReadonlySet<string> = new Set(['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'])

const subjectKey: unique symbol = Symbol('dyntastic.subject')
const referKey: unique symbol = Symbol('dyntastic.refer')
const doneKey: unique symbol = Symbol('dyntastic.done')

// State is kept under symbols, so that a chain has no members but the operators.
class Requested extends Shown {
  readonly [subjectKey]: Subject
  readonly [referKey]: Refer
  readonly [doneKey]: Done<unknown>

  constructor(subject: Subject, refer: Refer, done: Done<unknown>) {
    super()
    this[subjectKey] = subject
    this[referKey] = refer
    this[doneKey] = done
  }

  override toString(): string {
    const { root, path } = this[subjectKey]
    return `${root.entity}: ${path.text}, without an operator`
  }
}

/**
 * The operators of a path or a size, before one of them is called. Awaiting it is an error: there is no condition yet,
 * and nothing would be sent.
 */
class Unfinished extends Requested {
  then(
    onFulfilled?: ((value: never) => unknown) | null,
    onRejected?: ((reason: InvalidConditionError) => unknown) | null,
  ): Promise<unknown> {
    const { root, path, size } = this[subjectKey]
    const text = size ? `${path.text}.size()` : path.text
    const detail = `the condition on ${text} is not finished, and nothing was sent: call an operator, such as .eq(…)`
    return Promise.reject(new InvalidConditionError({ entity: root.entity, detail })).then(
      onFulfilled,
      onRejected,
    )
  }
}

// With getters on the prototype, a chain makes only the method that is called. A method can be detached from its chain.
function withMethods<C extends typeof Requested>(
  Class: C,
  names: readonly (OperatorName | 'size')[],
  make: Make,
): C {
  for (const name of names)
    Object.defineProperty(Class.prototype, name, {
      get(this: Requested): unknown {
        const subject = (): Subject => this[subjectKey]
        if (name === 'size') return sizeMethod(subject, this[referKey], this[doneKey])
        return operatorMethod(subject, name, this[referKey], this[doneKey], make)
      },
      enumerable: true,
    })
  return Class
}

/** All operators of a path, and `size`. */
export const PathOperatorMethods = withMethods(class extends Unfinished {}, [...operatorNames, 'size'], inner)

/** All operators of a size, which is also a reference itself. */
export const SizeOperatorMethods = withMethods(
  class extends Unfinished {
    get [referent](): Subject {
      return this[subjectKey]
    }
  },
  operatorNames,
  compare,
)
