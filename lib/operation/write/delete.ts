// DeleteItem: deletes one item by its key. A missing item is not an error.

import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  TransactWriteItem,
} from '@aws-sdk/client-dynamodb'
import { type KeyValues, readKey } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { tooManyArguments } from '../../errors/arity.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { isError } from '../../errors/is-error.js'
import { checkedArgument } from '../../errors/option-table.js'
import type { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import { type Deferred, deferred } from '../ground/deferred.js'
import type { BatchWriteFace, GuardedWrite, TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls, Request } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import { changesGuards, guardChanges } from '../unique/guard-changes.js'
import { unchanged, wholeOf } from '../unique/guard-sources.js'
import { sendGuarded, uncommandedWords } from '../unique/guarded-single.js'
import { onCurrentItem } from '../upgrade/on-current-item.js'
import { ConditionalOperation } from './conditional.js'
import { expectedVersion, versionGuards } from './guards.js'
import { boundGuards, kindGuards, schemaGuards } from './kind-guards.js'
import type { WriteFace } from './put.js'
import {
  conditionInput,
  type FailedWrite,
  type Guard,
  isOwn,
  noClauses,
  returningOption,
  type WriteClauses,
} from './write.js'

/** A checked key and its conditions. */
export interface DeleteTarget {
  readonly key: KeyValues
  readonly guards: readonly Guard[]
  /** Whether it deletes whatever is stored, as part of a batch. */
  readonly over?: boolean
}

/**
 * A delete of one item by its key (DeleteItem). `T` is the item, `R` what the delete resolves to, `F` the batches and
 * transactions that it can be part of.
 */
export class DeleteOperation<T, R, F extends WriteFace = WriteFace> extends ConditionalOperation<
  'DeleteItem',
  T,
  R,
  DeleteOperation<T, R, F & 'transactWrite'>
> {
  /** Only for the compiler: what it resolves to in a batch or a transaction. */
  declare readonly FACES: { readonly [K in F]: R }
  /** @internal */
  readonly target: Deferred<DeleteTarget>

  /** @internal */
  constructor(
    context: OperationContext,
    target: Deferred<DeleteTarget>,
    clauses: WriteClauses,
    name = 'delete',
  ) {
    super(context, name, clauses)
    this.target = target
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    // A fork is of this class, unless a user has extended it.
    return this.with(change) as unknown as this
  }

  /** @internal */
  with<Q, G extends WriteFace>(change: Partial<WriteClauses>): DeleteOperation<T, Q, G> {
    this.context.runner.watch?.used(this)
    return new DeleteOperation(this.context, this.target, { ...this.clauses(), ...change }, this.name)
  }

  /**
   * Resolves to `undefined` instead of throwing if a condition is not met.
   *
   * If the response to an earlier attempt of the same call was lost, that attempt may have been applied and may have
   * made the condition false. In that case it throws a ConditionFailedError with the `outcome` `'unknown'`.
   * @example
   * await users.delete('u1').if('age').gt(17).orSkip()
   * // DeleteItem { …, ConditionExpression: '#0 > :0' }: orSkip() does not change the request
   */
  orSkip(): DeleteOperation<T, R | undefined, never> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with({ skip: true })
  }

  /**
   * What the delete resolves to (ReturnValues): the deleted item (`'old'`; `undefined` if there was none) or nothing
   * (`'none'`, the default).
   * @example const user = await users.delete('u1').returning('old') // DeleteItem { …, ReturnValues: 'ALL_OLD' }
   */
  returning(what: 'old'): DeleteOperation<T, T | undefined, never>
  returning(what: 'none'): DeleteOperation<T, undefined, F>
  returning(what: 'old' | 'none'): unknown {
    if (arguments.length > 1) throw tooManyArguments('returning', 1, arguments.length, this.place)
    return this.with({ returning: checkedArgument(returningOption, 'returning', what, this.place) })
  }

  override compile(): Request<'DeleteItem'> {
    return this.requestOn([])
  }

  /** The request, with more conditions. @internal */
  requestOn(more: readonly Condition[]): Request<'DeleteItem'> {
    const { model } = this.context
    const { key, guards } = this.settled(this.target)
    const { conditions, returning } = this.clauses()
    const placeholders = new Placeholders()
    const every = more.length === 0 ? conditions : [...conditions, ...more]
    const condition = conditionInput(
      [...guards, ...kindGuards(model), ...schemaOf(model, conditions)],
      every,
      placeholders,
    )
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
      // A second delete would find nothing, and the old item would be lost.
      ...(returning === 'old' ? { repeatable: false } : {}),
      // A table that does not exist yet holds nothing, so there is nothing to delete, provided that the condition
      // allows a missing item.
      ...(all.every((each) => evaluate(each, {})) ? { withoutTable: { $metadata: {} } } : {}),
    }
  }

  /**
   * Returns the SDK command without sending it.
   * @example client.send(users.delete('u1').toCommand()) // new DeleteItemCommand({ TableName: 'users', Key: … })
   * @throws UnsupportedOperationError for an item with unique values, whose guards depend on the item that is stored.
   */
  override toCommand(): Calls['DeleteItem']['command'] {
    if (this.context.model.unique.length === 0) return super.toCommand()
    this.context.runner.watch?.used(this)
    throw this.unsupported(uncommandedWords, '')
  }

  override async send(
    request: Request<'DeleteItem'>,
    options: RunOptions | undefined,
  ): Promise<DeleteItemCommandOutput> {
    const { context } = this
    const { model, runner } = context
    const send = (): Promise<DeleteItemCommandOutput> =>
      model.unique.length === 0
        ? super.send(request, options)
        : sendGuarded(runner, this.faceOf(), options, this.clauses().returning === 'old')
    return this.isVersioned ? onCurrentItem(context, options, send) : send()
  }

  /** @internal */
  guardedWrite(before: StoredItem | undefined): GuardedWrite {
    const { model } = this.context
    const changes = guardChanges(model, before, undefined)
    // Transactions return no items: the old one is what was read, if all of it is still the same.
    const whole =
      before !== undefined && this.clauses().returning === 'old' && changesGuards(changes)
        ? wholeOf(model, before)
        : undefined
    const request = this.requestOn(unchanged(model, before, whole))
    return { ...changes, request, action: { Delete: request.input } as TransactWriteItem }
  }

  /** @internal */
  override batchWriteFace(): BatchWriteFace {
    const { model, runner } = this.context
    const { key, guards, over } = this.settled(this.target)
    const kinds = model.contested && over !== true ? kindGuards(model) : boundGuards(model)
    this.checkBatchable([...guards, ...kinds])
    runner.watch?.used(this)
    const request = { DeleteRequest: { Key: key.stored } }
    return { model, runner, operation: this.name, stored: key.stored, request, result: undefined }
  }

  /** @internal */
  override transactWriteFace(): TransactWriteFace {
    this.checkTransactable()
    this.context.runner.watch?.used(this)
    return this.faceOf()
  }

  /** @internal */
  faceOf(): TransactWriteFace {
    const { model, runner } = this.context
    const { guards } = this.settled(this.target)
    const guarded = {
      known: undefined,
      most: model.unique.length,
      on: (before: StoredItem | undefined) => this.guardedWrite(before),
      holds: (found: StoredItem | undefined) =>
        this.holds([...guards, ...kindGuards(model), ...schemaOf(model, this.clauses().conditions)], found),
    }
    return {
      model,
      runner,
      operation: this.name,
      stored: this.settled(this.target).key.stored,
      // A DeleteItem input without ReturnValues is a valid element of a transaction.
      action: { Delete: this.compile().input } as TransactWriteItem,
      result: undefined,
      pending: false,
      ...(model.unique.length === 0 ? {} : { guarded }),
      failure: (error) => this.failure(error),
    }
  }

  override decode(output: DeleteItemCommandOutput): R {
    if (this.clauses().returning !== 'old') return undefined as R
    return this.oldItem('DeleteItem', output.Attributes, this.settled(this.target).guards) as R
  }

  // An item of another kind is not there, and a delete of what is not there is done, if its conditions allow that.
  override recover(error: unknown): R {
    const { model } = this.context
    if (!isError(error, ConditionFailedError) || error.outcome === 'unknown') return super.recover(error)
    if (error.stored === undefined || isOwn(model, error.stored)) return super.recover(error)
    const { guards, conditions } = this.attempted()
    const all = [...guards.map(({ condition }) => condition), ...conditions]
    return all.every((each) => evaluate(each, {})) ? (undefined as R) : super.recover(error)
  }

  /** @internal */
  override attempted(): FailedWrite {
    const { model } = this.context
    const { key, guards } = this.settled(this.target)
    return { model, operation: this.name, key: key.values, guards, conditions: this.clauses().conditions }
  }
}

// Conditions say something of items of the current version only.
function schemaOf(model: EntityModel, conditions: readonly Condition[]): readonly Guard[] {
  return conditions.length === 0 ? [] : schemaGuards(model)
}

/**
 * Creates a delete by key, or by an item, whose version, if it has one, must be the stored one. The argument is read
 * now.
 */
export function deleteOperation<T>(
  context: OperationContext,
  argument: unknown,
  over = false,
  name = 'delete',
): DeleteOperation<T, undefined> {
  const target = deferred(() => {
    const found = versionedTarget(context.model, argument, name)
    return over ? Object.freeze({ ...found, over }) : found
  })
  return new DeleteOperation(context, target, noClauses, name)
}

/**
 * Returns the key of a key or an item and, for an item with a version, the guard that the version is unchanged.
 * @throws InvalidKeyError, also for a version that is not an integer.
 */
export function versionedTarget(model: EntityModel, argument: unknown, operation: string): DeleteTarget {
  const key = readKey(model, argument, operation, true)
  const version = expectedVersion(model, argument, operation)
  const guards = version === undefined ? [] : versionGuards(model, version)
  return Object.freeze({ key, guards })
}
