// UpdateItem: changes one item, which must exist unless the update is an upsert.

import type { UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { tooManyArguments } from '../../errors/arity.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import { checkedArgument } from '../../errors/option-table.js'
import { UpdateMisfitError } from '../../errors/update-misfit-error.js'
import type { Operators, Unfinished } from '../../expression/chain/typed-operators.js'
import type { Refs } from '../../expression/chain/typed-references.js'
import type { Change } from '../../expression/change/update-change.js'
import type { Condition } from '../../expression/condition/condition.js'
import type { ChangeArguments, ChangePath } from '../../expression/function/typed-update.js'
import type { UpdateFunctionName, updateFunctions } from '../../expression/function/update-functions.js'
import type { At, Path } from '../../expression/path/typed-path.js'
import type { Narrowing, Shared, WithValue } from '../../expression/path/typed-union.js'
import type { Patch } from '../../expression/update/typed-patch.js'
import { patchChanges } from '../../expression/update/update-patch.js'
import { updateRoot } from '../../expression/update/update-protection.js'
import { tokenOption } from '../ground/client-token.js'
import { type Deferred, deferred, deferredValue } from '../ground/deferred.js'
import type { TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import { underOneLimit } from '../ground/patience.js'
import type { Calls, Request } from '../ground/request.js'
import type { Patience, RunOptions } from '../ground/runner.js'
import { onCurrentItem } from '../upgrade/on-current-item.js'
import { ConditionalOperation } from '../write/conditional.js'
import { type FailedWrite, isOwn, noClauses, type WriteClauses, withClauses } from '../write/write.js'
import { refuseTokenOnRead, runGuarded } from './guarded-update.js'
import { checkReturning, runOnce } from './idempotent-update.js'
import { upsertOf } from './member-upsert.js'
import { type NullsOfUpdate, nullsOf, type RefusedUpdate, runRefused } from './missing-parents.js'
import { guardedFace, sendUnique } from './unique-update.js'
import { withUpdateMethods } from './update-chain.js'
import { uncommanded, untransactable, updatedItem, updateFace, updateOfMissing } from './update-face.js'
import { attemptedUpdate, isSingle, type UpdateRequest, updateRequest } from './update-request.js'
import {
  emptyUpdate,
  rootedState,
  type UpdateReturning,
  type UpdateState,
  updateReturningOption,
  withState,
} from './update-state.js'
import { updateTarget } from './update-target.js'
import type {
  GivenBy,
  IdempotentArguments,
  NotIdempotent,
  Once,
  Skipping,
  UnlessOnce,
  UpdatedPart,
  UpsertArguments,
} from './update-types.js'

// No UpdateExpression can hold more, and building a chain that only fails when it is sent would take quadratic time.
const mostChanges = 1_000

type Table = typeof updateFunctions

// An interface, so that hover texts show the table's name instead of its rows.
export interface UpdateRows extends Table {}

// The table is a type parameter so that the mapped type keeps the documentation of the rows on the methods.
export type UpdateMethods<From extends UpdateRows, T, K extends PropertyKey, C, R, F extends PropertyKey> = {
  readonly [N in keyof From & UpdateFunctionName]: <const P extends string>(
    path: ChangePath<Omit<T, K>, P, N>,
    ...args: ChangeArguments<T, P, N>
  ) => UpdateOperation<T, K, C, R, F | GivenBy<N, P>>
}

// Any copy of the base has the methods; their types come from the interface that is merged below.
const ChangingOperation = withUpdateMethods(ConditionalOperation) as typeof ConditionalOperation

// `withUpdateMethods` creates the methods from the table of update functions; their types are merged into the class.
export interface UpdateOperation<T, K extends PropertyKey, C, R, F extends PropertyKey = never>
  extends UpdateMethods<UpdateRows, T, K, C, R, F> {
  /**
   * Updates only if the condition is true (ConditionExpression). Several conditions are joined by AND.
   * @example
   * await orders.update('o1').set('status', 'paid').if('status').eq('open')
   * // UpdateItem { …, UpdateExpression: 'SET #0 = :0', ConditionExpression: '… #0 = :1', … }
   * @throws ConditionFailedError (when run) if the condition is not met; nothing is written.
   * @throws ValidationError or InvalidConditionError if an operand or a path does not match the entity.
   */
  if<const P extends string>(
    path: Path<Shared<T>, P>,
  ): Unfinished<
    UpdateNarrowing<T, P, K, C, R, F> & Operators<At<T, P>, UpdateOperation<T, K, C, R, F>, Refs<T>>
  >
  if(condition: Condition | ((attr: Refs<T>) => Condition)): UpdateOperation<T, K, C, R, F>
  // For anything else: the error of the compiler lists the attributes.
  if<const P extends string>(given: Path<Shared<T>, P> | ((attr: Refs<T>) => Condition)): never
}

/** Narrows an update of a union to the entities that have the value which `eq` is given. */
export type UpdateNarrowing<
  T,
  P extends string,
  K extends PropertyKey,
  C,
  R,
  F extends PropertyKey,
> = Narrowing<
  T,
  P,
  {
    eq<const V extends At<T, P>>(
      value: V,
    ): UpdateOperation<WithValue<T, P, V>, K, WithValue<C, P, V>, WithValue<R, P, V>, F>
  }
>

/**
 * An update of one item (UpdateItem). `T` is the item, `K` the names that updates must not change, `C` the input of a
 * new item, `R` what the update resolves to, `F` the names to which its changes give a value.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: `withUpdateMethods` makes the methods of the interface
export class UpdateOperation<
  T,
  K extends PropertyKey,
  C,
  R,
  F extends PropertyKey = never,
> extends ChangingOperation<'UpdateItem', T, R, UpdateOperation<T, K, C, R, F>> {
  /** Only for the compiler: what it resolves to in a transaction, which returns no items. */
  declare readonly FACES: {
    readonly [N in (NotIdempotent | Skipping) & F extends never ? 'transactWrite' : never]: undefined
  }
  /** @internal */
  readonly state: Deferred<UpdateState>

  /** @internal */
  constructor(context: OperationContext, state: UpdateState, clauses: WriteClauses | Deferred<WriteClauses>) {
    super(context, state.does, clauses)
    this.state = deferredValue(Object.freeze(state))
    Object.freeze(this)
  }

  /** @internal */
  override withClauses(change: Partial<WriteClauses>): this {
    return this.with(undefined, change) as this
  }

  /** @internal */
  with<Q, G extends PropertyKey = F>(
    change: Partial<UpdateState> | undefined,
    clauses?: Partial<WriteClauses>,
  ): UpdateOperation<T, K, C, Q, G> {
    this.context.runner.watch?.used(this)
    const all = withClauses(this.clauses(), clauses)
    const state = rootedState(this.context.model, withState(this.state(), change), all.conditions)
    return new UpdateOperation(this.context, state, clauses === undefined ? this.clauses : all)
  }

  /** The same update with more changes, as called by the update functions. @internal */
  withChanges(changes: readonly Change[]): UpdateOperation<T, K, C, R, F> {
    const all = [...this.state().changes, ...changes]
    if (all.length > mostChanges)
      throw new InvalidUpdateError({
        entity: this.context.model.name,
        operation: this.name,
        detail: `more than ${mostChanges} changes; DynamoDB limits expressions to 4,096 bytes`,
      })
    return this.with({ changes: Object.freeze(all) })
  }

  /**
   * Merges a partial item. Nested objects are merged name by name; lists, Sets and Dates are replaced; `null` removes
   * an attribute.
   * @example
   * await orders.update(key).patch({ status: 'paid', address: { city: 'Rome' } })
   * // UpdateItem { …, UpdateExpression: 'SET #0 = :0, #1.#2 = :1' }
   * @throws InvalidUpdateError if a value is `undefined`.
   * @throws ValidationError if a value does not match its struct.
   */
  patch<N extends keyof Patch<T, K>>(patch: Pick<Patch<T, K>, N>): UpdateOperation<T, K, C, R, F | N> {
    if (arguments.length > 1) throw tooManyArguments('patch', 1, arguments.length, this.place)
    return this.withChanges(patchChanges(this.state().root, patch))
  }

  /**
   * Creates the item if it does not exist: complete and valid. Pass the required attributes that no change sets;
   * defaults are added. Attributes of an existing item are left unchanged.
   * @example
   * await orders.update(key).add('total', 5).upsert({ placedAt: new Date(), lines: [] })
   * // UpdateItem { …, UpdateExpression: 'SET #0 = if_not_exists(#0, :0), #1 = if_not_exists(#1, :1) ADD #2 :2' }
   * @throws ValidationError if a value does not match its struct or, when run, if nothing provides a required
   * attribute.
   */
  upsert(...values: UpsertArguments<C, F>): UpdateOperation<T, K, C, R, F> {
    if (arguments.length > 1) throw tooManyArguments('upsert', 1, arguments.length, this.place)
    this.context.runner.watch?.used(this)
    return new UpdateOperation(
      ...upsertOf(this.context, this.state(), this.clauses(), values[0] === undefined ? {} : values[0]),
    )
  }

  /**
   * Resolves to `undefined` instead of throwing if a condition is not met. A missing item is still an
   * ItemNotFoundError.
   *
   * If the response to an earlier attempt of the same call was lost, that attempt may have been applied and may have
   * made the condition false. In that case it throws a ConditionFailedError with the `outcome` `'unknown'`.
   * @example
   * await orders.update(key).set('status', 'paid').if('status').eq('open').orSkip()
   * // UpdateItem { …, ConditionExpression: 'attribute_exists(#1) AND #0 = :1' }: orSkip() does not change the request
   */
  orSkip(): UpdateOperation<T, K, C, R | undefined, F | Skipping> {
    if (arguments.length > 0) throw tooManyArguments('orSkip', 0, arguments.length, this.place)
    return this.with(undefined, { skip: true })
  }

  /**
   * What the update resolves to (ReturnValues): the whole item after the update (`'new'`, the default) or before it
   * (`'old'`), the updated attributes after or before it (`'updatedNew'`, `'updatedOld'`; DynamoDB decides how much of
   * a nested value it returns), or nothing (`'none'`). This never costs another request.
   * @example
   * const before = await orders.update(key).set('status', 'paid').returning('old')
   * // UpdateItem { …, ReturnValues: 'ALL_OLD' }
   */
  returning(what: 'new'): UpdateOperation<T, K, C, T | Extract<R, undefined>, Exclude<F, NotIdempotent>>
  returning(what: 'none'): UpdateOperation<T, K, C, undefined, Exclude<F, NotIdempotent>>
  returning(what: UnlessOnce<F, 'old'>): UpdateOperation<T, K, C, T | undefined, F | NotIdempotent>
  returning(
    what: UnlessOnce<F, 'updatedNew' | 'updatedOld'>,
  ): UpdateOperation<T, K, C, UpdatedPart<T> | Extract<R, undefined>, F | NotIdempotent>
  returning(what: UpdateReturning): unknown {
    if (arguments.length > 1) throw tooManyArguments('returning', 1, arguments.length, this.place)
    const returning = checkedArgument(updateReturningOption, 'returning', what, this.place)
    if (this.state().once !== undefined) checkReturning(this.context.model.name, returning)
    return this.with({ returning })
  }

  /**
   * Applies the update exactly once, however often it is sent: as a transaction of one operation with a client token
   * (TransactWriteItems, which uses twice the write capacity; DynamoDB remembers a token for 10 minutes). Resolves to
   * the new item, from a strongly consistent read after the update, or to nothing.
   * @example
   * await accounts.update('a1').add('balance', 10).idempotent('payment-17')
   * // TransactWriteItems { TransactItems: [{ Update: { … } }], ClientRequestToken: 'payment-17' }
   * @param token 1 to 36 characters, used for this update only; by default, each run generates its own.
   * @throws InvalidOptionError if the token is not valid.
   * @throws InvalidUpdateError after a `returning` that transactions do not support.
   */
  idempotent(...[token]: IdempotentArguments<F>): UpdateOperation<T, K, C, R, F | Once> {
    if (arguments.length > 1) throw tooManyArguments('idempotent', 1, arguments.length, this.place)
    const { name } = this.context.model
    checkReturning(name, this.state().returning)
    if (token !== undefined) checkedArgument(tokenOption, 'token', token, this.place)
    return this.with({ once: Object.freeze({ token }) })
  }

  // An item of an older version of its schema is upgraded before.
  override send(
    request: Request<'UpdateItem'>,
    options: RunOptions | undefined,
  ): Promise<UpdateItemCommandOutput> {
    const send = () => sendAdapted(this, request, options)
    return this.isVersioned ? onCurrentItem(this.context, options, send) : send()
  }

  /** Which NULLs that mean absence it may encounter; only needed after a rejection. @internal */
  get nulls(): NullsOfUpdate {
    return nullsOf(this.context.model, this.state())
  }

  sendAs(request: Request<'UpdateItem'>, options: RunOptions | undefined): Promise<UpdateItemCommandOutput> {
    const { context } = this
    const state = this.state()
    const { writes }: UpdateRequest = request
    if (writes !== undefined) return sendUnique(this, request, writes, options)
    if (state.once === undefined) return context.runner.run(request, options)
    return runOnce(context, request, state, options)
  }

  /** @internal */
  override transactWriteFace(): TransactWriteFace {
    this.checkTransactable()
    const state = this.state()
    const request: UpdateRequest = this.compile()
    const refusal = untransactable(state, request)
    if (refusal !== undefined) throw this.unsupported(refusal)
    this.context.runner.watch?.used(this)
    const guarded = request.depends?.unread === true ? guardedFace(this, request) : undefined
    return updateFace(this.context, state, request, (error) => this.failure(error), guarded)
  }

  override compile(): Request<'UpdateItem'> {
    const request = updateRequest(this.context.model, this.state(), this.clauses().conditions)
    if (request.depends !== undefined) refuseTokenOnRead(this, request)
    return request
  }

  override decode(output: UpdateItemCommandOutput): R {
    return updatedItem(this.context.model, this.state(), output) as R
  }

  override recover(error: unknown): R {
    if (!isError(error, ConditionFailedError)) throw error
    // A missing item is not a condition of the caller.
    if (this.isMissing(error)) throw this.failure(error)
    const failure = this.failure(error)
    // Nor is a bound of a struct: a violation is a mistake that must not be skipped silently.
    if (isError(failure, UpdateMisfitError)) throw failure
    return super.recover(error)
  }

  isMissing({ stored }: ConditionFailedError): boolean {
    return this.state().upsert === undefined && !isOwn(this.context.model, stored)
  }

  override failure(error: ConditionFailedError): DyntasticError {
    // After a lost response, the item may have existed and been updated.
    if (!this.isMissing(error) || error.outcome === 'unknown') return super.failure(error)
    const { does, target } = this.state()
    return updateOfMissing(this.context.model, this.settled(target).key.values, error, does)
  }

  /** @internal */
  override attempted(): FailedWrite {
    return attemptedUpdate(this.context.model, this.state(), this.clauses())
  }

  /**
   * Returns the SDK command without sending it, for an update that is one UpdateItem request.
   * @example
   * client.send(users.update('u1').set('age', 5).toCommand())
   * // new UpdateItemCommand({ TableName: 'users', Key: { id: { S: 'u1' } }, UpdateExpression: 'SET #0 = :0', … })
   * @throws InvalidUpdateError for an idempotent update, and for one that must read the item first, because the key of
   * an index depends on attributes that are not known.
   */
  override toCommand(): Calls['UpdateItem']['command'] {
    const detail = uncommanded(this.state(), this.compile())
    if (detail === undefined) return super.toCommand()
    throw new InvalidUpdateError({ entity: this.context.model.name, operation: this.name, detail })
  }
}

/** Creates an update of the item with this key. The key is read now. */
export function updateOperation<T, K extends PropertyKey, C>(
  context: OperationContext,
  argument: unknown,
): UpdateOperation<T, K, C, T> {
  const target = deferred(() => updateTarget(context.model, argument))
  return new UpdateOperation(context, emptyUpdate(updateRoot(context.model, []), target), noClauses)
}

/**
 * Usually sends one request; a transaction if the update is idempotent; more if maps on its paths are missing, or if
 * the keys of indexes depend on attributes that are not known.
 */
async function sendAdapted(
  update: RefusedUpdate,
  request: Request<'UpdateItem'>,
  options: RunOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  const begun: Patience = { since: performance.now() }
  const limited = () => underOneLimit(update.context.runner, options, begun)
  try {
    if (isSingle(request, update.state())) return await update.context.runner.run(request, options)
    return await runGuarded(update, request, limited())
  } catch (error) {
    return runRefused(update, error, limited)
  }
}
