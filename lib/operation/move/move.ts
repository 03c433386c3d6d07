// Move: gives an item another key, by one transaction of a delete and a put.
import { tooManyArguments } from '../../errors/arity.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { isError } from '../../errors/is-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { type Deferred, deferred } from '../ground/deferred.js'
import type { Preparation } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import { checkRunOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import { ConditionalOperation } from '../write/conditional.js'
import type { FailedWrite } from '../write/write.js'
import { noClauses, type WriteClauses } from '../write/write.js'
import { type MovePlan, movePlan } from './move-plan.js'
import { type Move, preparedMove } from './prepared-move.js'
import { runMove } from './run-move.js'

/**
 * A move of one item to another key (GetItem, then TransactWriteItems). `T` is the item, `R` what the move resolves to,
 * `F` the transaction that it can be part of.
 */
export class MoveOperation<T, R, F extends 'transactWrite' = 'transactWrite'> extends ConditionalOperation<
  'TransactWriteItems',
  T,
  R,
  MoveOperation<T, R, F>
> {
  /** Only for the compiler: what it resolves to in a transaction. */
  declare readonly FACES: { readonly [K in F]: R }
  /** @internal */
  readonly plan: Deferred<MovePlan>

  /** @internal */
  constructor(context: OperationContext, plan: Deferred<MovePlan>, clauses: WriteClauses) {
    super(context, 'move', clauses)
    this.plan = plan
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    return this.with(change) as unknown as this
  }

  /** @internal */
  with<Q, G extends 'transactWrite'>(change: Partial<WriteClauses>): MoveOperation<T, Q, G> {
    this.context.runner.watch?.used(this)
    return new MoveOperation(this.context, this.plan, { ...this.clauses(), ...change })
  }

  /**
   * Resolves to `undefined` instead of throwing if a condition is not met: one of `if()`, the version of the item that
   * was passed, or that no item has the new key. A missing item is still an ItemNotFoundError.
   * @example
   * await orders.move(key, { placedAt }).if('status').eq('open').orSkip()
   * // the requests are the same as without orSkip()
   */
  orSkip(): MoveOperation<T, R | undefined, never> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with({ skip: true })
  }

  /**
   * Runs the move; the same as `await`.
   * @example await orders.move(key, { placedAt }).execute({ signal: AbortSignal.timeout(500) })
   * @param options `signal` aborts it.
   * @throws AbortedError if the signal aborts.
   */
  override async execute(options?: RunOptions): Promise<R> {
    const { model, runner } = this.context
    runner.watch?.used(this)
    if (arguments.length > 1) throw tooManyArguments('execute', 1, arguments.length, this.place)
    checkRunOptions(model, this.name, options)
    const taken = runner.enlist?.(this, options)
    if (taken !== undefined) return (await taken) as R
    try {
      return (await runMove(this.intent(), options)) as R
    } catch (error) {
      return this.recover(error)
    }
  }

  /** @internal */
  preparation(token: boolean): Preparation {
    this.context.runner.watch?.used(this)
    this.checkTransactable()
    const move = this.intent()
    if (token) throw this.refused('a repeat with the same token would read another item', byHand)
    return (options) => preparedMove(move, options)
  }

  /** @throws UnsupportedOperationError always: the item is read first, so there is no single request. */
  override compile(): never {
    this.intent()
    throw this.refused('the item is read first, so a move is not a single request', 'await it')
  }

  override decode(): R {
    return undefined as R
  }

  // Its errors are final: they were made where it is known which of the two items they are about.
  override recover(error: unknown): R {
    if (!isError(error, ConditionFailedError)) throw error
    if (this.clauses().skip && error.outcome !== 'unknown') return undefined as R
    throw error
  }

  /** @internal */
  override attempted(): FailedWrite {
    const { key, guards } = this.settled(this.plan)
    const { model } = this.context
    return { model, operation: this.name, key: key.values, guards, conditions: this.clauses().conditions }
  }

  /** @internal */
  intent(): Move {
    const { context } = this
    return { context, plan: this.settled(this.plan), conditions: this.clauses().conditions }
  }

  refused(why: string, wayOut: string): UnsupportedOperationError {
    const { name: entity } = this.context.model
    return new UnsupportedOperationError({ entity, operation: this.name, detail: `${why}: ${wayOut}` })
  }
}

const byHand = 'omit the token, or delete the item and create the new one in the same transaction'

/** Creates a move of the item with this key. The arguments are read now. */
export function moveOperation<T>(
  context: OperationContext,
  argument: unknown,
  changes: unknown,
): MoveOperation<T, T> {
  return new MoveOperation(
    context,
    deferred(() => movePlan(context.model, argument, changes)),
    noClauses,
  )
}
