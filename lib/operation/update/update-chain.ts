// The update functions as chain methods: one for each row of their table.
import { type Change, changeOf } from '../../expression/change/update-change.js'
import { type UpdateFunctionName, updateFunctions } from '../../expression/function/update-functions.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'

interface Changing {
  readonly state: { readonly root: UpdateRoot }
  withChanges(changes: readonly Change[]): unknown
}

/** A class with the update functions as methods. */
export function withUpdateMethods<B extends abstract new (...args: never[]) => object>(Base: B): B {
  abstract class WithMethods extends (Base as abstract new (...args: never[]) => object) {}
  for (const name of Object.keys(updateFunctions) as UpdateFunctionName[])
    Object.defineProperty(WithMethods.prototype, name, {
      value(this: Changing, path: string, ...args: unknown[]): unknown {
        return this.withChanges([changeOf(this.state.root, name, path, args)])
      },
      configurable: true,
      writable: true,
    })
  return WithMethods as unknown as B
}
