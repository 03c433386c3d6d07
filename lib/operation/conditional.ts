// The base of the single writes: `.if` in its three forms, `.orSkip`, and what a failed condition means.
import { ConditionFailedError } from '../errors/condition-failed-error.js'
import { chain } from '../expression/chain.js'
import type { Condition } from '../expression/condition.js'
import { givenCondition } from '../expression/given-condition.js'
import type { PathRoot } from '../expression/resolved-path.js'
import type { Operators } from '../expression/typed-operators.js'
import type { At, Path } from '../expression/typed-path.js'
import type { Refs } from '../expression/typed-references.js'
import { type Deferred, settle } from './deferred.js'
import { Operation, type OperationContext } from './operation.js'
import { conditionError, type FailedWrite, type WriteClauses } from './write.js'

/** A write of one item, which can have conditions. `T` is the item, `R` what the write resolves to. */
export abstract class ConditionalOperation<
  N extends 'PutItem' | 'DeleteItem' | 'UpdateItem',
  T,
  R,
> extends Operation<N, R> {
  readonly clauses: WriteClauses

  constructor(context: OperationContext, name: string, clauses: WriteClauses) {
    super(context, name)
    this.clauses = Object.freeze(clauses)
  }

  /** The same operation with other clauses. */
  abstract withClauses(change: Partial<WriteClauses>): this

  /** What a failed condition is explained with. @throws the errors that are raised before sending. */
  abstract attempted(): FailedWrite

  /**
   * Writes only where the condition is true; several are joined by AND (ConditionExpression). A condition on a missing item
   * sees no attributes: `ne` and `notExists` are true, all else is false.
   * @example users.delete('u1').if('age').gt(17)
   * @example users.delete('u1').if((attr) => or(attr.age.gt(17), attr.name.exists()))
   * @throws ConditionFailedError (when run) where the condition is not met; nothing is written.
   * @throws ValidationError, InvalidConditionError for an operand or a path that does not fit.
   */
  if<const P extends string>(path: Path<T, P>): Operators<At<T, P>, this, Refs<T>>
  if(condition: Condition): this
  if(condition: (attr: Refs<T>) => Condition): this
  if(given: string | Condition | ((attr: Refs<T>) => Condition)): unknown {
    const { model } = this.context
    const root: PathRoot = { entity: model.name, codec: model.codec }
    if (typeof given === 'string') return chain(root, given, (condition) => this.withCondition(condition))
    return this.withCondition(givenCondition(root, given))
  }

  withCondition(condition: Condition): this {
    return this.withClauses({ conditions: Object.freeze([...this.clauses.conditions, condition]) })
  }

  override recover(error: unknown): R {
    if (!(error instanceof ConditionFailedError)) throw error
    if (this.clauses.skip) return undefined as R
    throw conditionError(this.attempted(), error)
  }

  /** What was worked out when the operation was built. */
  settled<V>(deferred: Deferred<V>): V {
    return settle(deferred)
  }
}
