// Order of the middleware of a client and a command, by the SDK's own stack.
import type { Position } from '../client/sdk-client.js'
import type { Stack, StackMiddleware } from './sdk-stack.js'

/** The members of a position that decide about the order. */
export interface Place {
  readonly name?: unknown
  readonly step?: unknown
  readonly priority?: unknown
  readonly relation?: unknown
  readonly toMiddleware?: unknown
}

/** A middleware of a stack, and its place. */
export class StackEntry {
  readonly middleware: StackMiddleware
  readonly relative: boolean
  readonly position: Position
  readonly name: unknown
  readonly step: unknown
  readonly priority: unknown
  readonly relation: unknown
  readonly toMiddleware: unknown

  constructor(middleware: StackMiddleware, position: Position, relative: boolean) {
    this.middleware = middleware
    this.relative = relative
    this.position = position
    const { name, step, priority, relation, toMiddleware }: Place = position
    this.name = name
    this.step = step
    this.priority = priority
    this.relation = relation
    this.toMiddleware = toMiddleware
  }
}

/** Returns what a stack holds. It reveals that when it adds it to another stack, which is how stacks are copied. */
export function stackEntries(stack: Stack): StackEntry[] {
  const entries: StackEntry[] = []
  stack.applyToStack({
    add(middleware: StackMiddleware, position: Position) {
      entries.push(new StackEntry(middleware, position, false))
    },
    addRelativeTo(middleware: StackMiddleware, position: Position) {
      entries.push(new StackEntry(middleware, position, true))
    },
  })
  return entries
}

/**
 * Returns the order of entries, the innermost first. The SDK's stack sorts placeholders, each of which records its own
 * number when it is reached.
 * @param stack an empty stack of the SDK
 */
export function middlewareOrder(entries: readonly StackEntry[], stack: Stack): number[] {
  const order: number[] = []
  entries.forEach(({ position, relative }, index) => {
    const standIn: StackMiddleware = (next) => {
      order.push(index)
      return next
    }
    const { middleware: _, ...place } = position
    if (relative) stack.addRelativeTo(standIn, place)
    else stack.add(standIn, place)
  })
  stack.resolve(() => Promise.resolve(), {})
  return order
}
