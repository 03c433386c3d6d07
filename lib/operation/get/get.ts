// GetItem: reads one item by its key, all of it or selected paths.

import type { GetItemCommandInput, GetItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { KeyValues } from '../../entity/key/key-values.js'
import { type BodyItem, storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import { tooManyArguments } from '../../errors/arity.js'
import type { InvalidItemError } from '../../errors/invalid-item-error.js'
import { ItemNotFoundError } from '../../errors/item-not-found-error.js'
import { checkedArgument } from '../../errors/option-table.js'
import { pathRoot } from '../../expression/condition/path-root.js'
import { printProjection } from '../../expression/condition/projection.js'
import { Placeholders } from '../../expression/path/placeholders.js'
import { morePaths, type ResolvedPath } from '../../expression/path/resolved-path.js'
import type { Path, Select } from '../../expression/path/typed-path.js'
import type { Shared } from '../../expression/path/typed-union.js'
import { type Deferred, deferredValue, settle } from '../ground/deferred.js'
import type { ReadFace } from '../ground/faces.js'
import { projectedPaths } from '../ground/key-projection.js'
import { Operation, type OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import { writeBack } from '../upgrade/write-back.js'
import { modelWithDeleted, type SoftOnly } from './deleted-items.js'
import { type InvalidItemPolicy, inPlaceOfInvalid, invalidItemOption } from './invalid-item-policy.js'
import { partRead, selectionReadersOf } from './part-readers.js'
import { selectedItem } from './selected-item.js'

/** State of a read by key. */
export interface GetState {
  readonly key: Deferred<KeyValues>
  readonly consistent: boolean
  /** Whether a missing item is an error. */
  readonly required: boolean
  readonly select: readonly ResolvedPath[]
  readonly onInvalid: InvalidItemPolicy<unknown>
}

/**
 * A read of one item by its key (GetItem). `T` is the item, `R` the result for an existing item, `M` the result for a
 * missing one.
 */
export class GetOperation<T, R, M = undefined, D = never> extends Operation<'GetItem', R | M> {
  /** Only for the compiler: what it resolves to in a batch or transaction. */
  declare readonly FACES: { readonly batchGet: R | M; readonly transactGet: R | M }
  /** @internal */
  readonly state: Deferred<GetState>

  /** @internal */
  constructor(context: OperationContext, name: string, state: GetState) {
    super(context, name)
    this.state = deferredValue(Object.freeze(state))
    Object.freeze(this)
  }

  /** @internal */
  with<Q = R, N = M>(change: Partial<GetState>): GetOperation<T, Q, N, D> {
    this.context.runner.watch?.used(this)
    return new GetOperation(this.context, this.name, { ...this.state(), ...change })
  }

  /**
   * Makes the read strongly consistent: it reflects all writes that succeeded before it. Strongly consistent reads use
   * twice the read capacity (DynamoDB "Read consistency").
   * @example await users.get('u1').consistent() // GetItem { …, ConsistentRead: true }
   */
  consistent(): GetOperation<T, R, M, D> {
    if (arguments.length > 0) throw tooManyArguments('consistent', 0, arguments.length, this.place)
    return this.with({ consistent: true })
  }

  /**
   * Reads the item even if it is deleted, of an entity with `softDelete`. The request is the same.
   * @example const note = await notes.get('n1').withDeleted() // GetItem { … }
   * @throws UnsupportedOperationError if deletes of the entity remove items.
   */
  withDeleted(this: SoftOnly<D>): GetOperation<T, R, M, D>
  withDeleted(): GetOperation<T, R, M, D> {
    if (arguments.length > 0) throw tooManyArguments('withDeleted', 0, arguments.length, this.place)
    const { context, name } = this
    context.runner.watch?.used(this)
    const model = modelWithDeleted(context.model, 'withDeleted')
    return new GetOperation({ ...context, model }, name, this.state())
  }

  /**
   * Reads only these paths (ProjectionExpression); the result type contains only them. DynamoDB still charges for the
   * whole item.
   * @example
   * await orders.get(key).select('total', 'lines[0].sku')
   * // GetItem { …, ProjectionExpression: '#0, #1[0].#2' }
   * @throws InvalidConditionError if the entity does not have a path.
   */
  select<const P extends string>(
    ...paths: readonly Path<Shared<T>, P>[]
  ): GetOperation<T, Select<T, P>, M, D> {
    const root = pathRoot(this.context.model, [])
    return this.with({ select: morePaths(root, this.state().select, paths) })
  }

  /**
   * How to handle stored data that does not match the entity: `'throw'` an InvalidItemError (default), `'skip'` the
   * item as if it did not exist, or use the result of a function, which must not be a promise.
   * @example await users.get('u1').onInvalid((stored, error) => undefined)
   */
  onInvalid(policy: 'throw'): GetOperation<T, R, M, D>
  onInvalid(policy: 'skip'): GetOperation<T, R, M | undefined, D>
  onInvalid<Q>(policy: (stored: StoredItem, error: InvalidItemError) => Q): GetOperation<T, R | Q, M, D>
  onInvalid(policy: InvalidItemPolicy<unknown>): GetOperation<T, unknown, unknown, D> {
    if (arguments.length > 1) throw tooManyArguments('onInvalid', 1, arguments.length, this.place)
    return this.with({ onInvalid: checkedArgument(invalidItemOption, 'onInvalid', policy, this.place) })
  }

  override get role(): 'read' {
    return 'read'
  }

  /** @internal */
  override async finish(item: unknown, options: RunOptions | undefined): Promise<void> {
    await writeBack(this.context, [item], options)
  }

  /** @internal */
  override readFace(): ReadFace {
    const { model, runner } = this.context
    const { key, consistent, select: selected } = this.state()
    const select = projectedPaths(model, selected)
    runner.watch?.used(this)
    const decode = (stored: BodyItem | undefined) => this.decodeItem(stored)
    return { model, runner, operation: this.name, stored: settle(key).stored, consistent, select, decode }
  }

  /** @internal */
  override get readers(): ResponseReaders | undefined {
    const { select } = this.state()
    const { model } = this.context
    return select.length === 0 ? super.readers : selectionReadersOf(model, select, [model.key])
  }

  override compile(): Request<'GetItem'> {
    const { model } = this.context
    const { key, consistent, select } = this.state()
    const input: GetItemCommandInput = { TableName: model.table.name, Key: settle(key).stored }
    if (consistent) input.ConsistentRead = true
    const paths = select.length === 0 ? select : projectedPaths(model, select)
    if (paths.length > 0) {
      const placeholders = new Placeholders()
      input.ProjectionExpression = printProjection(paths, placeholders)
      const names = placeholders.names()
      if (names !== undefined) input.ExpressionAttributeNames = names
    }
    return { call: 'GetItem', input, entity: model.name, operation: this.name, table: model.table }
  }

  override decode(output: GetItemCommandOutput): R | M {
    // The client returns items in DynamoDB's form; the SDK's types and ours are equivalent.
    return this.decodeItem(output.Item as BodyItem | undefined)
  }

  /** Decodes a stored item, or `undefined` if there is none. @internal */
  decodeItem(given: BodyItem | null | undefined): R | M {
    // Mocks of clients may respond with null.
    const stored = given ?? undefined
    const { required, key, onInvalid, select } = this.state()
    const { model } = this.context
    if (stored !== undefined && model.mayRead(stored)) {
      const item = this.decodeStored(stored, onInvalid, select)
      if (item !== undefined || !required) return item as R
    }
    if (!required) return undefined as M
    throw new ItemNotFoundError({ entity: model.name, operation: this.name, key: settle(key).values })
  }

  /** @internal */
  decodeStored(
    stored: BodyItem,
    policy: InvalidItemPolicy<unknown>,
    select: readonly ResolvedPath[],
  ): unknown {
    const { model } = this.context
    try {
      return select.length === 0
        ? model.itemOf(stored, this.name, false, true)
        : (partRead(stored) ?? selectedItem(model, storedOf(stored), this.name, select))
    } catch (error) {
      return inPlaceOfInvalid(policy, stored, error)
    }
  }
}
