// Update functions as chain methods: one for each row of their table.

import { kindOf } from '../../errors/failures.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { type Change, changeOf } from '../../expression/change/update-change.js'
import { type UpdateFunctionName, updateFunctions } from '../../expression/function/update-functions.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'
import type { Deferred } from '../ground/deferred.js'

interface Changing {
  readonly state: Deferred<{ readonly root: UpdateRoot }>
  withChanges(changes: readonly Change[]): unknown
}

/** Returns a class with the update functions as methods. */
export function withUpdateMethods<B extends abstract new (...args: never[]) => object>(Base: B): B {
  abstract class WithMethods extends (Base as abstract new (...args: never[]) => object) {}
  for (const name of Object.keys(updateFunctions) as UpdateFunctionName[])
    Object.defineProperty(WithMethods.prototype, name, {
      value(this: Changing, path: string, ...args: unknown[]): unknown {
        if (typeof path !== 'string') throw notPath(this.state().root.entity, name, path)
        return this.withChanges([changeOf(this.state().root, name, path, args)])
      },
      configurable: true,
      writable: true,
    })
  // It extends the base, whose type a mixin cannot name.
  return WithMethods as unknown as B
}

function notPath(entity: string, name: UpdateFunctionName, given: unknown): InvalidUpdateError {
  const wayOut = Array.isArray(given)
    ? `; call ${name}() once per path`
    : typeof given === 'object' && given !== null
      ? '; patch({ … }) takes an object of changes'
      : ''
  return new InvalidUpdateError({
    entity,
    operation: 'update',
    detail: `the first argument of ${name}() must be a path (a string), not ${kindOf(given)}${wayOut}`,
  })
}
