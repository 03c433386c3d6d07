// PutItem: saves a whole item, replacing an existing one, or creates one if none exists.

import type { PutItemCommandInput, PutItemCommandOutput, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { type TableCreation, tableCreation } from '../../entity/table-definition.js'
import { tooManyArguments } from '../../errors/arity.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { isError } from '../../errors/is-error.js'
import { checkedArgument } from '../../errors/option-table.js'
import type { Condition } from '../../expression/condition/condition.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import type { Problem } from '../../util/types.js'
import { type Deferred, deferred } from '../ground/deferred.js'
import type { BatchWriteFace, GuardedFace, GuardedWrite, TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls, Request } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import { changesGuards, guardChanges } from '../unique/guard-changes.js'
import { unchanged, wholeOf } from '../unique/guard-sources.js'
import { guardedCommand, sendGuarded, uncommandedWords } from '../unique/guarded-single.js'
import { onCurrentItem } from '../upgrade/on-current-item.js'
import { ConditionalOperation } from './conditional.js'
import { boundGuards, kindGuards, replacingGuard, schemaGuards } from './kind-guards.js'
import { type PutItem, preparePut } from './put-item.js'
import {
  conditionInput,
  type FailedWrite,
  type Guard,
  noClauses,
  returningOption,
  type WriteClauses,
} from './write.js'

/** The kinds of request with several items that a single-item write can be part of. */
export type WriteFace = 'batchWrite' | 'transactWrite'

/**
 * What a put can still become: part of a batch or a transaction, or a write that ignores the version, until a clause is
 * added. `'unique'`: it keeps values unique, and so is never part of a batch. `'replace'`: it can take the place of a
 * deleted item. `'marks'`: deletes of the entity mark items.
 */
export type PutFace = WriteFace | 'overwrite' | 'unique' | 'replace' | 'marks'

/** What `replaceDeleted` is called on; a sentence if that has no place for it. */
export type Replacing<F> = 'replace' extends F
  ? unknown
  : Problem<'only a create(…) of an entity with `softDelete` can replace a deleted item, once'>

/**
 * A write of one whole item (PutItem). `T` is the item, `R` what the write resolves to, `F` the batches and
 * transactions that it can be part of.
 */
export class PutOperation<T, R, F extends PutFace = PutFace> extends ConditionalOperation<
  'PutItem',
  T,
  R,
  PutOperation<T, R, F & 'transactWrite'>
> {
  /** Only for the compiler: what it resolves to in a batch or a transaction. */
  declare readonly FACES: { readonly [K in F]: R }
  /** @internal */
  readonly item: Deferred<PutItem>

  /** @internal */
  constructor(context: OperationContext, name: string, item: Deferred<PutItem>, clauses: WriteClauses) {
    super(context, name, clauses)
    this.item = item
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    // A fork is of this class, unless a user has extended it.
    return this.with(change) as unknown as this
  }

  /** @internal */
  with<Q, G extends PutFace>(change: Partial<WriteClauses>): PutOperation<T, Q, G> {
    this.context.runner.watch?.used(this)
    return new PutOperation(this.context, this.name, this.item, { ...this.clauses(), ...change })
  }

  /**
   * Resolves to `undefined` instead of throwing if a condition is not met.
   *
   * If the response to an earlier attempt of the same call was lost, that attempt may have been applied and may have
   * made the condition false. In that case it throws a ConditionFailedError with the `outcome` `'unknown'`.
   * @example
   * const user = await users.create(input).orSkip() // undefined if the item exists
   * // PutItem { …, ConditionExpression: 'attribute_not_exists(#0)' }: orSkip() does not change the request
   */
  orSkip(): PutOperation<T, R | undefined, never> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with({ skip: true })
  }

  /**
   * What the write resolves to (PutItem's ReturnValues): the replaced item (`'old'`; `undefined` if there was none) or
   * nothing (`'none'`).
   * @example const before = await users.save(input).returning('old') // PutItem { …, ReturnValues: 'ALL_OLD' }
   */
  returning(what: 'old'): PutOperation<T, T | undefined, never>
  returning(what: 'none'): PutOperation<T, undefined, F>
  returning(what: 'old' | 'none'): unknown {
    if (arguments.length > 1) throw tooManyArguments('returning', 1, arguments.length, this.place)
    return this.with({ returning: checkedArgument(returningOption, 'returning', what, this.place) })
  }

  /**
   * Writes the item regardless of the stored version: for imports, and in batches, which do not support conditions. The
   * item gets the version after its own, so that a writer who has read that version does not notice. Must come before
   * `.if`.
   * @example
   * await orders.save(order).overwrite() // PutItem { TableName, Item } without a condition on the version
   * @example
   * await executor.batch(restored.map((order) => orders.save(order).overwrite()))
   * // BatchWriteItem { RequestItems: { orders: [{ PutRequest: { Item: { … } } }, …] } }
   * @throws UnsupportedOperationError (when run) on a `create`, which never replaces an item.
   */
  overwrite(
    this: PutOperation<T, R, F | 'overwrite'>,
  ): PutOperation<T, R, 'unique' extends F ? 'transactWrite' | 'unique' : WriteFace> {
    if (arguments.length > 0) throw tooManyArguments('overwrite', 0, arguments.length, this.place)
    const { context, name } = this
    context.runner.watch?.used(this)
    const item = deferred(() => {
      if (name === 'create') throw this.unsupported('create() never replaces an item')
      return Object.freeze({ ...this.settled(this.item), guards: Object.freeze([]), over: true })
    })
    return new PutOperation(context, name, item, this.clauses())
  }

  /**
   * Of a create: also puts the item in the place of a deleted one, which is then gone permanently. An item that is not
   * deleted is still an error.
   * @example
   * await notes.create({ noteId: 'n1', text: 'again' }).replaceDeleted()
   * // PutItem { …, ConditionExpression: 'attribute_not_exists(#0) OR attribute_exists(#1)' }
   * @throws UnsupportedOperationError (when run) on a `save`, and if deletes of the entity remove its items.
   */
  replaceDeleted(this: Replacing<F>): PutOperation<T, R, Exclude<F, 'replace'>>
  replaceDeleted(): unknown {
    if (arguments.length > 0) throw tooManyArguments('replaceDeleted', 0, arguments.length, this.place)
    const { context, name } = this
    context.runner.watch?.used(this)
    const item = deferred(() => {
      if (name !== 'create')
        throw this.unsupported('replaceDeleted() belongs to create(); a save never replaces a deleted item')
      if (context.model.deletion === undefined)
        throw this.unsupported('replaceDeleted() needs `softDelete` in the definition of the entity')
      return Object.freeze({
        ...this.settled(this.item),
        guards: Object.freeze([replacingGuard(context.model)]),
      })
    })
    return new PutOperation(context, name, item, this.clauses())
  }

  override compile(): Request<'PutItem'> {
    return this.requestOn([])
  }

  /** The request, with more conditions. @internal */
  requestOn(more: readonly Condition[]): Request<'PutItem'> {
    const { model } = this.context
    const { stored } = this.settled(this.item)
    const { conditions: own, returning } = this.clauses()
    const conditions = more.length === 0 ? own : [...own, ...more]
    const guards = this.guards()
    const input: PutItemCommandInput = { TableName: model.table.name, Item: stored }
    if (guards.length > 0 || conditions.length > 0) addConditions(input, guards, conditions)
    if (returning === 'old') input.ReturnValues = 'ALL_OLD'
    const { name: operation } = this
    const entity = model.name
    const creation = creationOf(model)
    const request = { call: 'PutItem', input, entity, operation, table: model.table, creation } as const
    // A second put would return its own item as the old one.
    return returning === 'old' ? { ...request, repeatable: false } : request
  }

  /**
   * Returns the SDK command without sending it. For a create of an item with unique values, it is the transaction that
   * also takes these values (TransactWriteItemsCommand).
   * @example client.send(users.create(input).toCommand())
   * @throws UnsupportedOperationError for a save of an item with unique values, which depends on the item that is
   * stored.
   */
  override toCommand(): Calls['PutItem']['command'] {
    const { model, runner } = this.context
    if (model.unique.length === 0) return super.toCommand()
    runner.watch?.used(this)
    if (this.name !== 'create') throw this.unsupported(uncommandedWords, '')
    // It is the command of a transaction.
    return guardedCommand(runner, this.faceOf()) as unknown as Calls['PutItem']['command']
  }

  override async send(
    request: Request<'PutItem'>,
    options: RunOptions | undefined,
  ): Promise<PutItemCommandOutput> {
    const { context } = this
    const { model, runner } = context
    const send = (): Promise<PutItemCommandOutput> =>
      model.unique.length === 0
        ? super.send(request, options)
        : sendGuarded(runner, this.faceOf(), options, this.clauses().returning === 'old')
    return this.name === 'create' || !this.isVersioned ? send() : onCurrentItem(context, options, send)
  }

  /** @internal */
  override batchWriteFace(): BatchWriteFace {
    const { model, runner } = this.context
    const { stored } = this.settled(this.item)
    this.checkBatchable(this.guards())
    runner.watch?.used(this)
    const request = { PutRequest: { Item: stored } }
    return {
      model,
      runner,
      operation: this.name,
      stored,
      request,
      result: this.written(),
      creation: creationOf(model),
    }
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
    const { stored } = this.settled(this.item)
    return {
      model,
      runner,
      operation: this.name,
      stored,
      // A PutItem input without ReturnValues is a valid element of a transaction.
      action: { Put: this.compile().input } as TransactWriteItem,
      result: this.written(),
      pending: false,
      creation: creationOf(model),
      ...(model.unique.length === 0 ? {} : { guarded: this.guarded() }),
      failure: (error) => this.failure(error),
    }
  }

  /** @internal */
  guarded(): GuardedFace {
    return {
      known: this.name === 'create' ? 'missing' : undefined,
      most: this.context.model.unique.length * (this.name === 'create' ? 1 : 2),
      on: (before) => this.guardedWrite(before),
      holds: (found) => this.holds(this.guards(), found),
    }
  }

  /** @internal */
  guardedWrite(before: StoredItem | undefined): GuardedWrite {
    const { model } = this.context
    const changes = guardChanges(model, before, this.settled(this.item).stored)
    // Transactions return no items: the old one is what was read, if all of it is still the same.
    const whole =
      before !== undefined && this.clauses().returning === 'old' && changesGuards(changes)
        ? wholeOf(model, before)
        : undefined
    const request = this.requestOn(this.name === 'create' ? [] : unchanged(model, before, whole))
    return { ...changes, request, action: { Put: request.input } as TransactWriteItem }
  }

  /** Returns the result if the response contains none: the item as written, or nothing for `returning('none')`. */
  written(): object | undefined {
    return this.clauses().returning === undefined ? this.settled(this.item).item : undefined
  }

  override decode(output: PutItemCommandOutput): R {
    const { returning } = this.clauses()
    if (returning === undefined) return this.settled(this.item).item as R
    if (returning === 'none') return undefined as R
    return this.oldItem('PutItem', output.Attributes, this.guards()) as R
  }

  // If a create is repeated because its first response was lost, it finds its own item: it has succeeded. This does not
  // hold for a save: another writer with the same version may have written an identical item, and one of the two
  // increments would be lost.
  override recover(error: unknown): R {
    const creates = this.name === 'create'
    if (creates && isError(error, ConditionFailedError) && error.outcome === 'unknown')
      if (this.isOwn(error.stored)) return this.decode({ $metadata: {} })
    return super.recover(error)
  }

  /**
   * The guards of the write. The kind is one of them if there are conditions anyway, or if an item of another kind may
   * have the key.
   * @internal
   */
  guards(): readonly Guard[] {
    const { model } = this.context
    const { guards, over } = this.settled(this.item)
    // A create needs no kind: there must not be an item at all.
    if (this.name === 'create') return guards
    if (over === true) return [...guards, ...boundGuards(model)]
    const { conditions, returning } = this.clauses()
    const schema = conditions.length === 0 ? [] : schemaGuards(model)
    if ((model.kind ?? model.bounds ?? model.deletion) === undefined) return [...guards, ...schema]
    const conditional = guards.length > 0 || conditions.length > 0 || returning === 'old'
    const kinds = conditional || model.contested || model.unique.length > 0 ? kindGuards(model) : []
    return [...guards, ...kinds, ...schema]
  }

  /** Whether a stored item is the one that this operation writes. */
  isOwn(stored: unknown): boolean {
    // The client returns items in DynamoDB's form.
    return (
      stored !== undefined && equalStored({ M: this.settled(this.item).stored }, { M: stored as StoredItem })
    )
  }

  /** @internal */
  override attempted(): FailedWrite {
    const { model } = this.context
    return {
      model,
      operation: this.name,
      key: model.keyOf(this.settled(this.item).item),
      guards: this.guards(),
      conditions: this.clauses().conditions,
    }
  }
}

function addConditions(
  input: PutItemCommandInput,
  guards: readonly Guard[],
  conditions: readonly Condition[],
): void {
  const placeholders = new Placeholders()
  Object.assign(input, conditionInput(guards, conditions, placeholders), expressionInput(placeholders))
}

/** Returns how to create the table of an entity if a first write finds it missing. */
export function creationOf(model: EntityModel): () => TableCreation {
  return () => tableCreation(model)
}

/**
 * Creates a put that replaces an existing item (`save`) or requires that none exists (`create`). The input is read now.
 */
export function putOperation<T, F extends PutFace>(
  context: OperationContext,
  name: 'save' | 'create',
  input: unknown,
): PutOperation<T, T, F> {
  const item = deferred(() => preparePut(context.model, name, input))
  return new PutOperation(context, name, item, noClauses)
}
