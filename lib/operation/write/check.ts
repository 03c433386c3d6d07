// ConditionCheck: a condition on an item that a transaction checks but does not write.
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { ScopeError } from '../../errors/scope-error.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import { type Deferred, deferred } from '../ground/deferred.js'
import type { TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import { currentOrAbsent } from '../upgrade/current-version.js'
import { ConditionalOperation } from './conditional.js'
import { type DeleteTarget, versionedTarget } from './delete.js'
import { unlessForeign } from './kind-guards.js'
import { conditionInput, type FailedWrite, noClauses, type WriteClauses } from './write.js'

/**
 * A condition on one item, as part of a transaction (ConditionCheck). If it is not met, the transaction writes nothing.
 * The item may be missing. `T` is the item, `F` the transaction that it can be part of once it has a condition.
 */
export class CheckOperation<T, F extends 'transactWrite' = never> extends ConditionalOperation<
  'TransactWriteItems',
  T,
  undefined,
  CheckOperation<T, 'transactWrite'>
> {
  /** Only for the compiler: what it resolves to in a transaction. */
  declare readonly FACES: { readonly [K in F]: undefined }
  /** @internal */
  readonly target: Deferred<DeleteTarget>

  /** @internal */
  constructor(context: OperationContext, target: Deferred<DeleteTarget>, clauses: WriteClauses) {
    super(context, 'check', clauses)
    this.target = target
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    this.context.runner.watch?.used(this)
    return new CheckOperation(this.context, this.target, { ...this.clauses(), ...change }) as this
  }

  /** @throws ScopeError always, because no request checks a condition and does nothing else. */
  override compile(): never {
    const detail =
      'a check can only be part of a transaction, next to the writes that depend on it; to check an item on its own, read it'
    throw new ScopeError({ entity: this.context.model.name, operation: this.name, reason: 'alone', detail })
  }

  override decode(): undefined {
    return undefined
  }

  /** @internal */
  override transactWriteFace(): TransactWriteFace {
    const { model, runner } = this.context
    runner.watch?.used(this)
    const { key, guards } = this.settled(this.target)
    const placeholders = new Placeholders()
    const { conditions: own } = this.clauses()
    const conditions = own.length === 0 ? own : [...currentOrAbsent(model), ...own]
    const { ConditionExpression, ...condition } =
      (model.kind ?? model.bounds ?? model.deletion) === undefined
        ? conditionInput(guards, conditions, placeholders)
        : conditionInput(
            [],
            unlessForeign(model, [...guards.map((guard) => guard.condition), ...conditions]),
            placeholders,
          )
    if (ConditionExpression === undefined)
      throw new InvalidConditionError({
        entity: model.name,
        operation: this.name,
        detail: 'a check needs a condition; add one with .if()',
      })
    const action: TransactWriteItem = {
      ConditionCheck: {
        TableName: model.table.name,
        Key: key.stored,
        ConditionExpression,
        ...condition,
        ...expressionInput(placeholders),
      },
    }
    return {
      model,
      runner,
      operation: this.name,
      stored: key.stored,
      action,
      result: undefined,
      pending: false,
      failure: (error) => this.failure(error),
    }
  }

  /** @internal */
  override attempted(): FailedWrite {
    const { model } = this.context
    const { key, guards } = this.settled(this.target)
    return { model, operation: this.name, key: key.values, guards, conditions: this.clauses().conditions }
  }
}

/**
 * Creates a check of the item with this key. For an item with a version, it also checks that nobody has changed the
 * item since. The argument is read now.
 */
export function checkOperation<T>(context: OperationContext, argument: unknown): CheckOperation<T> {
  const target = deferred(() => versionedTarget(context.model, argument, 'check'))
  return new CheckOperation(context, target, noClauses)
}
