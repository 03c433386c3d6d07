// Base of soft deletes and restores: updates of the attribute that marks an item as deleted.
import { deletesSoftly } from '../../entity/deletion-view.js'
import type { SoftDelete } from '../../entity/key/soft-delete.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { isError } from '../../errors/is-error.js'
import type { Change } from '../../expression/change/update-change.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { updateRoot } from '../../expression/update/update-protection.js'
import { withoutSoftDelete } from '../get/deleted-items.js'
import { type Deferred, deferred, deferredValue, settle } from '../ground/deferred.js'
import type { BatchWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls, Request } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import { UpdateOperation } from '../update/update.js'
import { attemptedUpdate } from '../update/update-request.js'
import { emptyUpdate, type UpdateName, type UpdateState } from '../update/update-state.js'
import { updateTarget } from '../update/update-target.js'
import { ConditionalOperation } from '../write/conditional.js'
import type { FailedWrite, WriteClauses } from '../write/write.js'

type UpdateOutput = Calls['UpdateItem']['output']

/** An update that marks an item as deleted, or removes the mark. `T` is the item, `R` what it resolves to. */
export abstract class MarkOperation<T, R, C> extends ConditionalOperation<'UpdateItem', T, R, C> {
  /** @internal */
  readonly state: Deferred<UpdateState>

  /** @internal */
  constructor(context: OperationContext, state: UpdateState, clauses: WriteClauses) {
    super(context, state.does, clauses)
    this.state = deferredValue(Object.freeze(state))
  }

  /** The update that is sent. @internal */
  get inner(): UpdateOperation<T, never, unknown, unknown> {
    const { context } = this
    this.settled(this.state().target)
    const { conditions, skip } = this.clauses()
    const made = new UpdateOperation<T, never, unknown, unknown>(context, this.state(), {
      conditions,
      skip,
      returning: undefined,
    })
    // The caller has this operation, and not the inner one.
    context.runner.watch?.used(made)
    return made
  }

  override compile(): Request<'UpdateItem'> {
    return this.inner.compile()
  }

  override send(request: Request<'UpdateItem'>, options: RunOptions | undefined): Promise<UpdateOutput> {
    return this.inner.send(request, options)
  }

  /** @internal */
  override batchWriteFace(): BatchWriteFace {
    throw this.unsupported(
      'batches put and remove whole items, and cannot mark them as deleted (use a transaction, or single writes; purge() removes an item in a batch)',
    )
  }

  /** @internal */
  override attempted(): FailedWrite {
    return attemptedUpdate(this.context.model, this.state(), this.clauses())
  }

  /** Whether the conditions of the caller are true of an item that is not there. @internal */
  get allowsMissing(): boolean {
    const { guards, conditions } = this.attempted()
    return [...guards.map(({ condition }) => condition), ...conditions].every((each) => evaluate(each, {}))
  }

  /** The item with which a condition failed after an attempt whose response was lost. @internal */
  foundAfterLoss(error: unknown): StoredItem | undefined {
    // The client returns items in DynamoDB's form.
    return isError(error, ConditionFailedError) && error.outcome === 'unknown'
      ? (error.stored as StoredItem | undefined)
      : undefined
  }
}

/**
 * Returns an update of the marks of an item, by key or by item. The argument is read now.
 * @throws UnsupportedOperationError, when it runs, if deletes of the entity remove items.
 */
export function markState(
  model: EntityModel,
  argument: unknown,
  does: Exclude<UpdateName, 'update'>,
  changesOf: (soft: SoftDelete, now: Date) => readonly Change[],
): UpdateState {
  const target = deferred(() => {
    if (!deletesSoftly(model)) throw withoutSoftDelete(model, does)
    return updateTarget(model, argument, does)
  })
  const state = { ...emptyUpdate(updateRoot(model, []), target), does }
  // The entities of a union mark their items in the same way.
  const softDelete = model.members[0]?.softDelete
  if (softDelete === undefined) return state
  return { ...state, changes: Object.freeze([...changesOf(softDelete, nowOf(target))]) }
}

// All stamps of the update have the same time. A key that was refused is thrown when the update runs.
function nowOf(target: UpdateState['target']): Date {
  try {
    return settle(target).now
  } catch {
    return new Date()
  }
}
