// Reports to the current scope which operations are built and used, so that the scope finds those never awaited.
import type { DropWatch, WatchedOperation } from '../../operation/ground/runner.js'
import { currentContext, type ScopeContext } from './scope-context.js'

/**
 * The watch of one executor. Outside scopes, it only forwards to the development aid, if enabled, and stores nothing.
 * Operations are looked up only while a scope is watching some.
 */
export class ScopeWatch implements DropWatch {
  readonly next: DropWatch | undefined
  readonly scopeOf = new WeakMap<object, ScopeContext>()
  /** The number of operations that scopes are watching. */
  awaited = 0

  constructor(next: DropWatch | undefined) {
    this.next = next
  }

  made(operation: WatchedOperation): void {
    this.next?.made(operation)
    const scope = currentContext()
    if (scope?.built === undefined) return
    const settled = (): void => {
      this.scopeOf.delete(operation)
      this.awaited -= 1
    }
    if (!scope.built(operation, settled)) return
    this.scopeOf.set(operation, scope)
    this.awaited += 1
  }

  used(operation: object): void {
    this.next?.used(operation)
    if (this.awaited > 0) this.scopeOf.get(operation)?.used?.(operation)
  }
}
