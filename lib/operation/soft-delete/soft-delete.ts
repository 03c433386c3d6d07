// Soft delete: an UpdateItem that marks one item as deleted. A missing item, or a deleted one, is not an error.
import { liveModel } from '../../entity/deletion-view.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { tooManyArguments } from '../../errors/arity.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { checkedArgument } from '../../errors/option-table.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import type { TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls, Request } from '../ground/request.js'
import { updateOfMissing } from '../update/update-face.js'
import type { UpdateState } from '../update/update-state.js'
import { isOwn, noClauses, returningOption, type WriteClauses } from '../write/write.js'
import { deletingChanges } from './mark-changes.js'
import { MarkOperation, markState } from './mark-operation.js'

/**
 * A delete of one item that marks it (UpdateItem). `T` is the item, `R` what the delete resolves to, `F` the
 * transactions that it can be part of.
 */
export class SoftDeleteOperation<T, R, F extends 'transactWrite' = 'transactWrite'> extends MarkOperation<
  T,
  R,
  SoftDeleteOperation<T, R, F>
> {
  /** Only for the compiler: what it resolves to in a transaction. */
  declare readonly FACES: { readonly [K in F]: R }

  /** @internal */
  constructor(context: OperationContext, state: UpdateState, clauses: WriteClauses) {
    super(context, state, clauses)
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    // A fork is of this class, unless a user has extended it.
    return this.with(change) as unknown as this
  }

  /** @internal */
  with<Q, G extends 'transactWrite'>(change: Partial<WriteClauses>): SoftDeleteOperation<T, Q, G> {
    this.context.runner.watch?.used(this)
    const clauses = { ...this.clauses(), ...change }
    const returning = clauses.returning ?? 'none'
    return new SoftDeleteOperation(this.context, { ...this.state(), returning }, clauses)
  }

  /**
   * Resolves to `undefined` instead of throwing if a condition is not met.
   * @example
   * await notes.delete('n1').if('pinned').eq(false).orSkip()
   * // UpdateItem { …, ConditionExpression: '… AND #1 = :1' }: orSkip() does not change the request
   */
  orSkip(): SoftDeleteOperation<T, R | undefined, never> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with({ skip: true })
  }

  /**
   * What the delete resolves to (ReturnValues): the item as it was before (`'old'`; `undefined` if there was none) or
   * nothing (`'none'`, the default).
   * @example const note = await notes.delete('n1').returning('old') // UpdateItem { …, ReturnValues: 'ALL_OLD' }
   */
  returning(what: 'old'): SoftDeleteOperation<T, T | undefined, never>
  returning(what: 'none'): SoftDeleteOperation<T, undefined, F>
  returning(what: 'old' | 'none'): unknown {
    if (arguments.length > 1) throw tooManyArguments('returning', 1, arguments.length, this.place)
    return this.with({ returning: checkedArgument(returningOption, 'returning', what, this.place) })
  }

  override compile(): Request<'UpdateItem'> {
    const request = this.inner.compile()
    // A second delete would find nothing to mark, and the old item would be lost.
    return this.clauses().returning === 'old' ? { ...request, repeatable: false } : request
  }

  override decode(output: Calls['UpdateItem']['output']): R {
    return (this.clauses().returning === 'old' ? this.inner.decode(output) : undefined) as R
  }

  // What is not there, or deleted already, need not be deleted, if the conditions of the caller allow that.
  override recover(error: unknown): R {
    const { model } = this.context
    if (isError(error, TableNotFoundError) && this.allowsMissing) return undefined as R
    if (!isError(error, ConditionFailedError) || isOwn(model, error.stored)) return super.recover(error)
    const shown = this.clauses().returning === 'old'
    if (error.outcome === 'unknown' && shown) return super.recover(error)
    if (this.allowsMissing || this.hasMarked(error)) return undefined as R
    return super.recover(error)
  }

  /** Whether an earlier attempt, whose response was lost, has marked the item. @internal */
  hasMarked(error: ConditionFailedError): boolean {
    const { name = '' } = this.context.model.deletion?.mark ?? {}
    const mark = this.state().changes[0]?.operand
    const found = this.foundAfterLoss(error)?.[name]
    return found !== undefined && mark?.kind === 'value' && equalStored(found, mark.value)
  }

  /** @internal */
  override transactWriteFace(): TransactWriteFace {
    this.checkTransactable()
    this.context.runner.watch?.used(this)
    const face = this.inner.transactWriteFace()
    return { ...face, failure: (error) => this.cancellation(error) }
  }

  /** A transaction needs the item: it cannot leave out a write whose condition is false. @internal */
  cancellation(error: ConditionFailedError): DyntasticError {
    const { model } = this.context
    const { target } = this.state()
    // The client returns items in DynamoDB's form.
    if (isOwn(model, error.stored as StoredItem | undefined) || !this.allowsMissing)
      return this.failure(error)
    return updateOfMissing(model, this.settled(target).key.values, error, 'delete')
  }
}

/** Creates a soft delete by key, or by an item, whose version, if it has one, must be the stored one. */
export function softDeleteOperation<T>(
  context: OperationContext,
  argument: unknown,
): SoftDeleteOperation<T, undefined> {
  const model = liveModel(context.model)
  const state = markState(model, argument, 'delete', (soft, now) => deletingChanges(model, soft, now))
  return new SoftDeleteOperation({ ...context, model }, { ...state, returning: 'none' }, noClauses)
}
