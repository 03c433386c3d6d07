// The operators of a path as methods: what follows `.where('age')` and `attr.tags.size()`.
import { InvalidConditionError } from '../errors/invalid-condition-error.js'
import { compare, operatorNames } from './comparison.js'
import type { Condition } from './condition.js'
import type { OperatorName } from './operators.js'
import { referent, type Subject } from './subject.js'

/** What an operator's method does with the condition that it made. */
export type Done<R> = (condition: Condition) => R

/** The method of one operator on a subject. */
export function operatorMethod<R>(
  subject: () => Subject,
  name: OperatorName,
  attr: () => unknown,
  done: Done<R>,
) {
  return (...args: unknown[]): R => done(compare(subject(), name, args, attr))
}

/** The method `size` of a path: the operators that may follow it. */
export function sizeMethod<R>(subject: () => Subject, attr: () => unknown, done: Done<R>) {
  return (): object => {
    const { root, path } = subject()
    if (!path.codec.types.some((type) => sized.has(type)))
      throw new InvalidConditionError({
        entity: root.entity,
        detail: `size() is not for ${path.text}, which is stored as ${path.codec.types.join(', ')}`,
      })
    const measured = { root, path, size: true }
    return Object.assign(
      operatorMethods(() => measured, attr, done),
      { [referent]: measured },
    )
  }
}

/** All operators of a subject as methods. */
export function operatorMethods<R>(subject: () => Subject, attr: () => unknown, done: Done<R>): object {
  const methods: Record<string, unknown> = Object.create(null)
  for (const name of operatorNames) methods[name] = operatorMethod(subject, name, attr, done)
  return methods
}

const sized: ReadonlySet<string> = new Set(['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'])
