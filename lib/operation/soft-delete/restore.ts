// Restore: an UpdateItem that removes the mark of a deleted item, which must exist.
import { deletedModel } from '../../entity/deletion-view.js'
import { tooManyArguments } from '../../errors/arity.js'
import type { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { oneOf } from '../../errors/option-kinds.js'
import { checkedArgument, type OptionRow } from '../../errors/option-table.js'
import type { TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls } from '../ground/request.js'
import type { UpdateState } from '../update/update-state.js'
import { noClauses, type WriteClauses } from '../write/write.js'
import { restoringChanges } from './mark-changes.js'
import { MarkOperation, markState } from './mark-operation.js'

/** The argument of `returning` of a restore. */
export const restoredOption: OptionRow<'new' | 'none'> = {
  takes: oneOf('new', 'none'),
  default: "'new'",
  doc: 'What a restore resolves to: the restored item (ReturnValues ALL_NEW), or nothing.',
}

/** A restore of one deleted item (UpdateItem). `T` is the item, `R` what the restore resolves to. */
export class RestoreOperation<T, R, F extends 'transactWrite' = 'transactWrite'> extends MarkOperation<
  T,
  R,
  RestoreOperation<T, R, F>
> {
  /** Only for the compiler: what it resolves to in a transaction, which returns no items. */
  declare readonly FACES: { readonly [K in F]: undefined }

  /** @internal */
  constructor(context: OperationContext, state: UpdateState, clauses: WriteClauses) {
    super(context, state, clauses)
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    return this.with({}, change) as unknown as this
  }

  /** @internal */
  with<Q, G extends 'transactWrite'>(
    state: Partial<UpdateState>,
    change: Partial<WriteClauses>,
  ): RestoreOperation<T, Q, G> {
    this.context.runner.watch?.used(this)
    return new RestoreOperation(this.context, { ...this.state(), ...state }, { ...this.clauses(), ...change })
  }

  /**
   * Resolves to `undefined` instead of throwing if a condition is not met. A missing item, or one that is not deleted,
   * is still an ItemNotFoundError.
   * @example
   * await notes.restore('n1').if('deletedAt').gt(yesterday).orSkip()
   * // UpdateItem { …, ConditionExpression: '… AND #1 > :1' }: orSkip() does not change the request
   */
  orSkip(): RestoreOperation<T, R | undefined, never> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with({}, { skip: true })
  }

  /**
   * What the restore resolves to (ReturnValues): the restored item (`'new'`, the default) or nothing (`'none'`).
   * @example await notes.restore('n1').returning('none') // UpdateItem { …, ReturnValues: 'NONE' }
   */
  returning(what: 'new'): RestoreOperation<T, T | Extract<R, undefined>, F>
  returning(what: 'none'): RestoreOperation<T, undefined, F>
  returning(what: 'new' | 'none'): unknown {
    if (arguments.length > 1) throw tooManyArguments('returning', 1, arguments.length, this.place)
    return this.with({ returning: checkedArgument(restoredOption, 'returning', what, this.place) }, {})
  }

  override decode(output: Calls['UpdateItem']['output']): R {
    return this.inner.decode(output) as R
  }

  // After a lost response, an item that is there was restored, if nothing else was to be true of it.
  override recover(error: unknown): R {
    const { model } = this.context
    const found = this.foundAfterLoss(error)
    const isThere = found !== undefined && model.deletion?.isOfKind(found) === true
    const { guards, conditions } = this.attempted()
    if (isThere && !model.isOfKind(found) && guards.length + conditions.length === 0)
      return (this.state().returning === 'none' ? undefined : model.itemOf(found, this.name)) as R
    return this.inner.recover(error) as R
  }

  override failure(error: ConditionFailedError): DyntasticError {
    return this.inner.failure(error)
  }

  /** @internal */
  override transactWriteFace(): TransactWriteFace {
    this.checkTransactable()
    this.context.runner.watch?.used(this)
    return this.inner.transactWriteFace()
  }
}

/** Creates a restore by key, or by an item, whose version, if it has one, must be the stored one. */
export function restoreOperation<T>(context: OperationContext, argument: unknown): RestoreOperation<T, T> {
  const model = deletedModel(context.model)
  const state = markState(model, argument, 'restore', (soft) => restoringChanges(model, soft))
  return new RestoreOperation({ ...context, model }, state, noClauses)
}
