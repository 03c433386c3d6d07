// PutItem: a whole item, saved over what is there or created where nothing is.

import type { PutItemCommandInput, PutItemCommandOutput, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { versionOf } from '../../entity/key/managed.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { type TableCreation, tableCreation } from '../../entity/table-definition.js'
import { tooManyArguments } from '../../errors/arity.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { isError } from '../../errors/is-error.js'
import { checkedArgument } from '../../errors/option-table.js'
import { Placeholders } from '../../expression/path/placeholders.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import { type Deferred, deferred } from '../ground/deferred.js'
import { expressionInput } from '../ground/expression-input.js'
import type { BatchWriteFace, TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import { ConditionalOperation } from './conditional.js'
import { absenceGuard, versionGuards } from './guards.js'
import {
  conditionInput,
  type FailedWrite,
  type Guard,
  noClauses,
  returningOption,
  type WriteClauses,
} from './write.js'

/** The requests of many that a write of one item can be part of. */
export type WriteFace = 'batchWrite' | 'transactWrite'

/** What a put can still become: part of a batch or a transaction, or a write over any version, before anything is asked of it. */
export type PutFace = WriteFace | 'overwrite'

/** A checked item, its stored form, and the conditions that come with it. */
export interface PutItem {
  readonly item: object
  readonly stored: StoredItem
  readonly guards: readonly Guard[]
}

/**
 * A write of one whole item (PutItem). `T` is the item, `R` what the write resolves to, `F` the batches and transactions that it can be
 * part of.
 */
export class PutOperation<T, R, F extends PutFace = PutFace> extends ConditionalOperation<
  'PutItem',
  T,
  R,
  PutOperation<T, R, F & 'transactWrite'>
> {
  /** For the compiler only: what it resolves to in a batch or a transaction. */
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
    return this.with(change) as unknown as this
  }

  /** @internal */
  with<Q, G extends PutFace>(change: Partial<WriteClauses>): PutOperation<T, Q, G> {
    this.context.runner.watch?.used(this)
    return new PutOperation(this.context, this.name, this.item, { ...this.clauses(), ...change })
  }

  /**
   * Resolves to `undefined` if a condition is not met, instead of throwing. If the response to an earlier attempt of the same call was lost,
   * that attempt may have been applied and may have made the condition false: then nothing is known to be skipped, and it throws a
   * ConditionFailedError with the `outcome` `'unknown'`.
   */
  orSkip(): PutOperation<T, R | undefined, never> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with({ skip: true })
  }

  /** Resolves to the item that was replaced (`'old'`; `undefined` where there was none) or to nothing (`'none'`): PutItem's ReturnValues. */
  returning(what: 'old'): PutOperation<T, T | undefined, never>
  returning(what: 'none'): PutOperation<T, undefined, F>
  returning(what: 'old' | 'none'): unknown {
    if (arguments.length > 1) throw tooManyArguments('returning', 1, arguments.length, this.place)
    return this.with({ returning: checkedArgument(returningOption, 'returning', what, this.place) })
  }

  /**
   * Writes over whatever version is stored, without looking at it: for imports, and in batches, which take no conditions. The item gets the
   * version after its own. To be said before `.if`.
   * @example await executor.batch(restored.map((order) => orders.save(order).overwrite()))
   * @throws UnsupportedOperationError (when run) for a `create`, which writes over nothing.
   */
  overwrite(this: PutOperation<T, R, F | 'overwrite'>): PutOperation<T, R, WriteFace> {
    if (arguments.length > 0) throw tooManyArguments('overwrite', 0, arguments.length, this.place)
    const { context, name } = this
    context.runner.watch?.used(this)
    const item = deferred(() => {
      if (name === 'create') throw this.unsupported('a create writes over nothing')
      return Object.freeze({ ...this.settled(this.item), guards: Object.freeze([]) })
    })
    return new PutOperation(context, name, item, this.clauses())
  }

  override compile(): Request<'PutItem'> {
    const { model } = this.context
    const { stored, guards } = this.settled(this.item)
    const placeholders = new Placeholders()
    const condition = conditionInput(guards, this.clauses().conditions, placeholders)
    const input: PutItemCommandInput = {
      TableName: model.table.name,
      Item: stored,
      ...condition,
      ...expressionInput(placeholders),
      ...(this.clauses().returning === 'old' ? { ReturnValues: 'ALL_OLD' } : {}),
    }
    return {
      call: 'PutItem',
      input,
      entity: model.name,
      operation: this.name,
      table: model.table,
      // Sent twice, it would find its own item and take it for the old one.
      ...(this.clauses().returning === 'old' ? { repeatable: false } : {}),
      creation: creationOf(model),
    }
  }

  /** @internal */
  override batchWriteFace(): BatchWriteFace {
    const { model, runner } = this.context
    const { stored, guards } = this.settled(this.item)
    this.checkBatchable(guards)
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
    const { model, runner } = this.context
    runner.watch?.used(this)
    const { stored } = this.settled(this.item)
    return {
      model,
      runner,
      operation: this.name,
      stored,
      // A PutItem's input without ReturnValues is what a transaction takes, and there are none.
      action: { Put: this.compile().input } as TransactWriteItem,
      result: this.written(),
      pending: false,
      creation: creationOf(model),
      failure: (error) => this.failure(error),
    }
  }

  /** What it resolves to where nothing is answered: the item as it is written, unless nothing was asked for. */
  written(): object | undefined {
    return this.clauses().returning === undefined ? this.settled(this.item).item : undefined
  }

  override decode(output: PutItemCommandOutput): R {
    const { returning } = this.clauses()
    if (returning === undefined) return this.settled(this.item).item as R
    if (returning === 'none') return undefined as R
    return this.oldItem('PutItem', output.Attributes, this.settled(this.item).guards) as R
  }

  // A create that was repeated because its first response was lost meets its own item: it has succeeded. Not so a save: another writer
  // of the same version may have written the very same item, and one of two increments would be lost.
  override recover(error: unknown): R {
    const creates = this.name === 'create'
    if (creates && isError(error, ConditionFailedError) && error.outcome === 'unknown')
      if (this.isOwn(error.stored)) return this.decode({ $metadata: {} })
    return super.recover(error)
  }

  /** Whether a stored item is what this operation writes. */
  isOwn(stored: unknown): boolean {
    // What the client answers is DynamoDB's form.
    return (
      stored !== undefined && equalStored({ M: this.settled(this.item).stored }, { M: stored as StoredItem })
    )
  }

  /** @internal */
  override attempted(): FailedWrite {
    const { model } = this.context
    const { item, guards } = this.settled(this.item)
    return {
      model,
      operation: this.name,
      key: model.keyOf(item),
      guards,
      conditions: this.clauses().conditions,
    }
  }
}

/** How the table of an entity is made, where a first write meets none. */
export function creationOf(model: EntityModel): () => TableCreation {
  return () => tableCreation(model)
}

/** A put of an input: over what is there (`save`), or where nothing is (`create`). The input is read now. */
export function putOperation<T, F extends PutFace>(
  context: OperationContext,
  name: 'save' | 'create',
  input: unknown,
): PutOperation<T, T, F> {
  const item = deferred(() => preparePut(context.model, name, input))
  return new PutOperation(context, name, item, noClauses)
}

/** What a put of an input writes: checked, with its defaults. @throws ValidationError. */
export function preparePut(model: EntityModel, name: 'save' | 'create', input: unknown): PutItem {
  // One moment for both times of a new item.
  const now = new Date()
  const parsed = model.checked(input, name, now)
  const stamped = model.stamped(parsed, now)
  const guards =
    name === 'create' ? [absenceGuard(model)] : versionGuards(model, versionOf(model.managed, parsed))
  return Object.freeze({ item: stamped, stored: model.encodeItem(stamped, name), guards })
}
