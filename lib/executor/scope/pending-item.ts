// What an update inside of a transaction resolves to: the new item is known after the commit, and nothing must read it before.
import { inspect } from 'node:util'
import { ScopeError } from '../../errors/scope-error.js'
import type { Face } from '../../operation/ground/faces.js'

/**
 * Stands for an item that is not known yet (`committed`: whether it could be read by now). Reading any property of it throws a ScopeError (`reason: 'pending'`), so that nobody takes
 * `undefined` for a value. What `await`, inspection and tests look at by themselves (`then`, symbols, `constructor`) can be read.
 */
export function pendingItem({ model, operation }: Face, committed: () => boolean): object {
  const refuse = (): never => {
    throw new ScopeError({
      entity: model.name,
      operation,
      reason: 'pending',
      detail: committed()
        ? 'the transaction is committed, but answers no items: read the updated item with get(), or let the function answer it'
        : 'a transaction answers nothing, and the updated item is known after the commit: read it then',
    })
  }
  const shown = `${model.name} {after the commit}`
  return new Proxy(Object.freeze({ [inspect.custom]: () => shown }), {
    get(target, name) {
      if (name === 'then') return undefined
      return typeof name === 'symbol' || name === 'constructor' ? Reflect.get(target, name) : refuse()
    },
    has: (target, name) => (typeof name === 'symbol' ? name in target : refuse()),
    ownKeys: refuse,
    getOwnPropertyDescriptor: refuse,
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
  })
}
