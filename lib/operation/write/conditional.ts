// Base of the single-item writes: `.if` in its three forms, `.orSkip`, and the error of a failed condition.

import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { tooManyArguments } from '../../errors/arity.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { chain } from '../../expression/chain/chain.js'
import { givenCondition } from '../../expression/chain/given-condition.js'
import type { Operators, Unfinished } from '../../expression/chain/typed-operators.js'
import type { Refs } from '../../expression/chain/typed-references.js'
import type { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { joined } from '../../expression/condition/logic.js'
import { pathRoot } from '../../expression/condition/path-root.js'
import type { At, Path } from '../../expression/path/typed-path.js'
import type { Shared } from '../../expression/path/typed-union.js'
import { type Deferred, deferredValue, settle } from '../ground/deferred.js'
import { Operation, type OperationContext } from '../ground/operation.js'
import {
  conditionError,
  type FailedWrite,
  type Guard,
  type GuardReason,
  returnedItem,
  type WriteClauses,
} from './write.js'

const guardWords: Record<GuardReason, string> = {
  bounds: 'keeping within the bounds of the repository needs one (use a transaction or single writes)',
  deleted:
    'leaving deleted items alone needs one (use a transaction, single writes, or .overwrite() on a save)',
  exists: 'create() needs one (save() would replace the item)',
  schema: 'conditions are checked on items of the current version only',
  kind: 'keeping the items of another kind that can have its key needs one (use a transaction, single writes, or .overwrite() on a save)',
  version: 'checking the version needs one (use a transaction, a delete by key, or .overwrite() on a save)',
}

/**
 * A write of one item, which can have conditions. `T` is the item, `R` what the write resolves to, `C` the same write
 * with another condition, which batches do not support.
 */
export abstract class ConditionalOperation<
  N extends 'PutItem' | 'DeleteItem' | 'UpdateItem' | 'TransactWriteItems',
  T,
  R,
  C,
> extends Operation<N, R> {
  /** @internal */
  readonly clauses: Deferred<WriteClauses>

  /** @internal */
  constructor(context: OperationContext, name: string, clauses: WriteClauses | Deferred<WriteClauses>) {
    super(context, name)
    // Those of the operation that this one was made from are kept as they are.
    this.clauses = typeof clauses === 'function' ? clauses : deferredValue(Object.freeze(clauses))
  }

  /** The same operation with other clauses. @internal */
  abstract withClauses(change: Partial<WriteClauses>): this

  /**
   * Returns what is needed to explain a failed condition.
   * @throws any error that is detected before sending.
   * @internal
   */
  abstract attempted(): FailedWrite

  /**
   * Writes only if the condition is true (ConditionExpression). Several conditions are joined by AND. A missing item
   * has no attributes: for it, `ne` and `notExists` are true, and all other conditions are false.
   * @example
   * await users.delete('u1').if('age').gt(17)
   * // DeleteItem { TableName: 'users', Key: { id: { S: 'u1' } }, ConditionExpression: '#0 > :0',
   * //   ExpressionAttributeNames: { '#0': 'age' }, ExpressionAttributeValues: { ':0': { N: '17' } }, … }
   * @example await users.delete('u1').if((attr) => or(attr.age.gt(17), attr.name.exists()))
   * @throws ConditionFailedError (when run) if the condition is not met; nothing is written.
   * @throws ValidationError or InvalidConditionError if an operand or a path does not match the entity.
   */
  if<const P extends string>(path: Path<Shared<T>, P>): Unfinished<Operators<At<T, P>, C, Refs<T>>>
  if(condition: Condition | ((attr: Refs<T>) => Condition)): C
  // For anything else: the error of the compiler lists the attributes.
  if<const P extends string>(given: Path<Shared<T>, P> | ((attr: Refs<T>) => Condition)): never
  if(given: string | Condition | ((attr: Refs<T>) => Condition)): unknown {
    if (arguments.length > 1) throw tooManyArguments('if', 1, arguments.length, this.place)
    const root = pathRoot(this.context.model, this.clauses().conditions)
    if (typeof given === 'string') return chain(root, given, (condition) => this.withCondition(condition))
    return this.withCondition(givenCondition(root, given))
  }

  withCondition(condition: Condition): this {
    return this.withClauses({ conditions: joined(this.clauses().conditions, condition) })
  }

  override get role(): 'write' {
    return 'write'
  }

  override recover(error: unknown): R {
    if (!isError(error, ConditionFailedError)) throw error
    // If an attempt may have been applied, the write was not necessarily skipped.
    if (this.clauses().skip && error.outcome !== 'unknown') return undefined as R
    throw this.failure(error)
  }

  /** Returns the error for a failed condition. */
  failure(error: ConditionFailedError): DyntasticError {
    return conditionError(this.attempted(), error)
  }

  /**
   * Returns the item as it was before the write, from the response; `undefined` if there was none.
   * @throws RequestFailedError if the response lacks an item that must have existed.
   * @throws InvalidItemError if the stored item does not match the entity. @internal
   */
  oldItem(call: string, attributes: unknown, guards: readonly Guard[]): object | undefined {
    const { model } = this.context
    const all = [...guards.map(({ condition }) => condition), ...this.clauses().conditions]
    // If a condition is false for a missing item, an item must have existed.
    const needed = attributes === undefined && !all.every((condition) => evaluate(condition, {}))
    const stored = returnedItem({ model, operation: this.name, call }, attributes, { needed })
    return stored === undefined ? undefined : model.itemOf(stored, this.name)
  }

  /** Rejects what transactions do not support. @throws UnsupportedOperationError. */
  checkTransactable(): void {
    if (this.clauses().skip)
      throw this.unsupported('orSkip() is not supported in a transaction, where every condition must be met')
    if (this.clauses().returning === 'old') throw this.unsupported('transactions return no items')
  }

  /** Whether these guards and the conditions of the caller are true of a stored item, or a missing one. @internal */
  holds(guards: readonly Guard[], found: StoredItem | undefined): boolean {
    const all = [...guards.map(({ condition }) => condition), ...this.clauses().conditions]
    return all.every((condition) => evaluate(condition, found ?? {}))
  }

  /** Rejects what batches do not support. @throws UnsupportedOperationError. @internal */
  checkBatchable(guards: readonly Guard[]): void {
    if (this.context.model.unique.length > 0)
      throw this.unsupported(
        'batches do not support conditions, and keeping values unique needs them (use a transaction, or single writes)',
      )
    const { conditions, skip, returning } = this.clauses()
    if (conditions.length > 0 || skip) throw this.unsupported('batches do not support conditions')
    if (returning === 'old') throw this.unsupported('batches return no items')
    const [guard] = guards
    if (guard !== undefined)
      throw this.unsupported(`batches do not support conditions, and ${guardWords[guard.reason]}`, '')
  }

  /** Returns what was computed when the operation was built. @internal */
  settled<V>(deferred: Deferred<V>): V {
    return settle(deferred)
  }
}
