// Lists the middleware of an SDK client, without changing it.
import type { Middleware, MiddlewareList, Position } from './sdk-client.js'

/** One middleware and its place in the stack. */
export interface Placed {
  readonly middleware: Middleware
  readonly position: Position
}

/** What a stack holds. It lists that by adding it to another stack, which is how stacks are copied. */
export function middlewareOf(stack: MiddlewareList): Placed[] {
  const found: Placed[] = []
  const add = (middleware: Middleware, { middleware: _, ...position }: Position): void => {
    found.push({ middleware, position })
  }
  stack.applyToStack({ add, addRelativeTo: add })
  return found
}

/** A middleware of a stack, by its name. */
export function middlewareNamed(stack: MiddlewareList, name: string): Middleware | undefined {
  return middlewareOf(stack).find(({ position }) => position['name'] === name)?.middleware
}
