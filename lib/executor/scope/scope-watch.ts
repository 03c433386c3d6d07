// Tells the scope around which operations are built and used, so that one that nobody awaits is known when the scope ends.
import type { DropWatch, WatchedOperation } from '../../operation/ground/runner.js'
import { currentContext, type ScopeContext } from './scope-context.js'

/**
 * The watch of one executor. Outside scopes it only hands on to the development aid, if that is switched on: nothing is kept then, and
 * the few operations that scopes wait for are looked up only as long as there are any.
 */
export class ScopeWatch implements DropWatch {
  readonly next: DropWatch | undefined
  readonly scopeOf = new WeakMap<object, ScopeContext>()
  /** How many operations scopes wait for. */
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
