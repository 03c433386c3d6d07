// Errors of operations, batches and transactions that cannot run inside the current scope.
import { AbortedError } from '../../errors/interrupted.js'
import { ScopeError, type ScopeErrorReason } from '../../errors/scope-error.js'
import type { Facing } from '../../operation/ground/faces.js'
import type { OperationContext } from '../../operation/ground/operation.js'
import type { WatchedOperation } from '../../operation/ground/runner.js'
import type { ScopeKind } from './scope-context.js'

/** Which operation an error is about. */
export interface Where {
  readonly entity?: string | undefined
  readonly operation: string
}

const wayOut = 'use executor.unscoped() to run it independently'

/**
 * Identifies an operation. The entity is read from its properties, because there may be several copies of the class.
 */
export function whereOf(operation: Facing): Where {
  const { context } = operation as { readonly context?: OperationContext }
  const entity = context?.model.name
  return { entity, operation: operation.name }
}

/** The scope has ended, or has failed (`cause`), before the operation. */
export function tooLate(kind: ScopeKind, where: Where, cause?: unknown): ScopeError {
  const detail =
    cause === undefined
      ? `the ${kind} that this was started in has ended, so this was not sent: await it inside the ${kind}, or ${wayOut}`
      : `the ${kind} that this was started in has failed, so this was not sent`
  return scopeError('closed', where, detail, cause)
}

/** The write uses a different executor than its scope. */
export function otherExecutor(kind: ScopeKind, where: Where): ScopeError {
  const detail = `the enclosing ${kind} belongs to another executor and cannot include this write; ${wayOut}`
  return scopeError('place', where, detail)
}

/** The write is sent inside a scope, but not through it. */
export function notCollected(kind: ScopeKind, where: Where): ScopeError {
  const detail = `this would be sent immediately, independently of the enclosing ${kind}: await single operations, or ${wayOut}`
  return scopeError('nested', where, detail)
}

/** The inner scope is opened inside a scope that cannot contain it. */
export function notNested(kind: ScopeKind, inner: ScopeKind): ScopeError {
  const detail = `a ${inner} cannot start inside a ${kind}: everything awaited inside is part of the outer ${kind}; ${wayOut}`
  return scopeError('nested', { operation: inner }, detail)
}

const mostNamed = 10

/** Operations were built inside a scope but never run. */
export function unawaited(
  kind: ScopeKind,
  operations: readonly WatchedOperation[],
  written: number,
): ScopeError {
  const names = operations.slice(0, mostNamed).map(({ context, name }) => `${context.model.name}.${name}`)
  const more = operations.length > mostNamed ? ` and ${operations.length - mostNamed} more` : ''
  const subject = operations.length === 1 ? 'an operation was' : `${operations.length} operations were`
  const fate =
    written === 0
      ? 'nothing was written'
      : `${written} operations had already been written, and the rest were not sent`
  const detail = `${subject} built inside the ${kind} but never run: ${names.join(', ')}${more}; is an 'await' missing? ${fate}. Set the option unawaited: 'allow' to permit this`
  return new ScopeError({ operation: kind, reason: 'unawaited', detail, unawaited: operations, written })
}

/** The signal of an operation, or of a scope, aborted before it was sent. */
export function aborted(where: Where, signal: AbortSignal, committed = 0): AbortedError {
  const details = {
    ...where,
    detail: 'aborted by its signal (operations that were collected but not yet sent are dropped)',
    cause: signal.reason,
  }
  if (committed === 0) return new AbortedError({ ...details, outcome: 'nothing written' })
  const outcomeDetail = `${committed} operations had already been written`
  return Object.assign(new AbortedError({ ...details, outcome: 'unknown', outcomeDetail }), {
    written: committed,
  })
}

function scopeError(reason: ScopeErrorReason, where: Where, detail: string, cause?: unknown): ScopeError {
  return new ScopeError({ ...where, reason, detail, cause })
}
