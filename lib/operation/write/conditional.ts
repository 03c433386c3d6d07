// The base of the single writes: `.if` in its three forms, `.orSkip`, and what a failed condition means.
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
import type { PathRoot } from '../../expression/path/resolved-path.js'
import type { At, Path } from '../../expression/path/typed-path.js'
import { type Deferred, held, settle } from '../ground/deferred.js'
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
  exists: 'a create is one: save() replaces what is there',
  version:
    'the version of an item is one: a transaction takes it, and neither a delete by key nor .overwrite() of a save has one',
}

/**
 * A write of one item, which can have conditions. `T` is the item, `R` what the write resolves to, `C` the same write with a condition
 * more: batches do not take it.
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
  constructor(context: OperationContext, name: string, clauses: WriteClauses) {
    super(context, name)
    this.clauses = held(Object.freeze(clauses))
  }

  /** The same operation with other clauses. @internal */
  abstract withClauses(change: Partial<WriteClauses>): this

  /** What a failed condition is explained with. @throws the errors that are raised before sending. @internal */
  abstract attempted(): FailedWrite

  /**
   * Writes only where the condition is true; several are joined by AND (ConditionExpression). A condition on a missing item
   * sees no attributes: `ne` and `notExists` are true, all else is false.
   * @example users.delete('u1').if('age').gt(17)
   * @example users.delete('u1').if((attr) => or(attr.age.gt(17), attr.name.exists()))
   * @throws ConditionFailedError (when run) where the condition is not met; nothing is written.
   * @throws ValidationError, InvalidConditionError for an operand or a path that does not fit.
   */
  if<const P extends string>(path: Path<T, P>): Unfinished<Operators<At<T, P>, C, Refs<T>>>
  if(condition: Condition): C
  if(condition: (attr: Refs<T>) => Condition): C
  if(given: string | Condition | ((attr: Refs<T>) => Condition)): unknown {
    if (arguments.length > 1) throw tooManyArguments('if', 1, arguments.length, this.place)
    const { model } = this.context
    const root: PathRoot = { entity: model.name, codec: model.codec }
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
    // Nothing was skipped if an attempt may have been applied.
    if (this.clauses().skip && error.outcome !== 'unknown') return undefined as R
    throw this.failure(error)
  }

  /** What a failed condition is to the user. */
  failure(error: ConditionFailedError): DyntasticError {
    return conditionError(this.attempted(), error)
  }

  /**
   * The item that was there before the write, as the response has it; `undefined` if there was none.
   * @throws RequestFailedError if the response lacks it although the write needed an item; InvalidItemError. @internal
   */
  oldItem(call: string, attributes: unknown, guards: readonly Guard[]): object | undefined {
    const { model } = this.context
    const all = [...guards.map(({ condition }) => condition), ...this.clauses().conditions]
    // A condition that is false of a missing item was met by one that was there.
    const needed = attributes === undefined && !all.every((condition) => evaluate(condition, {}))
    const stored = returnedItem({ model, operation: this.name, call }, attributes, { needed })
    return stored === undefined ? undefined : model.decodeItem(stored, this.name)
  }

  /** Refuses what no transaction can do. @throws UnsupportedOperationError. */
  checkTransactable(): void {
    if (this.clauses().skip)
      throw this.unsupported('in a transaction every condition must be met: orSkip() skips nothing there')
    if (this.clauses().returning === 'old') throw this.unsupported('a transaction answers no items')
  }

  /** Refuses what no batch can do. @throws UnsupportedOperationError. @internal */
  checkBatchable(guards: readonly Guard[]): void {
    const { conditions, skip, returning } = this.clauses()
    if (conditions.length > 0 || skip) throw this.unsupported('a batch takes no conditions')
    if (returning === 'old') throw this.unsupported('a batch answers no items')
    const [guard] = guards
    if (guard !== undefined)
      throw this.unsupported(`a batch takes no conditions, and ${guardWords[guard.reason]}`)
  }

  /** What was worked out when the operation was built. @internal */
  settled<V>(deferred: Deferred<V>): V {
    return settle(deferred)
  }
}
