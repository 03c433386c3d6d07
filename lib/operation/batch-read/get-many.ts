// Reads many items of one entity by key with BatchGetItem, collected or as a stream, in the order of the keys.

import type { KeyValues } from '../../entity/key/key-values.js'
import { type BodyItem, storedOf } from '../../entity/scan/scanned-item.js'
import { tooManyArguments } from '../../errors/arity.js'
import { checkedArgument, type OptionPlace } from '../../errors/option-table.js'
import { pathRoot } from '../../expression/condition/path-root.js'
import { morePaths, type ResolvedPath } from '../../expression/path/resolved-path.js'
import type { Path, Select } from '../../expression/path/typed-path.js'
import type { Shared } from '../../expression/path/typed-union.js'
import { modelWithDeleted, type SoftOnly } from '../get/deleted-items.js'
import { GetOperation } from '../get/get.js'
import { type InvalidItemPolicy, inPlaceOfInvalid, invalidItemOption } from '../get/invalid-item-policy.js'
import { selectedItem } from '../get/selected-item.js'
import { Awaitable, type Deferred, deferredValue } from '../ground/deferred.js'
import { projectedPaths } from '../ground/key-projection.js'
import type { OperationContext } from '../ground/operation.js'
import { checkRunOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import type { ManyOptions } from '../many/many-options.js'
import { writeBack, writesBack, writtenBack } from '../upgrade/write-back.js'
import { collectKeys, type ManyStart, streamKeys } from './key-reading.js'
import type { KeySource } from './key-source.js'

/** State of a read of many keys. */
export interface GetManyState {
  readonly source: KeySource
  readonly options: ManyOptions
  readonly consistent: boolean
  readonly select: readonly ResolvedPath[]
  readonly onInvalid: InvalidItemPolicy<unknown>
}

/**
 * A read of any number of items by key (BatchGetItem, 100 keys per request). `T` is the item, `R` the result for each
 * item found. `await` collects the items in the order of the keys; missing items are omitted, and a key given twice
 * yields its item twice. `for await` streams them, with at most `concurrency` requests ahead. If the keys come from an
 * iterable, it can run only once.
 */
export class GetManyOperation<T, R, D = never> extends Awaitable<R[]> implements AsyncIterable<R> {
  /** @internal */
  readonly context: OperationContext
  /** @internal */
  readonly state: Deferred<GetManyState>

  /** @internal */
  constructor(context: OperationContext, state: GetManyState) {
    super()
    this.context = context
    this.state = deferredValue(Object.freeze(state))
    context.runner.watch?.made(this)
    Object.freeze(this)
  }

  /** Names the operation and says that it has not run. Contains no keys, conditions or values. */
  override toString(): string {
    return `${this.context.model.name}.${this.name}, not run`
  }

  /** Entity and operation, for errors about options. @internal */
  get place(): OptionPlace {
    return { entity: this.context.model.name, operation: this.name }
  }

  get name(): 'getMany' {
    return 'getMany'
  }

  /** @internal */
  with<Q = R>(change: Partial<GetManyState>): GetManyOperation<T, Q, D> {
    this.context.runner.watch?.used(this)
    return new GetManyOperation(this.context, { ...this.state(), ...change })
  }

  /**
   * Makes the reads strongly consistent. They use twice the read capacity (DynamoDB "Read consistency").
   * @example
   * await users.getMany(['u1', 'u2']).consistent()
   * // BatchGetItem { RequestItems: { users: { …, ConsistentRead: true } } }
   */
  consistent(): GetManyOperation<T, R, D> {
    if (arguments.length > 0) throw tooManyArguments('consistent', 0, arguments.length, this.place)
    return this.with({ consistent: true })
  }

  /**
   * Reads deleted items, too, of an entity with `softDelete`. The requests are the same.
   * @example await notes.getMany(['n1', 'n2']).withDeleted()
   * @throws UnsupportedOperationError if deletes of the entity remove items.
   */
  withDeleted(this: SoftOnly<D>): GetManyOperation<T, R, D>
  withDeleted(): GetManyOperation<T, R, D> {
    if (arguments.length > 0) throw tooManyArguments('withDeleted', 0, arguments.length, this.place)
    const { context } = this
    context.runner.watch?.used(this)
    const model = modelWithDeleted(context.model, 'withDeleted')
    return new GetManyOperation({ ...context, model }, this.state())
  }

  /**
   * Reads only these paths (ProjectionExpression); the result type contains only them.
   * @example await orders.getMany(keys).select('total', 'lines[0].sku')
   * @throws InvalidConditionError if the entity does not have a path.
   */
  select<const P extends string>(
    ...paths: readonly Path<Shared<T>, P>[]
  ): GetManyOperation<T, Select<T, P>, D> {
    const root = pathRoot(this.context.model, [])
    return this.with({ select: morePaths(root, this.state().select, paths) })
  }

  /**
   * How to handle stored data that does not match the entity: `'throw'` (default), `'skip'` the item, or use the result
   * of a function, which must not be a promise. The request is the same.
   * @example await users.getMany(['u1', 'u2']).onInvalid('skip') // without those that do not match
   * @example await users.getMany(['u1', 'u2']).onInvalid((stored, error) => ({ stored, error }))
   * @throws InvalidOptionError for any other policy.
   */
  onInvalid(policy: 'throw' | 'skip'): GetManyOperation<T, R, D>
  onInvalid<Q>(policy: Exclude<InvalidItemPolicy<Q>, string>): GetManyOperation<T, R | Q, D>
  onInvalid(policy: InvalidItemPolicy<unknown>): GetManyOperation<T, unknown, D> {
    if (arguments.length > 1) throw tooManyArguments('onInvalid', 1, arguments.length, this.place)
    return this.with({ onInvalid: checkedArgument(invalidItemOption, 'onInvalid', policy, this.place) })
  }

  /**
   * Reads the items, as `await` does, with options.
   * @example await users.getMany(['u1', 'u2']).execute({ signal })
   * @throws AbortedError if the signal aborts.
   */
  override async execute(options?: RunOptions): Promise<R[]> {
    if (arguments.length > 1) throw tooManyArguments('execute', 1, arguments.length, this.place)
    const { context } = this
    const items = await collectKeys<R>(this.started(options))
    if (writesBack(context.model)) await writeBack(context, items, options)
    return items
  }

  /**
   * Yields the items one by one, in the order of the keys; `for await` on the operation does the same.
   * @example for await (const user of users.getMany(ids).items({ signal })) {} // BatchGetItem of 100 keys each
   * @param options `signal` aborts the requests in progress and ends the run.
   * @throws UnprocessedError in place of an item that could not be read. All items before it were yielded; `remaining`
   * holds all others.
   */
  items(options?: RunOptions): AsyncGenerator<R, void, void> {
    if (arguments.length > 1) throw tooManyArguments('items', 1, arguments.length, this.place)
    const items = streamKeys<R>(this.started(options))
    return writesBack(this.context.model) ? writtenBack(this.context, items, options) : items
  }

  [Symbol.asyncIterator](): AsyncGenerator<R, void, void> {
    return this.items()
  }

  /** @internal */
  started(options: RunOptions | undefined): ManyStart {
    const { context } = this
    const state = this.state()
    const { consistent, select, source } = state
    context.runner.watch?.used(this)
    checkRunOptions(context.model, this.name, options)
    return {
      runner: context.runner,
      operation: this.name,
      shape: { model: context.model, consistent, select: projectedPaths(context.model, select) },
      source,
      options: options?.signal === undefined ? state.options : { ...state.options, signal: options.signal },
      decode: (stored) => this.decode(stored),
      again: (key) => this.again(key),
    }
  }

  /** @internal */
  decode(stored: BodyItem): unknown {
    const { onInvalid, select } = this.state()
    const { model } = this.context
    if (!model.mayRead(stored)) return undefined
    try {
      return select.length === 0
        ? model.itemOf(stored, this.name, false, true)
        : selectedItem(model, storedOf(stored), this.name, select)
    } catch (error) {
      return inPlaceOfInvalid(onInvalid, stored, error)
    }
  }

  /** Returns the read of one of its items, for what is left. @internal */
  again(key: KeyValues): GetOperation<T, R> {
    const { consistent, select, onInvalid } = this.state()
    const state = { key: deferredValue(key), consistent, required: false, select, onInvalid }
    const get = new GetOperation<T, R>(this.context, 'get', state)
    // It counts as used: it is on an error, for callers that want to retry.
    this.context.runner.watch?.used(get)
    return get
  }
}
