// A query of several kinds of item at once, with its results in a group for each kind.
import { deletedModel } from '../../entity/deletion-view.js'
import { tooManyArguments } from '../../errors/arity.js'
import { checkedArgument, type OptionPlace } from '../../errors/option-table.js'
import { chain } from '../../expression/chain/chain.js'
import { givenCondition } from '../../expression/chain/given-condition.js'
import type { Operators, Unfinished } from '../../expression/chain/typed-operators.js'
import type { Refs } from '../../expression/chain/typed-references.js'
import type { Condition } from '../../expression/condition/condition.js'
import { joined } from '../../expression/condition/logic.js'
import type { At, Path, Select } from '../../expression/path/typed-path.js'
import type { Explanation } from '../../plan/explanation.js'
import { modelWithDeleted } from '../get/deleted-items.js'
import { type InvalidItemPolicy, invalidItemOption } from '../get/invalid-item-policy.js'
import { Awaitable } from '../ground/deferred.js'
import type { Calls } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import type { ReadBudget } from '../ground/usage-meter.js'
import type { ReadRate } from '../rate/rate-options.js'
import {
  type Entry,
  entryOf,
  type Grouped,
  type GroupedPage,
  type Grouping,
  type GroupsOr,
  intoGroups,
  policyInGroups,
} from './grouping.js'
import type { QueryOperation } from './query.js'
import type { Page } from './query-reading.js'

/**
 * A query of a collection. `T` has the attributes of all kinds, `S` the item of each group, `O` the names of the groups
 * of one item, `I` the items of each group in each index. A condition applies to the kinds that have what it looks at;
 * items of other kinds pass.
 */
export class CollectionQuery<T, S, O extends PropertyKey, I>
  extends Awaitable<Grouped<S, O>>
  implements AsyncIterable<Entry<S>>
{
  /** The query of all kinds together. @internal */
  readonly inner: QueryOperation<unknown, object, { readonly [name: string]: object }>
  /** @internal */
  readonly grouping: Grouping

  /** @internal */
  constructor(inner: QueryOperation<never, never, never>, grouping: Grouping) {
    super()
    // The types of the items are those of the groups.
    this.inner = inner as never
    this.grouping = grouping
    Object.freeze(this)
  }

  override toString(): string {
    return this.inner.toString()
  }

  /** @internal */
  with<S2 = S>(inner: unknown): CollectionQuery<T, S2, O, I> {
    return new CollectionQuery(inner as never, this.grouping)
  }

  /**
   * Adds a condition. Several conditions are joined by AND. A condition applies to the kinds that have all of its
   * attributes, and a condition of `Order.condition(…)` to orders.
   * @example
   * await accounts.query().where('customerId').eq('c1').where('total').gt(5)
   * // Query { TableName: 'shop', KeyConditionExpression: '#0 = :0',
   * //   FilterExpression: '#1 = :1 OR #2 > :2', … }
   * @throws ValidationError or InvalidConditionError if an operand or a path does not match the kinds.
   */
  where<const P extends string>(path: Path<T, P>): Unfinished<Operators<At<T, P>, this, Refs<T>>>
  where(condition: Condition | ((attr: Refs<T>) => Condition)): this
  // For anything else: the error of the compiler lists the attributes.
  where<const P extends string>(given: Path<T, P> | ((attr: Refs<T>) => Condition)): never
  where(given: string | Condition | ((attr: Refs<T>) => Condition)): unknown {
    if (arguments.length > 1) throw tooManyArguments('where', 1, arguments.length, this.place)
    const { inner } = this
    const add = (condition: Condition) =>
      this.with(inner.with({ conditions: joined(inner.state().conditions, condition) }))
    return typeof given === 'string' ? chain(inner.root, given, add) : add(givenCondition(inner.root, given))
  }

  /**
   * Reads from this index, by its name in a descriptor. Kinds without the index are not in the results.
   * @example await accounts.query().index('byEmail').where('email').eq('a@b.c') // Query { …, IndexName: 'byEmail' }
   * @throws QueryPlanError if no kind has such an index.
   */
  index<const N extends keyof I & string>(name: N): CollectionQuery<T, I[N], O, I> {
    if (arguments.length > 1) throw tooManyArguments('index', 1, arguments.length, this.place)
    return this.with<I[N]>(this.inner.index(name))
  }

  /**
   * Fetches whole items if the index contains only part of them: with BatchGetItem, in requests of 100 keys.
   * @example
   * await accounts.query().index('byEmail').where('email').eq('a@b.c').full()
   * // Query { …, IndexName: 'byEmail' }, then BatchGetItem { RequestItems: { shop: { Keys: […] } } }
   * @throws UnprocessedError if DynamoDB keeps leaving keys unprocessed.
   */
  full(): CollectionQuery<T, S, O, I> {
    if (arguments.length > 0) throw tooManyArguments('full', 0, arguments.length, this.place)
    return this.with(this.inner.full())
  }

  /**
   * Reads only these paths, of the kinds that have them (ProjectionExpression), and what tells the kinds apart.
   * DynamoDB still charges for whole items.
   * @example
   * await accounts.query().where('customerId').eq('c1').select('total')
   * // Query { …, ProjectionExpression: '#1, #2, #0, #3' }
   * @throws InvalidConditionError if no kind has the path.
   */
  select<const P extends string>(
    ...paths: readonly Path<T, P>[]
  ): CollectionQuery<T, { [L in keyof S]: Select<S[L], P> }, O, I> {
    return this.with(this.inner.select(...(paths as never[])))
  }

  /**
   * Sorts by the sort key in ascending order (the default).
   * @example await accounts.query().where('customerId').eq('c1').ascending() // Query { … }
   */
  ascending(): CollectionQuery<T, S, O, I> {
    if (arguments.length > 0) throw tooManyArguments('ascending', 0, arguments.length, this.place)
    return this.with(this.inner.ascending())
  }

  /**
   * Sorts by the sort key in descending order.
   * @example await accounts.query().where('customerId').eq('c1').descending() // Query { …, ScanIndexForward: false }
   */
  descending(): CollectionQuery<T, S, O, I> {
    if (arguments.length > 0) throw tooManyArguments('descending', 0, arguments.length, this.place)
    return this.with(this.inner.descending())
  }

  /**
   * Reads deleted items, too, of the kinds with `softDelete`.
   * @example await accounts.query().where('customerId').eq('c1').withDeleted()
   * @throws UnsupportedOperationError if deletes of each kind remove items.
   */
  withDeleted(): CollectionQuery<T, S, O, I> {
    if (arguments.length > 0) throw tooManyArguments('withDeleted', 0, arguments.length, this.place)
    const { inner } = this
    return this.with(inner.showing(modelWithDeleted(inner.context.model, 'withDeleted')))
  }

  /**
   * Reads only deleted items: none of kinds without `softDelete`.
   * @example await accounts.query().where('customerId').eq('c1').onlyDeleted()
   * @throws UnsupportedOperationError if deletes of each kind remove items.
   */
  onlyDeleted(): CollectionQuery<T, S, O, I> {
    if (arguments.length > 0) throw tooManyArguments('onlyDeleted', 0, arguments.length, this.place)
    const { inner } = this
    return this.with(inner.showing(deletedModel(modelWithDeleted(inner.context.model, 'onlyDeleted'))))
  }

  /**
   * Makes the reads strongly consistent, for twice the read capacity. Global indexes do not support this.
   * @example await accounts.query().where('customerId').eq('c1').consistent() // Query { …, ConsistentRead: true }
   */
  consistent(): CollectionQuery<T, S, O, I> {
    if (arguments.length > 0) throw tooManyArguments('consistent', 0, arguments.length, this.place)
    return this.with(this.inner.consistent())
  }

  /**
   * Limits the number of matching items, of all kinds together.
   * @example await accounts.query().where('customerId').eq('c1').limit(20) // Query { …, Limit: 20 }
   * @throws InvalidOptionError if it is not a positive integer.
   */
  limit(most: number): CollectionQuery<T, S, O, I> {
    if (arguments.length > 1) throw tooManyArguments('limit', 1, arguments.length, this.place)
    return this.with(this.inner.limit(most))
  }

  /**
   * Limits the number of items that one request reads, before filtering.
   * @example await accounts.query().where('customerId').eq('c1').pageSize(100) // Query { …, Limit: 100 }
   * @throws InvalidOptionError if it is not a positive integer.
   */
  pageSize(most: number): CollectionQuery<T, S, O, I> {
    if (arguments.length > 1) throw tooManyArguments('pageSize', 1, arguments.length, this.place)
    return this.with(this.inner.pageSize(most))
  }

  /**
   * Continues from the cursor of a page. `undefined` starts at the beginning.
   * @example await accounts.query().where('customerId').eq('c1').limit(20).after(cursor).page()
   * @throws InvalidCursorError if the cursor is damaged, has expired or belongs to another query.
   */
  after(cursor: string | undefined): CollectionQuery<T, S, O, I> {
    if (arguments.length > 1) throw tooManyArguments('after', 1, arguments.length, this.place)
    return this.with(this.inner.after(cursor))
  }

  /**
   * Limits the requests, capacity and time of a run.
   * @example await accounts.query().where('customerId').eq('c1').budget({ requests: 10 })
   * @throws InvalidOptionError for a limit that does not exist or is not positive.
   */
  budget(budget: ReadBudget): CollectionQuery<T, S, O, I> {
    if (arguments.length > 1) throw tooManyArguments('budget', 1, arguments.length, this.place)
    return this.with(this.inner.budget(budget))
  }

  /**
   * Limits the read capacity units per second of a run, of all kinds together.
   * @example await accounts.query().where('customerId').eq('c1').rate({ read: 50 })
   * // Query { …, ReturnConsumedCapacity: 'TOTAL' }, …
   * @throws InvalidOptionError if it is not a positive number, or there is another name than `read`.
   */
  rate(rate: ReadRate): CollectionQuery<T, S, O, I> {
    if (arguments.length > 1) throw tooManyArguments('rate', 1, arguments.length, this.place)
    return this.with(this.inner.rate(rate))
  }

  /**
   * How to handle stored data that does not match: `'throw'` (default), `'skip'` it, or use what the function returns,
   * in the group of the item's kind; `undefined` leaves the item out. An item that is not of any kind has no group: it
   * can only be left out.
   * @example await accounts.query().where('customerId').eq('c1').onInvalid('skip')
   * @example await accounts.query().where('customerId').eq('c1').onInvalid((stored, error) => ({ stored, error }))
   * @throws InvalidOptionError for any other policy; InvalidItemError if the function returns a promise, or a value for
   * an item of no kind.
   */
  onInvalid(policy: 'throw' | 'skip'): CollectionQuery<T, S, O, I>
  onInvalid<Q>(
    policy: Exclude<InvalidItemPolicy<Q>, string>,
  ): CollectionQuery<T, GroupsOr<S, Q>, O, { [N in keyof I]: GroupsOr<I[N], Q> }>
  onInvalid(policy: InvalidItemPolicy<unknown>): unknown {
    if (arguments.length > 1) throw tooManyArguments('onInvalid', 1, arguments.length, this.place)
    const checked = checkedArgument(invalidItemOption, 'onInvalid', policy, this.place)
    return this.with(this.inner.onInvalid(policyInGroups(this.grouping, checked) as never))
  }

  /**
   * Runs the query, as `await` does, with options.
   * @example await accounts.query().where('customerId').eq('c1').execute({ signal })
   * @throws InvalidItemError if a group of one item has more than one.
   */
  override async execute(options?: RunOptions): Promise<Grouped<S, O>> {
    return this.group(await this.inner.execute(options))
  }

  /**
   * Returns the first match with the name of its group, or `undefined`.
   * @example const newest = await accounts.query().where('customerId').eq('c1').descending().first()
   */
  async first(options?: RunOptions): Promise<Entry<S> | undefined> {
    if (arguments.length > 1) throw tooManyArguments('first', 1, arguments.length, this.place)
    const item = await this.inner.first(options)
    return item === undefined ? undefined : (entryOf(this.grouping, item) as Entry<S>)
  }

  /**
   * Counts the matches of all kinds, up to the limit.
   * @example await accounts.query().where('customerId').eq('c1').count() // Query { …, Select: 'COUNT' }
   */
  async count(options?: RunOptions): Promise<number> {
    if (arguments.length > 1) throw tooManyArguments('count', 1, arguments.length, this.place)
    return this.inner.count(options)
  }

  /**
   * Returns one page, in groups: up to `limit` items or, without a limit, the result of one request.
   * @example const { items, cursor } = await accounts.query().where('customerId').eq('c1').limit(20).page()
   */
  async page(options?: RunOptions): Promise<GroupedPage<S, O>> {
    if (arguments.length > 1) throw tooManyArguments('page', 1, arguments.length, this.place)
    return this.groupedPage(await this.inner.page(options))
  }

  /**
   * Yields the pages one by one, in groups, one request each.
   * @example for await (const { items } of accounts.query().where('customerId').eq('c1').pages()) show(items.orders)
   */
  async *pages(options?: RunOptions): AsyncGenerator<GroupedPage<S, O>, void, void> {
    if (arguments.length > 1) throw tooManyArguments('pages', 1, arguments.length, this.place)
    for await (const page of this.inner.pages(options)) yield this.groupedPage(page)
  }

  /**
   * Yields the items one by one, in stored order, each with the name of its group. `for await` on the query does the
   * same.
   * @example
   * const query = accounts.query().where('customerId').eq('c1')
   * for await (const { group, item } of query.items()) show(group, item)
   */
  async *items(options?: RunOptions): AsyncGenerator<Entry<S>, void, void> {
    if (arguments.length > 1) throw tooManyArguments('items', 1, arguments.length, this.place)
    for await (const item of this.inner.items(options)) yield entryOf(this.grouping, item) as Entry<S>
  }

  [Symbol.asyncIterator](): AsyncGenerator<Entry<S>, void, void> {
    return this.items()
  }

  /**
   * Returns the plan, with the conditions as they apply to each kind. Sends nothing.
   * @example console.log(String(accounts.query().where('customerId').eq('c1').explain()))
   * @throws QueryPlanError if there is no plan.
   */
  explain(): Explanation {
    if (arguments.length > 0) throw tooManyArguments('explain', 0, arguments.length, this.place)
    return this.inner.explain()
  }

  /**
   * Returns the SDK command of the first request without sending it.
   * @example accounts.query().where('customerId').eq('c1').toCommand().input // { TableName: 'shop', … }
   * @throws any error that is detected before sending.
   */
  toCommand(): Calls['Query' | 'Scan']['command'] {
    return this.inner.toCommand()
  }

  /** @internal */
  group(items: readonly object[]): Grouped<S, O> {
    return intoGroups(this.grouping, items, this.place) as Grouped<S, O>
  }

  /** @internal */
  groupedPage(page: Page<object>): GroupedPage<S, O> {
    return { ...page, items: this.group(page.items) }
  }

  /** @internal */
  get place(): OptionPlace {
    return this.inner.place
  }
}
