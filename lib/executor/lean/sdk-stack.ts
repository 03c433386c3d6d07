// The SDK's stack of middleware, as far as it is used here (@smithy/types).
import type { Position } from '../client/sdk-client.js'

/** What a middleware is made around. */
export type StackHandler = (args: unknown) => Promise<unknown>

/** A middleware of the SDK. */
export type StackMiddleware = (next: StackHandler, context: unknown) => StackHandler

/** The part of the SDK's MiddlewareStack (@smithy/types) that is used here. */
export interface Stack {
  add(middleware: StackMiddleware, position: Position): void
  addRelativeTo(middleware: StackMiddleware, position: Position): void
  applyToStack(stack: object): void
  concat(stack: Stack): Stack
  resolve(handler: StackHandler, context: unknown): StackHandler
  identifyOnResolve?(): boolean
}
