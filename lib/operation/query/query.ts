// Queries and scans: where-chains that plan themselves, and are read whole, by pages, item by item, or only counted.

import { tooManyArguments } from '../../errors/arity.js'
import { kindOf } from '../../errors/failures.js'
import { oneOrMore } from '../../errors/option-kinds.js'
import { checkedArgument, type OptionPlace, type OptionRow } from '../../errors/option-table.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import { ScanForbiddenError } from '../../errors/scan-forbidden-error.js'
import { chain } from '../../expression/chain/chain.js'
import { givenCondition } from '../../expression/chain/given-condition.js'
import type { Operators, Unfinished } from '../../expression/chain/typed-operators.js'
import type { Refs } from '../../expression/chain/typed-references.js'
import type { Condition } from '../../expression/condition/condition.js'
import { joined } from '../../expression/condition/logic.js'
import { morePaths, type PathRoot } from '../../expression/path/resolved-path.js'
import type { At, Path, Select } from '../../expression/path/typed-path.js'
import { type Explanation, explainPlan } from '../../plan/explanation.js'
import { planQuery } from '../../plan/planner.js'
import type { Plan } from '../../plan/source/plan.js'
import { didYouMean } from '../../util/nearest-name.js'
import { type InvalidItemPolicy, invalidItemOption } from '../get/get.js'
import { Awaitable } from '../ground/awaitable.js'
import { type Deferred, held } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls, Request } from '../ground/request.js'
import { checkRunOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import type { ReadBudget } from '../ground/usage-meter.js'
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

/**
 * A query (or a scan). `T` is the item, `R` what comes back of each, `I` the items of each index. Conditions on key attributes of the
 * table or of an index become the key condition (KeyConditionExpression), the others the filter (FilterExpression); `explain()` says how.
 */
export class QueryOperation<T, R, I> extends Awaitable<R[]> implements AsyncIterable<R> {
  /** @internal */
  readonly context: OperationContext
  /** @internal */
  readonly state: Deferred<QueryState>

  /** @internal */
  constructor(context: OperationContext, state: QueryState) {
    super()
    this.context = context
    this.state = held(Object.freeze(state))
    context.runner.watch?.made(this)
    Object.freeze(this)
  }

  /** Which operation it is, and that it is a value: without keys, conditions and values. */
  override toString(): string {
    return `${this.context.model.name}.${this.name}, not run`
  }

  get name(): 'query' | 'scan' {
    return this.state().scan ? 'scan' : 'query'
  }

  /** @internal */
  with<Q = R>(change: Partial<QueryState>): QueryOperation<T, Q, I> {
    this.context.runner.watch?.used(this)
    return new QueryOperation(this.context, { ...this.state(), ...change })
  }

  /**
   * Only items for which this is true; several are joined by AND.
   * @example orders.query().where('customerId').eq('c1').where('total').between(10, 20)
   * @example orders.query().where((attr) => or(attr.status.eq('open'), attr.total.gt(100)))
   * @throws ValidationError, InvalidConditionError for an operand or a path that does not fit.
   */
  where<const P extends string>(path: Path<T, P>): Unfinished<Operators<At<T, P>, this, Refs<T>>>
  where(condition: Condition): this
  where(condition: (attr: Refs<T>) => Condition): this
  where(given: string | Condition | ((attr: Refs<T>) => Condition)): unknown {
    if (arguments.length > 1) throw tooManyArguments('where', 1, arguments.length, this.place)
    const root = this.root
    const add = (condition: Condition) =>
      this.with({ conditions: joined(this.state().conditions, condition) })
    return typeof given === 'string' ? chain(root, given, add) : add(givenCondition(root, given))
  }

  /**
   * Reads through this index, by its name in the descriptor. One that holds part of the item narrows the result.
   * @throws QueryPlanError for an index that the entity does not have.
   */
  index<const N extends keyof I & string>(name: N): QueryOperation<T, I[N], I> {
    if (arguments.length > 1) throw tooManyArguments('index', 1, arguments.length, this.place)
    const { indexes } = this.context.model
    if (typeof name !== 'string')
      throw this.refused(`index() takes the name of an index, not ${kindOf(name)}`)
    if (!indexes.has(name)) throw this.refused(unknownIndex(name, [...indexes.keys()]))
    return this.with({ index: name })
  }

  /**
   * Fetches whole items where the index holds only part of them: BatchGetItem, in chunks of 100, in the order of the query. Items that
   * vanish meanwhile are left out. A `select()` that follows says which part of them is fetched.
   * @example orders.query().index('byTotal').where('customerId').eq('c1').where('total').gt(5).full()
   * @throws UnprocessedError where DynamoDB goes on leaving keys unprocessed.
   */
  full(): QueryOperation<T, T, I> {
    if (arguments.length > 0) throw tooManyArguments('full', 0, arguments.length, this.place)
    return this.with({ full: true, select: Object.freeze([]) })
  }

  /**
   * Reads only these paths (ProjectionExpression). DynamoDB charges for whole items all the same.
   * @throws InvalidConditionError for a path that the entity does not have.
   */
  select<const P extends string>(...paths: readonly Path<T, P>[]): QueryOperation<T, Select<T, P>, I> {
    return this.with({ select: morePaths(this.root, this.state().select, paths) })
  }

  /** In the order of the sort key of the table or index that is read (the default). */
  ascending(): QueryOperation<T, R, I> {
    if (arguments.length > 0) throw tooManyArguments('ascending', 0, arguments.length, this.place)
    return this.with({ order: 'ascending' })
  }

  /** Against the order of the sort key (ScanIndexForward false). */
  descending(): QueryOperation<T, R, I> {
    if (arguments.length > 0) throw tooManyArguments('descending', 0, arguments.length, this.place)
    return this.with({ order: 'descending' })
  }

  /** Strongly consistent reads; a global index has none. */
  consistent(): QueryOperation<T, R, I> {
    if (arguments.length > 0) throw tooManyArguments('consistent', 0, arguments.length, this.place)
    return this.with({ consistent: true })
  }

  /** The most items that come back: items that match, not items read. @throws InvalidOptionError if it is not a positive integer. */
  limit(most: number): QueryOperation<T, R, I> {
    if (arguments.length > 1) throw tooManyArguments('limit', 1, arguments.length, this.place)
    return this.with({ limit: this.checked('limit', most) })
  }

  /** The most items that one request reads, before the filter (DynamoDB's `Limit`). @throws InvalidOptionError if it is not a positive integer. */
  pageSize(most: number): QueryOperation<T, R, I> {
    if (arguments.length > 1) throw tooManyArguments('pageSize', 1, arguments.length, this.place)
    return this.with({ pageSize: this.checked('pageSize', most) })
  }

  /** Goes on where a page ended (`page.cursor`), or before where it began (`page.previous`). Checked before any request. */
  after(cursor: string | undefined): QueryOperation<T, R, I> {
    if (arguments.length > 1) throw tooManyArguments('after', 1, arguments.length, this.place)
    return this.with({ after: cursor })
  }

  /**
   * Scans in so many segments side by side (DynamoDB's parallel scan, TotalSegments); at most as many at once as the executor's
   * `concurrency`. Items come as they arrive; a cursor goes on with every segment.
   * @throws QueryPlanError on a query; InvalidOptionError if `count` is not an integer from 1 to 1,000,000.
   */
  segments(count: number): QueryOperation<T, R, I> {
    if (arguments.length > 1) throw tooManyArguments('segments', 1, arguments.length, this.place)
    if (!this.state().scan) throw this.refused('segments() goes with scan() alone')
    return this.with({ segments: this.checked('segments', count) })
  }

  /**
   * Ends a run early: no request is begun once this much is taken. page() and pages() then end with a cursor, all else throws
   * BudgetExceededError, which has one.
   * @throws InvalidOptionError for an unknown limit, or one that is not a positive number.
   */
  budget(budget: ReadBudget): QueryOperation<T, R, I> {
    if (arguments.length > 1) throw tooManyArguments('budget', 1, arguments.length, this.place)
    checkedArgument(budgetOption, 'budget', budget, this.place)
    return this.with({ budget: Object.freeze({ ...budget }) })
  }

  /** What is done with stored data that does not fit the entity: `'throw'` (default), `'skip'`, or what a function answers instead. */
  onInvalid(policy: 'throw' | 'skip'): QueryOperation<T, R, I>
  onInvalid<Q>(policy: Exclude<InvalidItemPolicy<Q>, string>): QueryOperation<T, R | Q, I>
  onInvalid(policy: InvalidItemPolicy<unknown>): QueryOperation<T, unknown, I> {
    if (arguments.length > 1) throw tooManyArguments('onInvalid', 1, arguments.length, this.place)
    return this.with({ onInvalid: checkedArgument(invalidItemOption, 'onInvalid', policy, this.place) })
  }

  /** All matches up to the limit, with what the run took; the same as `await`, which answers the items alone. */
  async collect(options?: RunOptions): Promise<Collected<R>> {
    if (arguments.length > 1) throw tooManyArguments('collect', 1, arguments.length, this.place)
    return collect<R>(this.started(options, true))
  }

  override async execute(options?: RunOptions): Promise<R[]> {
    if (arguments.length > 1) throw tooManyArguments('execute', 1, arguments.length, this.place)
    return (await collect<R>(this.started(options, false))).items
  }

  /** The first match, or `undefined`. */
  async first(options?: RunOptions): Promise<R | undefined> {
    if (arguments.length > 1) throw tooManyArguments('first', 1, arguments.length, this.place)
    const [item] = await this.limit(1).execute(options)
    return item
  }

  /** How many match (Select COUNT), up to the limit: nothing else is sent over. */
  async count(options?: RunOptions): Promise<number> {
    if (arguments.length > 1) throw tooManyArguments('count', 1, arguments.length, this.place)
    return countMatches(this.started(options, false))
  }

  /** One page: at most `limit` items or, without a limit, what one request gives. */
  async page(options?: RunOptions): Promise<Page<R>> {
    if (arguments.length > 1) throw tooManyArguments('page', 1, arguments.length, this.place)
    return readPage<R>(this.started(options, true))
  }

  /** The pages one after the other, a request each. Planned at once; nothing is sent before the first page is asked for. */
  pages(options?: RunOptions): AsyncGenerator<Page<R>, void, void> {
    if (arguments.length > 1) throw tooManyArguments('pages', 1, arguments.length, this.place)
    return pagesOf<R>(this.started(options, true))
  }

  /**
   * The items one after the other, in constant memory; what `for await` goes through. The next page is asked for when half of one is taken.
   * @example for await (const order of orders.query().where('customerId').eq('c1').items({ signal })) {}
   * @param options `signal` aborts what is under way, and everything that would follow.
   */
  items(options?: RunOptions): AsyncGenerator<R, void, void> {
    if (arguments.length > 1) throw tooManyArguments('items', 1, arguments.length, this.place)
    return itemsOf<R>(this.started(options, false))
  }

  [Symbol.asyncIterator](): AsyncGenerator<R, void, void> {
    return this.items()
  }

  /** The plan: Query or Scan, index, key condition, filter, why, what was rejected, warnings. Nothing is sent. @throws QueryPlanError. */
  explain(): Explanation {
    if (arguments.length > 0) throw tooManyArguments('explain', 0, arguments.length, this.place)
    return explainPlan(this.plan(), this.compile())
  }

  /** The SDK command of the first request, not sent. @throws the errors that are raised before sending. */
  toCommand(): Calls['Query' | 'Scan']['command'] {
    return this.context.runner.toCommand(this.compile())
  }

  /** The first request; the same each time. @throws the errors that are raised before sending. */
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
    if (request === undefined) throw this.refused('the cursor stands at the end, so that nothing is sent')
    return request
  }

  /** How this query is read. @throws QueryPlanError. @internal */
  plan(): Plan {
    return planQuery(this.context.model, this.state())
  }

  /** @internal */
  get root(): PathRoot {
    return { entity: this.context.model.name, codec: this.context.model.codec }
  }

  /** @internal */
  started(options: RunOptions | undefined, capacity: boolean): RunStart {
    const { context } = this
    const state = this.state()
    context.runner.watch?.used(this)
    checkRunOptions(context.model, this.name, options)
    const plan = this.plan()
    admitScan(context, this.name, plan, state)
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

const budgetOption: OptionRow<ReadBudget> = {
  takes: oneOrMore(budgetOptions),
  doc: 'How much one run may take; what is reached first ends it.',
}

function unknownIndex(name: string, labels: readonly string[]): string {
  const known = labels.length === 0 ? 'the entity has none' : `the indexes are ${labels.join(', ')}`
  return `there is no index '${name}'${didYouMean(name, labels)}; ${known}`
}

/**
 * Lets a scan pass, warns of it, or refuses it. A scan that was asked for as such always passes.
 * @throws ScanForbiddenError where scans are forbidden, naming the index that would help.
 */
export function admitScan(context: OperationContext, operation: string, plan: Plan, state: QueryState): void {
  if (plan.operation !== 'Scan' || state.scan) return
  const { model, runner } = context
  const policy = runner.reads?.scans ?? 'allow'
  const help = plan.helpful === undefined ? '' : `; an index ${plan.helpful} would let it be a Query`
  if (policy === 'forbid')
    throw new ScanForbiddenError({
      entity: model.name,
      operation,
      detail: `the query would read the whole table, and the executor forbids scans${help}`,
    })
  if (policy === 'warn')
    runner.reads?.warn({
      entity: model.name,
      table: model.table.name,
      query: plan.filter === undefined ? 'without conditions' : String(plan.filter),
      message: `${model.name}.${operation} reads the whole table (a Scan): ${plan.filter ?? 'no conditions'}${help}. Say scan() where that is meant`,
    })
}
