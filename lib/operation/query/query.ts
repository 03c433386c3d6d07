// Queries and scans: chains that plan themselves, and are read whole, by page, item by item, or only counted.

import { deletedModel } from '../../entity/deletion-view.js'
import type { EntityModel } from '../../entity/model.js'
import { tooManyArguments } from '../../errors/arity.js'
import { kindOf } from '../../errors/failures.js'
import { oneOrMore } from '../../errors/option-kinds.js'
import { checkedArgument, type OptionPlace, type OptionRow } from '../../errors/option-table.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import { chain } from '../../expression/chain/chain.js'
import { givenCondition } from '../../expression/chain/given-condition.js'
import type { Operators, Unfinished } from '../../expression/chain/typed-operators.js'
import type { Refs } from '../../expression/chain/typed-references.js'
import type { Condition } from '../../expression/condition/condition.js'
import { joined } from '../../expression/condition/logic.js'
import { pathRoot } from '../../expression/condition/path-root.js'
import { morePaths, type PathRoot } from '../../expression/path/resolved-path.js'
import type { At, Path, Select } from '../../expression/path/typed-path.js'
import type { Narrowing, Shared, WithValue } from '../../expression/path/typed-union.js'
import { type Explanation, explainPlan } from '../../plan/explanation.js'
import { planQuery } from '../../plan/planner.js'
import type { Plan } from '../../plan/source/plan.js'
import { didYouMean } from '../../util/nearest-name.js'
import { modelWithDeleted, type SoftOnly } from '../get/deleted-items.js'
import { type InvalidItemPolicy, invalidItemOption } from '../get/invalid-item-policy.js'
import { Awaitable, type Deferred, deferredValue } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls, Request } from '../ground/request.js'
import { checkRunOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import type { ReadBudget } from '../ground/usage-meter.js'
import { type ReadRate, readRateOption } from '../rate/rate-options.js'
import {
  type Collected,
  collect,
  countMatches,
  itemsOf,
  type Page,
  pagesOf,
  readPage,
} from './query-reading.js'
import { QueryRun, type RunStart } from './query-run.js'
import { budgetOptions, type QueryState, queryArguments } from './query-state.js'
import { admitScan } from './scan-policy.js'

/**
 * A query (or a scan). `T` is the item, `R` the result for each item, `I` the items of each index. Conditions on key
 * attributes of the table or of an index become the key condition (KeyConditionExpression), all others the filter
 * (FilterExpression). `explain()` shows the plan.
 */
export class QueryOperation<T, R, I, D = never> extends Awaitable<R[]> implements AsyncIterable<R> {
  /** @internal */
  readonly context: OperationContext
  /** @internal */
  readonly state: Deferred<QueryState>

  /** @internal */
  constructor(context: OperationContext, state: QueryState) {
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

  get name(): 'query' | 'scan' {
    return this.state().scan ? 'scan' : 'query'
  }

  /** @internal */
  with<Q = R>(change: Partial<QueryState>): QueryOperation<T, Q, I, D> {
    this.context.runner.watch?.used(this)
    return new QueryOperation(this.context, { ...this.state(), ...change })
  }

  /**
   * Adds a condition. Several conditions are joined by AND.
   * @example
   * await orders.query().where('customerId').eq('c1').where('total').between(10, 20)
   * // Query { TableName: 'orders', IndexName: 'byCustomer', KeyConditionExpression: '#0 = :0',
   * //   FilterExpression: '#1 BETWEEN :1 AND :2', … }
   * @example await orders.query().where((attr) => or(attr.status.eq('open'), attr.total.gt(100)))
   * @throws ValidationError or InvalidConditionError if an operand or a path does not match the entity.
   */
  where<const P extends string>(
    path: Path<Shared<T>, P>,
  ): Unfinished<QueryNarrowing<T, P, R, I, D> & Operators<At<T, P>, this, Refs<T>>>
  where(condition: Condition | ((attr: Refs<T>) => Condition)): this
  // For anything else: the error of the compiler lists the attributes.
  where<const P extends string>(given: Path<Shared<T>, P> | ((attr: Refs<T>) => Condition)): never
  where(given: string | Condition | ((attr: Refs<T>) => Condition)): unknown {
    if (arguments.length > 1) throw tooManyArguments('where', 1, arguments.length, this.place)
    const root = this.root
    const add = (condition: Condition) =>
      this.with({ conditions: joined(this.state().conditions, condition) })
    return typeof given === 'string' ? chain(root, given, add) : add(givenCondition(root, given))
  }

  /**
   * Reads from this index, by its name in the descriptor. If the index contains only part of an item, the result type
   * is narrowed.
   * @example await orders.query().index('byTotal').where('customerId').eq('c1') // Query { …, IndexName: 'byTotal' }
   * @throws QueryPlanError if the entity has no such index.
   */
  index<const N extends keyof I & string>(name: N): QueryOperation<T, I[N], I, D> {
    if (arguments.length > 1) throw tooManyArguments('index', 1, arguments.length, this.place)
    const { indexes } = this.context.model
    if (typeof name !== 'string')
      throw this.refused(`index() expects the name of an index, not ${kindOf(name)}`)
    if (this.context.model.vectors.has(name))
      throw this.refused(`'${name}' is a vector index; find its items with search('${name}', vector)`)
    if (!indexes.has(name)) throw this.refused(unknownIndex(name, [...indexes.keys()]))
    return this.with({ index: name })
  }

  /**
   * Fetches whole items if the index contains only part of them: with BatchGetItem, in requests of 100 keys, in the
   * order of the query. Items that are deleted in the meantime are omitted. A following `select()` limits what is
   * fetched.
   * @example
   * await orders.query().index('byTotal').where('customerId').eq('c1').where('total').gt(5).full()
   * // Query { …, IndexName: 'byTotal' }, then BatchGetItem { RequestItems: { orders: { Keys: […] } } }
   * @throws UnprocessedError if DynamoDB keeps leaving keys unprocessed.
   */
  full(): QueryOperation<T, T, I, D> {
    if (arguments.length > 0) throw tooManyArguments('full', 0, arguments.length, this.place)
    return this.with({ full: true, select: Object.freeze([]) })
  }

  /**
   * Reads only these paths (ProjectionExpression). DynamoDB still charges for whole items.
   * @example await orders.query().where('customerId').eq('c1').select('orderId', 'total')
   * @throws InvalidConditionError if the entity does not have a path.
   */
  select<const P extends string>(
    ...paths: readonly Path<Shared<T>, P>[]
  ): QueryOperation<T, Select<T, P>, I, D> {
    return this.with({ select: morePaths(this.root, this.state().select, paths) })
  }

  /**
   * Sorts by the sort key of the table or index, in ascending order (the default).
   * @example
   * await orders.query().where('customerId').eq('c1').ascending()
   * // Query { … } without ScanIndexForward, which is true by default
   * @throws QueryPlanError (when run) if the query is a Scan, which cannot sort.
   */
  ascending(): QueryOperation<T, R, I, D> {
    if (arguments.length > 0) throw tooManyArguments('ascending', 0, arguments.length, this.place)
    return this.with({ order: 'ascending' })
  }

  /**
   * Sorts by the sort key of the table or index, in descending order.
   * @example await orders.query().where('customerId').eq('c1').descending() // Query { …, ScanIndexForward: false }
   * @throws QueryPlanError (when run) if the query is a Scan, which cannot sort.
   */
  descending(): QueryOperation<T, R, I, D> {
    if (arguments.length > 0) throw tooManyArguments('descending', 0, arguments.length, this.place)
    return this.with({ order: 'descending' })
  }

  /**
   * Reads deleted items, too, of an entity with `softDelete`.
   * @example
   * await notes.query().where('userId').eq('u1').withDeleted()
   * // Query { … } without the filter 'attribute_not_exists(#1)'
   * @throws UnsupportedOperationError if deletes of the entity remove items.
   */
  withDeleted(this: SoftOnly<D>): QueryOperation<T, R, I, D>
  withDeleted(): QueryOperation<T, R, I, D> {
    if (arguments.length > 0) throw tooManyArguments('withDeleted', 0, arguments.length, this.place)
    return this.showing(modelWithDeleted(this.context.model, 'withDeleted'))
  }

  /**
   * Reads only deleted items, of an entity with `softDelete`.
   * @example
   * await notes.query().where('userId').eq('u1').onlyDeleted()
   * // Query { …, FilterExpression: 'attribute_exists(#1)' }
   * @throws UnsupportedOperationError if deletes of the entity remove items.
   */
  onlyDeleted(this: SoftOnly<D>): QueryOperation<T, R, I, D>
  onlyDeleted(): QueryOperation<T, R, I, D> {
    if (arguments.length > 0) throw tooManyArguments('onlyDeleted', 0, arguments.length, this.place)
    return this.showing(deletedModel(modelWithDeleted(this.context.model, 'onlyDeleted')))
  }

  /** The same query of other items of the entity. @internal */
  showing(model: EntityModel): QueryOperation<T, R, I, D> {
    const { context } = this
    context.runner.watch?.used(this)
    return new QueryOperation({ ...context, model }, this.state())
  }

  /**
   * Makes the reads strongly consistent: they use twice the read capacity (DynamoDB "Read consistency"). DynamoDB does
   * not support this on global secondary indexes.
   * @example await orders.query().where('customerId').eq('c1').consistent() // Query { …, ConsistentRead: true }
   */
  consistent(): QueryOperation<T, R, I, D> {
    if (arguments.length > 0) throw tooManyArguments('consistent', 0, arguments.length, this.place)
    return this.with({ consistent: true })
  }

  /**
   * Limits the number of items returned: items that match, not items read.
   * @example await orders.query().where('customerId').eq('c1').descending().limit(10) // the newest ten
   * @throws InvalidOptionError if it is not a positive integer.
   */
  limit(most: number): QueryOperation<T, R, I, D> {
    if (arguments.length > 1) throw tooManyArguments('limit', 1, arguments.length, this.place)
    return this.with({ limit: this.checked('limit', most) })
  }

  /**
   * Limits the number of items that one request reads, before filtering (DynamoDB's `Limit`).
   * @example await orders.query().where('customerId').eq('c1').pageSize(50) // Query { …, Limit: 50 }
   * @throws InvalidOptionError if it is not a positive integer.
   */
  pageSize(most: number): QueryOperation<T, R, I, D> {
    if (arguments.length > 1) throw tooManyArguments('pageSize', 1, arguments.length, this.place)
    return this.with({ pageSize: this.checked('pageSize', most) })
  }

  /**
   * Continues where a page ended (`page.cursor`), or goes back before where it began (`page.previous`). The cursor is
   * checked before any request (ExclusiveStartKey).
   * @example const next = await orders.query().where('customerId').eq('c1').limit(20).after(page.cursor).page()
   * @throws InvalidCursorError (when run) if the cursor does not belong to this query.
   */
  after(cursor: string | undefined): QueryOperation<T, R, I, D> {
    if (arguments.length > 1) throw tooManyArguments('after', 1, arguments.length, this.place)
    return this.with({ after: cursor })
  }

  /**
   * Scans in this number of segments in parallel (TotalSegments), at most as many at a time as the executor's
   * `concurrency`. Items come in order of arrival; a cursor continues all segments.
   * @example for await (const order of orders.scan().segments(4)) {} // Scan { Segment: 0, TotalSegments: 4 }, …
   * @throws QueryPlanError on a query.
   * @throws InvalidOptionError if `count` is not an integer from 1 to 1,000,000.
   */
  segments(count: number): QueryOperation<T, R, I, D> {
    if (arguments.length > 1) throw tooManyArguments('segments', 1, arguments.length, this.place)
    if (!this.state().scan) throw this.refused('segments() is only supported on scan()')
    return this.with({ segments: this.checked('segments', count) })
  }

  /**
   * Limits the usage of a run: once it is reached, no further request starts. `page()` and `pages()` then end with a
   * cursor; all other methods throw a BudgetExceededError, which contains one.
   * @example await orders.scan().budget({ requests: 10, capacityUnits: 500 }).page()
   * @throws InvalidOptionError if a limit does not exist or is not a positive number.
   */
  budget(budget: ReadBudget): QueryOperation<T, R, I, D> {
    if (arguments.length > 1) throw tooManyArguments('budget', 1, arguments.length, this.place)
    checkedArgument(budgetOption, 'budget', budget, this.place)
    return this.with({ budget: Object.freeze({ ...budget }) })
  }

  /**
   * Limits the read capacity units per second of a run, by what DynamoDB reports of each request. A request waits until
   * earlier ones are paid for; segments in parallel share the rate, as do the reads of `full()`. One request reads up
   * to 1 MB (128 units, twice as many if consistent): `pageSize` makes smaller steps.
   * @example
   * for await (const order of orders.scan().segments(4).rate({ read: 100 })) {}
   * // Scan { …, Segment: 0, TotalSegments: 4, ReturnConsumedCapacity: 'TOTAL' }, …
   * @throws InvalidOptionError if it is not a positive number, or there is another name than `read`.
   */
  rate(rate: ReadRate): QueryOperation<T, R, I, D> {
    if (arguments.length > 1) throw tooManyArguments('rate', 1, arguments.length, this.place)
    checkedArgument(readRateOption, 'rate', rate, this.place)
    return this.with({ rate: Object.freeze({ ...rate }) })
  }

  /**
   * How to handle stored data that does not match the entity: `'throw'` (default), `'skip'` the item, or use the result
   * of a function, which must not be a promise. The request is the same.
   * @example await orders.query().where('customerId').eq('c1').onInvalid('skip')
   * @throws InvalidOptionError for any other policy.
   */
  onInvalid(policy: 'throw' | 'skip'): QueryOperation<T, R, I, D>
  onInvalid<Q>(policy: Exclude<InvalidItemPolicy<Q>, string>): QueryOperation<T, R | Q, I, D>
  onInvalid(policy: InvalidItemPolicy<unknown>): QueryOperation<T, unknown, I, D> {
    if (arguments.length > 1) throw tooManyArguments('onInvalid', 1, arguments.length, this.place)
    return this.with({ onInvalid: checkedArgument(invalidItemOption, 'onInvalid', policy, this.place) })
  }

  /**
   * Reads all matches up to the limit and returns them with the usage of the run. `await` does the same but returns
   * only the items.
   * @example const { items, usage } = await orders.query().where('customerId').eq('c1').collect()
   */
  async collect(options?: RunOptions): Promise<Collected<R>> {
    if (arguments.length > 1) throw tooManyArguments('collect', 1, arguments.length, this.place)
    return collect<R>(this.started(options, true))
  }

  /**
   * Reads all matches up to the limit, as `await` does, with options.
   * @example await orders.query().where('customerId').eq('c1').execute({ signal })
   * @throws AbortedError if the signal aborts.
   */
  override async execute(options?: RunOptions): Promise<R[]> {
    if (arguments.length > 1) throw tooManyArguments('execute', 1, arguments.length, this.place)
    return (await collect<R>(this.started(options, false))).items
  }

  /**
   * Returns the first match, or `undefined`.
   * @example const newest = await orders.query().where('customerId').eq('c1').descending().first()
   */
  async first(options?: RunOptions): Promise<R | undefined> {
    if (arguments.length > 1) throw tooManyArguments('first', 1, arguments.length, this.place)
    const [item] = await this.limit(1).execute(options)
    return item
  }

  /**
   * Counts the matches up to the limit. Transfers no items (`Select: 'COUNT'`).
   * @example await orders.query().where('customerId').eq('c1').count()
   */
  async count(options?: RunOptions): Promise<number> {
    if (arguments.length > 1) throw tooManyArguments('count', 1, arguments.length, this.place)
    return countMatches(this.started(options, false))
  }

  /**
   * Reads one page: at most `limit` items or, without a limit, the result of one request.
   * @example const { items, cursor } = await query.limit(20).page()
   */
  async page(options?: RunOptions): Promise<Page<R>> {
    if (arguments.length > 1) throw tooManyArguments('page', 1, arguments.length, this.place)
    return readPage<R>(this.started(options, true))
  }

  /**
   * Yields one page per request. The query is planned immediately; nothing is sent before the first page is requested.
   * @example
   * for await (const { items, usage } of orders.query().where('customerId').eq('c1').pageSize(100).pages()) {}
   * // Query { …, Limit: 100 }, then Query { …, Limit: 100, ExclusiveStartKey: { … } }, …
   * @param options `signal` aborts the request in progress and ends the run.
   */
  pages(options?: RunOptions): AsyncGenerator<Page<R>, void, void> {
    if (arguments.length > 1) throw tooManyArguments('pages', 1, arguments.length, this.place)
    return pagesOf<R>(this.started(options, true))
  }

  /**
   * Yields the items one by one, with constant memory use; `for await` on the query does the same. The next page is
   * requested when half of the current one is consumed.
   * @example for await (const order of orders.query().where('customerId').eq('c1').items({ signal })) {}
   * @param options `signal` aborts the request in progress and ends the run.
   */
  items(options?: RunOptions): AsyncGenerator<R, void, void> {
    if (arguments.length > 1) throw tooManyArguments('items', 1, arguments.length, this.place)
    return itemsOf<R>(this.started(options, false))
  }

  [Symbol.asyncIterator](): AsyncGenerator<R, void, void> {
    return this.items()
  }

  /**
   * Returns the plan without sending anything: Query or Scan, index, key condition, filter, reasons, rejected
   * alternatives and warnings.
   * @example console.log(String(orders.query().where('customerId').eq('c1').explain()))
   * @throws QueryPlanError if there is no plan.
   */
  explain(): Explanation {
    if (arguments.length > 0) throw tooManyArguments('explain', 0, arguments.length, this.place)
    return explainPlan(this.plan(), this.compile())
  }

  /**
   * Returns the SDK command of the first request without sending it.
   * @example orders.query().where('customerId').eq('c1').toCommand().input // { TableName: 'orders', … }
   * @throws any error that is detected before sending.
   */
  toCommand(): Calls['Query' | 'Scan']['command'] {
    return this.context.runner.toCommand(this.compile())
  }

  /** Returns the first request, the same each time. @throws any error that is detected before sending. */
  compile(): Request<'Query' | 'Scan'> {
    const { context } = this
    const state = this.state()
    context.runner.watch?.used(this)
    const request = new QueryRun({
      context,
      operation: this.name,
      plan: this.plan(),
      state,
    }).firstRequest()
    if (request === undefined) throw this.refused('the cursor is at the end, so nothing would be sent')
    return request
  }

  /** Returns the plan of this query. @throws QueryPlanError. @internal */
  plan(): Plan {
    return planQuery(this.context.model, this.state())
  }

  /** @internal */
  get root(): PathRoot {
    return pathRoot(this.context.model, this.state().conditions)
  }

  /** @internal */
  started(options: RunOptions | undefined, capacity: boolean): RunStart {
    const { context } = this
    const state = this.state()
    context.runner.watch?.used(this)
    if (options !== undefined) checkRunOptions(context.model, this.name, options)
    const plan = this.plan()
    if (plan.operation === 'Scan') admitScan(context, this.name, plan, state)
    return { context, operation: this.name, plan, state, capacity, signal: options?.signal }
  }

  /** @internal */
  get place(): OptionPlace {
    return { entity: this.context.model.name, operation: this.name }
  }

  /** @internal */
  checked(name: keyof typeof queryArguments, value: number): number {
    return checkedArgument(queryArguments[name], name, value, this.place)
  }

  refused(detail: string): QueryPlanError {
    return new QueryPlanError({ entity: this.context.model.name, operation: this.name, detail })
  }
}

/** Narrows a query of a union to the entities that have the value which `eq` is given. */
export type QueryNarrowing<T, P extends string, R, I, D> = Narrowing<
  T,
  P,
  {
    eq<const V extends At<T, P>>(
      value: V,
    ): QueryOperation<WithValue<T, P, V>, WithValue<R, P, V>, { [L in keyof I]: WithValue<I[L], P, V> }, D>
  }
>

const budgetOption: OptionRow<ReadBudget> = {
  takes: oneOrMore(budgetOptions),
  doc: 'The limits of one run; the first one reached ends it.',
}

function unknownIndex(name: string, labels: readonly string[]): string {
  const known = labels.length === 0 ? 'the entity has none' : `the indexes are ${labels.join(', ')}`
  return `there is no index '${name}'${didYouMean(name, labels)}; ${known}`
}
