// DeleteItem: one item by its key; a missing one is no error.
import type { DeleteItemCommandInput, DeleteItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../entity/attribute-value.js'
import { type KeyValues, readKey } from '../entity/key-values.js'
import { versionOf } from '../entity/managed.js'
import type { EntityModel } from '../entity/model.js'
import { evaluate } from '../expression/evaluation.js'
import { Placeholders } from '../expression/placeholders.js'
import { ConditionalOperation } from './conditional.js'
import { type Deferred, deferred } from './deferred.js'
import { versionGuards } from './guards.js'
import type { OperationContext } from './operation.js'
import type { Request } from './request.js'
import { conditionInput, type FailedWrite, type Guard, noClauses, type WriteClauses } from './write.js'

/** A checked key, and the conditions that come with it. */
export interface DeleteTarget {
  readonly key: KeyValues
  readonly guards: readonly Guard[]
}

/** A delete of one item by its key (DeleteItem). `T` is the item, `R` what the delete resolves to. */
export class DeleteOperation<T, R> extends ConditionalOperation<'DeleteItem', T, R> {
  readonly target: Deferred<DeleteTarget>

  constructor(context: OperationContext, target: Deferred<DeleteTarget>, clauses: WriteClauses) {
    super(context, 'delete', clauses)
    this.target = target
    Object.freeze(this)
  }

  override withClauses(change: Partial<WriteClauses>): this {
    return this.with(change) as this
  }

  with<Q>(change: Partial<WriteClauses>): DeleteOperation<T, Q> {
    this.context.runner.watch?.used(this)
    return new DeleteOperation(this.context, this.target, { ...this.clauses, ...change })
  }

  /** Resolves to `undefined` where a condition is not met, instead of throwing. */
  orSkip(): DeleteOperation<T, R | undefined> {
    return this.with({ skip: true })
  }

  /** Resolves to the item that was deleted (`'old'`; `undefined` where there was none) or to nothing (`'none'`, the default): DeleteItem's ReturnValues. */
  returning(what: 'old'): DeleteOperation<T, T | undefined>
  returning(what: 'none'): DeleteOperation<T, undefined>
  returning(what: 'old' | 'none'): DeleteOperation<T, unknown> {
    return this.with({ returning: what })
  }

  override compile(): Request<'DeleteItem'> {
    const { model } = this.context
    const { key, guards } = this.settled(this.target)
    const { conditions, returning } = this.clauses
    const placeholders = new Placeholders()
    const condition = conditionInput(guards, conditions, placeholders)
    const names = placeholders.names()
    const values = placeholders.values()
    const input: DeleteItemCommandInput = {
      TableName: model.table.name,
      Key: key.stored,
      ...condition,
      ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
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

  override decode(output: DeleteItemCommandOutput): R {
    const old = this.clauses.returning === 'old' ? output.Attributes : undefined
    // The answer of the client is DynamoDB's form; the types of the SDK and ours say the same.
    return (old === undefined ? undefined : this.context.model.decodeItem(old as StoredItem, this.name)) as R
  }

  override attempted(): FailedWrite {
    const { model } = this.context
    const { key, guards } = this.settled(this.target)
    return { model, operation: this.name, key: key.values, guards, conditions: this.clauses.conditions }
  }
}

/** A delete by key, or by an item (whose version, if it has one, must then be the stored one). The argument is read now. */
export function deleteOperation<T>(
  context: OperationContext,
  argument: unknown,
): DeleteOperation<T, undefined> {
  const target = deferred(() => prepareDelete(context.model, argument))
  return new DeleteOperation(context, target, noClauses)
}

function prepareDelete(model: EntityModel, argument: unknown): DeleteTarget {
  const key = readKey(model, argument, 'delete', true)
  const { version } = model.managed
  const versioned =
    version !== undefined && typeof argument === 'object' && argument !== null && version in argument
  const guards = versioned ? versionGuards(model, versionOf(model.managed, argument)) : []
  return Object.freeze({ key, guards })
}
