// What is said of operations, batches and transactions that stand where they cannot be run.
import { AbortedError } from '../../errors/interrupted.js'
import { ScopeError, type ScopeErrorReason } from '../../errors/scope-error.js'
import type { Facing } from '../../operation/ground/faces.js'
import type { OperationContext } from '../../operation/ground/operation.js'
import type { WatchedOperation } from '../../operation/ground/runner.js'
import type { ScopeKind } from './scope-context.js'

/** Where something stands, for its error. */
export interface Where {
  readonly entity?: string | undefined
  readonly operation: string
}

const wayOut = 'run it through executor.unscoped() if it is to be apart from it'

/** Where an operation stands. Its entity is read from what it has: there may be several copies of its class. */
export function whereOf(operation: Facing): Where {
  const { context } = operation as { readonly context?: OperationContext }
  const entity = context?.model.name
  return { entity, operation: operation.name }
}

/** Something comes after its scope has ended, or has failed (`cause`). */
export function tooLate(kind: ScopeKind, where: Where, cause?: unknown): ScopeError {
  const detail =
    cause === undefined
      ? `the ${kind} that this was started in has ended, and this was not sent: await it inside, or ${wayOut}`
      : `the ${kind} that this was started in has failed, and this was not sent`
  return scopeError('closed', where, detail, cause)
}

/** A write goes through another executor than its scope. */
export function otherExecutor(kind: ScopeKind, where: Where): ScopeError {
  const detail = `the ${kind} around this is one of another executor, and would not hold it; ${wayOut}`
  return scopeError('place', where, detail)
}

/** A write is sent from inside of a scope that was not given to it. */
export function notCollected(kind: ScopeKind, where: Where): ScopeError {
  const detail = `this would be sent at once, whatever becomes of the ${kind} around it: await single operations, or ${wayOut}`
  return scopeError('nested', where, detail)
}

/** A scope is opened inside of one that cannot hold it. */
export function notNested(kind: ScopeKind, inner: ScopeKind): ScopeError {
  const detail = `a ${inner} cannot be begun inside of a ${kind}: what is awaited inside is part of the outer one; ${wayOut}`
  return scopeError('nested', { operation: inner }, detail)
}

const mostNamed = 10

/** Operations were built inside a scope, and never run. */
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
      : `${written} operations were written before, and the rest was not sent`
  const detail = `${subject} built inside the ${kind} and never run: ${names.join(', ')}${more}; is an 'await' missing? ${fate}. The option unawaited: 'allow' permits it`
  return new ScopeError({ operation: kind, reason: 'unawaited', detail, unawaited: operations, written })
}

/** The signal of an operation, or of a scope, aborted before it was sent. */
export function aborted(where: Where, signal: AbortSignal, committed = 0): AbortedError {
  const details = {
    ...where,
    detail: 'aborted by its signal (what was collected and not yet sent is dropped)',
    cause: signal.reason,
  }
  if (committed === 0) return new AbortedError({ ...details, outcome: 'nothing written' })
  const outcomeDetail = `${committed} operations were written before`
  return Object.assign(new AbortedError({ ...details, outcome: 'unknown', outcomeDetail }), {
    written: committed,
  })
}

function scopeError(reason: ScopeErrorReason, where: Where, detail: string, cause?: unknown): ScopeError {
  return new ScopeError({ ...where, reason, detail, cause })
}
