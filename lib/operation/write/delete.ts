// DeleteItem: one item by its key; a missing one is no error.

import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  TransactWriteItem,
} from '@aws-sdk/client-dynamodb'
import { type KeyValues, readKey } from '../../entity/key/key-values.js'
import { versionOf } from '../../entity/key/managed.js'
import type { EntityModel } from '../../entity/model.js'
import { tooManyArguments } from '../../errors/arity.js'
import { checkedArgument } from '../../errors/option-table.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { Placeholders } from '../../expression/path/placeholders.js'
import { type Deferred, deferred } from '../ground/deferred.js'
import { expressionInput } from '../ground/expression-input.js'
import type { BatchWriteFace, TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import { ConditionalOperation } from './conditional.js'
import { versionGuards } from './guards.js'
import type { WriteFace } from './put.js'
import {
  conditionInput,
  type FailedWrite,
  type Guard,
  noClauses,
  returningOption,
  type WriteClauses,
} from './write.js'

/** A checked key, and the conditions that come with it. */
export interface DeleteTarget {
  readonly key: KeyValues
  readonly guards: readonly Guard[]
}

/**
 * A delete of one item by its key (DeleteItem). `T` is the item, `R` what the delete resolves to, `F` the batches and transactions that it
 * can be part of.
 */
export class DeleteOperation<T, R, F extends WriteFace = WriteFace> extends ConditionalOperation<
  'DeleteItem',
  T,
  R,
  DeleteOperation<T, R, F & 'transactWrite'>
> {
  /** For the compiler only: what it resolves to in a batch or a transaction. */
  declare readonly FACES: { readonly [K in F]: R }
  /** @internal */
  readonly target: Deferred<DeleteTarget>

  /** @internal */
  constructor(context: OperationContext, target: Deferred<DeleteTarget>, clauses: WriteClauses) {
    super(context, 'delete', clauses)
    this.target = target
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    return this.with(change) as unknown as this
  }

  /** @internal */
  with<Q, G extends WriteFace>(change: Partial<WriteClauses>): DeleteOperation<T, Q, G> {
    this.context.runner.watch?.used(this)
    return new DeleteOperation(this.context, this.target, { ...this.clauses(), ...change })
  }

  /**
   * Resolves to `undefined` if a condition is not met, instead of throwing. If the response to an earlier attempt of the same call was lost,
   * that attempt may have been applied and may have made the condition false: then nothing is known to be skipped, and it throws a
   * ConditionFailedError with the `outcome` `'unknown'`.
   */
  orSkip(): DeleteOperation<T, R | undefined, never> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with({ skip: true })
  }

  /** Resolves to the item that was deleted (`'old'`; `undefined` where there was none) or to nothing (`'none'`, the default): DeleteItem's ReturnValues. */
  returning(what: 'old'): DeleteOperation<T, T | undefined, never>
  returning(what: 'none'): DeleteOperation<T, undefined, F>
  returning(what: 'old' | 'none'): unknown {
    if (arguments.length > 1) throw tooManyArguments('returning', 1, arguments.length, this.place)
    return this.with({ returning: checkedArgument(returningOption, 'returning', what, this.place) })
  }

  override compile(): Request<'DeleteItem'> {
    const { model } = this.context
    const { key, guards } = this.settled(this.target)
    const { conditions, returning } = this.clauses()
    const placeholders = new Placeholders()
    const condition = conditionInput(guards, conditions, placeholders)
    const input: DeleteItemCommandInput = {
      TableName: model.table.name,
      Key: key.stored,
      ...condition,
      ...expressionInput(placeholders),
      ...(returning === 'old' ? { ReturnValues: 'ALL_OLD' } : {}),
    }
    const all = [...guards.map((guard) => guard.condition), ...conditions]
    return {
      call: 'DeleteItem',
      input,
      entity: model.name,
      operation: this.name,
      table: model.table,
      // Sent twice, it would find nothing, and the old item would be lost.
      ...(returning === 'old' ? { repeatable: false } : {}),
      // A table that is still to be made holds nothing: deleting from it is done, where its condition allows that.
      ...(all.every((each) => evaluate(each, {})) ? { withoutTable: { $metadata: {} } } : {}),
    }
  }

  /** @internal */
  override batchWriteFace(): BatchWriteFace {
    const { model, runner } = this.context
    const { key, guards } = this.settled(this.target)
    this.checkBatchable(guards)
    runner.watch?.used(this)
    const request = { DeleteRequest: { Key: key.stored } }
    return { model, runner, operation: this.name, stored: key.stored, request, result: undefined }
  }

  /** @internal */
  override transactWriteFace(): TransactWriteFace {
    this.checkTransactable()
    const { model, runner } = this.context
    runner.watch?.used(this)
    return {
      model,
      runner,
      operation: this.name,
      stored: this.settled(this.target).key.stored,
      // A DeleteItem's input without ReturnValues is what a transaction takes, and there are none.
      action: { Delete: this.compile().input } as TransactWriteItem,
      result: undefined,
      pending: false,
      failure: (error) => this.failure(error),
    }
  }

  override decode(output: DeleteItemCommandOutput): R {
    if (this.clauses().returning !== 'old') return undefined as R
    return this.oldItem('DeleteItem', output.Attributes, this.settled(this.target).guards) as R
  }

  /** @internal */
  override attempted(): FailedWrite {
    const { model } = this.context
    const { key, guards } = this.settled(this.target)
    return { model, operation: this.name, key: key.values, guards, conditions: this.clauses().conditions }
  }
}

/** A delete by key, or by an item (whose version, if it has one, must then be the stored one). The argument is read now. */
export function deleteOperation<T>(
  context: OperationContext,
  argument: unknown,
): DeleteOperation<T, undefined> {
  const target = deferred(() => versionedTarget(context.model, argument, 'delete'))
  return new DeleteOperation(context, target, noClauses)
}

/** The key of a key or an item and, of an item that has a version, the guard that it must still be that one. @throws InvalidKeyError. */
export function versionedTarget(model: EntityModel, argument: unknown, operation: string): DeleteTarget {
  const key = readKey(model, argument, operation, true)
  const { version } = model.managed
  const versioned =
    version !== undefined && typeof argument === 'object' && argument !== null && version in argument
  const guards = versioned ? versionGuards(model, versionOf(model.managed, argument)) : []
  return Object.freeze({ key, guards })
}
