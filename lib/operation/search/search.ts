// SearchVectors: the items of a vector index that are nearest to a vector.
import type { BodyItem } from '../../entity/scan/scanned-item.js'
import { storedOf } from '../../entity/scan/scanned-item.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import { isVersioned } from '../../entity/versions/schema-versions.js'
import { tooManyArguments } from '../../errors/arity.js'
import { checkedArgument } from '../../errors/option-table.js'
import { chain } from '../../expression/chain/chain.js'
import { pathRoot } from '../../expression/condition/path-root.js'
import { morePaths } from '../../expression/path/resolved-path.js'
import type { Path, Select } from '../../expression/path/typed-path.js'
import { fetchStored } from '../batch-read/stored-fetch.js'
import { type InvalidItemPolicy, inPlaceOfInvalid, invalidItemOption } from '../get/invalid-item-policy.js'
import { itemFromKeys } from '../get/item-from-keys.js'
import { olderPart } from '../get/older-part.js'
import { isSelected, selectedItem } from '../get/selected-item.js'
import { type Deferred, deferredValue } from '../ground/deferred.js'
import { projectedPaths, storedPart } from '../ground/key-projection.js'
import { Operation, type OperationContext } from '../ground/operation.js'
import type { Request, SearchVectorsOutput } from '../ground/request.js'
import { checkRunOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import { UsageMeter } from '../ground/usage-meter.js'
import { writeBack } from '../upgrade/write-back.js'
import { checkSearched, searchedAttribute } from './search-conditions.js'
import { SearchExplanation } from './search-explanation.js'
import { partNames, wholeHits } from './search-parts.js'
import {
  checkProjected,
  searchInput,
  searchProblem,
  searchRequest,
  searchWarnings,
} from './search-request.js'
import { type SearchState, searchArguments, startedSearch } from './search-state.js'
import type { Hit, SearchTypes, SearchWhere } from './search-types.js'

/** How many requests of `full()` are in flight on a runner without a setting. */
const concurrency = 8

/** The hits of a search with what it used. */
export interface CollectedHits<R> {
  readonly hits: Hit<R>[]
  /** Bytes that the search examined and returned, as DynamoDB reports them (VectorSearchRequestBytes). */
  readonly searchedBytes: number | undefined
  /** Capacity units of the reads of `full()`. */
  readonly capacityUnits: number
}

/**
 * A search of a vector index (SearchVectors): the items whose vectors are nearest, the nearest first. `S` has the types
 * of the index, `R` is the type of the items.
 */
export class SearchOperation<S extends SearchTypes, R>
  extends Operation<'SearchVectors', Hit<R>[]>
  implements AsyncIterable<Hit<R>>
{
  /** @internal */
  readonly state: Deferred<SearchState>

  /** @internal */
  constructor(context: OperationContext, state: SearchState) {
    super(context, 'search')
    this.state = deferredValue(Object.freeze(state))
    Object.freeze(this)
  }

  /** @internal */
  with<Q = R>(change: Partial<SearchState>): SearchOperation<S, Q> {
    this.context.runner.watch?.used(this)
    return new SearchOperation(this.context, { ...this.state(), ...change })
  }

  /**
   * Limits the search to items with this value: `eq` follows, for the partition of the index or one of its filters.
   * Several are joined by AND.
   * @example
   * await documents.search('byMeaning', vector).where('tenant').eq('t1').where('lang').eq('en')
   * // SearchVectors { …, SearchConditionExpression: '#0 = :0 AND #1 = :1' }
   * @throws ValidationError if the value does not fit the attribute.
   * @throws InvalidConditionError for other attributes, and for operators other than `eq`.
   */
  where<P extends keyof S['values'] & string>(name: P): SearchWhere<S, P, SearchOperation<S, R>> {
    if (arguments.length > 1) throw tooManyArguments('where', 1, arguments.length, this.place)
    const { model } = this.context
    const property = checkSearched(model, this.state(), name)
    const searched = chain(pathRoot(model, []), property, (condition) => {
      const state = this.state()
      const attribute = searchedAttribute(model, state, condition)
      return this.with({ conditions: new Map([...state.conditions, [attribute, condition]]) })
    })
    // Of all operators, the type offers eq.
    return searched as unknown as SearchWhere<S, P, SearchOperation<S, R>>
  }

  /**
   * Finds this number of items (TopK), by default 10.
   * @example await documents.search('byMeaning', vector).top(3) // SearchVectors { …, TopK: 3 }
   * @throws InvalidOptionError if it is not an integer from 1 to 100.
   */
  top(count: number): SearchOperation<S, R> {
    if (arguments.length > 1) throw tooManyArguments('top', 1, arguments.length, this.place)
    return this.with({ top: checkedArgument(searchArguments.top, 'top', count, this.place) })
  }

  /**
   * Returns only these paths (ProjectionExpression): of what the index holds, and the vector, which is returned only if
   * it is selected. After `full()`, any paths of the item.
   * @example await documents.search('byMeaning', vector).select('title', 'embedding')
   * @throws InvalidConditionError if the index does not hold a path.
   */
  select<const P extends string>(
    ...paths: readonly Path<S['all'], P>[]
  ): SearchOperation<S, Select<S['all'], P>> {
    const { model } = this.context
    const select = morePaths(pathRoot(model, []), this.state().select, paths)
    checkProjected(model, this.state(), select)
    return this.with({ select })
  }

  /**
   * Returns whole items: they are read by their keys with BatchGetItem, in the order of the search. Items that are
   * deleted in the meantime are omitted.
   * @example
   * await documents.search('byMeaning', vector).where('tenant').eq('t1').full()
   * // SearchVectors { … }, then BatchGetItem { RequestItems: { documents: { Keys: […] } } }
   */
  full(): SearchOperation<S & { readonly all: S['whole'] }, S['whole']> {
    if (arguments.length > 0) throw tooManyArguments('full', 0, arguments.length, this.place)
    const made: unknown = this.with({ full: true, select: Object.freeze([]) })
    return made as SearchOperation<S & { readonly all: S['whole'] }, S['whole']>
  }

  /**
   * How to handle stored data that does not match the entity: `'throw'` an InvalidItemError (default), `'skip'` the
   * item, or use the result of a function, which must not be a promise. The request is the same.
   * @example await documents.search('byMeaning', vector).where('tenant').eq('t1').onInvalid('skip')
   */
  onInvalid(policy: 'throw' | 'skip'): SearchOperation<S, R>
  onInvalid<Q>(policy: Exclude<InvalidItemPolicy<Q>, string>): SearchOperation<S, R | Q>
  onInvalid(policy: InvalidItemPolicy<unknown>): SearchOperation<S, unknown> {
    if (arguments.length > 1) throw tooManyArguments('onInvalid', 1, arguments.length, this.place)
    return this.with({ onInvalid: checkedArgument(invalidItemOption, 'onInvalid', policy, this.place) })
  }

  /**
   * Explains the search: index, distance, conditions and what they become. Sends nothing. The vector shows as
   * `vector(1024)`.
   * @example console.log(String(documents.search('byMeaning', vector).explain()))
   */
  explain(): SearchExplanation {
    if (arguments.length > 0) throw tooManyArguments('explain', 0, arguments.length, this.place)
    this.context.runner.watch?.used(this)
    const { model } = this.context
    const state = this.state()
    const known = { full: state.full, problem: searchProblem(state), warnings: searchWarnings(model) }
    return new SearchExplanation(state.index, searchInput(model, state), known)
  }

  override compile(): Request<'SearchVectors'> {
    const { model } = this.context
    const state = this.state()
    const { codec } = model.codec.at(state.index.property) ?? {}
    const stored = codec?.encode(state.query()) as { readonly L: readonly AttributeValue[] } | undefined
    const input = searchRequest(model, this.name, state, stored?.L ?? [])
    const { name: index } = state.index
    return {
      call: 'SearchVectors',
      input,
      entity: model.name,
      operation: this.name,
      table: model.table,
      index,
    }
  }

  /** Results hold parts of items below other members: they are parsed. @internal */
  override get readers(): undefined {
    return undefined
  }

  override decode(output: SearchVectorsOutput): Hit<R>[] {
    const results = output.SearchResults ?? []
    return this.hits(
      results,
      results.map(({ Item }) => Item as BodyItem | undefined),
    )
  }

  /**
   * Runs the search; the same as `await`.
   * @example await documents.search('byMeaning', vector).where('tenant').eq('t1').execute({ signal })
   * @param options `signal` aborts it.
   */
  override async execute(options?: RunOptions): Promise<Hit<R>[]> {
    if (arguments.length > 1) throw tooManyArguments('execute', 1, arguments.length, this.place)
    if (!this.state().full && !isVersioned(this.context.model)) return super.execute(options)
    return (await this.found(options, false)).hits
  }

  /**
   * Runs the search and returns the hits with what it used.
   * @example const { hits, searchedBytes } = await documents.search('byMeaning', vector).collect()
   */
  async collect(options?: RunOptions): Promise<CollectedHits<R>> {
    if (arguments.length > 1) throw tooManyArguments('collect', 1, arguments.length, this.place)
    return this.found(options, true)
  }

  /** Yields the hits one by one; there is one request, as DynamoDB has no pages of a search. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Hit<R>, void, void> {
    yield* await this.execute()
  }

  /** @internal */
  async found(options: RunOptions | undefined, capacity: boolean): Promise<CollectedHits<R>> {
    const { context, name } = this
    const { model, runner } = context
    runner.watch?.used(this)
    checkRunOptions(model, name, options)
    const state = this.state()
    const request = this.compile()
    const input = capacity ? { ...request.input, ReturnConsumedCapacity: 'TOTAL' as const } : request.input
    const output = await this.send({ ...request, input }, options)
    const results = output.SearchResults ?? []
    const meter = new UsageMeter(undefined)
    const keyNames = [...model.key.partition, ...model.key.sort].map((part) => part.name)
    const items = results.map(({ Item }) => Item as BodyItem | undefined)
    const whole = wholeHits(model, state, results)
    if (whole.size > 0) {
      const keys = [...whole].map((at) => storedPart((results[at]?.Item ?? {}) as StoredItem, keyNames))
      const found = await fetchStored(context, keys, {
        operation: name,
        consistent: false,
        select: projectedPaths(model, state.select),
        concurrency: runner.reads?.concurrency ?? concurrency,
        meter,
        capacity,
        signal: options?.signal,
      })
      for (const [index, at] of [...whole].entries()) items[at] = found[index]
    }
    const hits = this.hits(results, items, whole)
    await writeBack(
      context,
      hits.map(({ item }) => item),
      options,
    )
    const searchedBytes = output.ConsumedCapacity?.VectorSearchRequestBytes
    return { hits, searchedBytes, capacityUnits: meter.capacityUnits }
  }

  /** @internal */
  hits(
    results: NonNullable<SearchVectorsOutput['SearchResults']>,
    items: readonly (BodyItem | undefined)[],
    whole: ReadonlySet<number> = new Set(),
  ): Hit<R>[] {
    const hits: Hit<R>[] = []
    for (const [at, { Score }] of results.entries()) {
      const item = this.itemOf(items[at], whole.has(at))
      if (item !== undefined) hits.push({ item: item as R, score: Score ?? Number.NaN })
    }
    return hits
  }

  /** The item of a result; `undefined` if it is skipped, or of another kind. @internal */
  itemOf(stored: BodyItem | undefined, whole: boolean): unknown {
    const { model } = this.context
    const { select, onInvalid, full, index } = this.state()
    if (stored === undefined || !model.isOfKind(stored)) return undefined
    try {
      if (whole && !full) {
        const isInPart = (each: string): boolean =>
          partNames(model, index)?.has(each) ?? each !== index.attribute
        return olderPart(model, storedOf(stored), this.name, { select, isInPart })
      }
      // Without its vector, an item is a part.
      if (select.length === 0) return model.itemOf(stored, this.name, !whole, true)
      const found = storedOf(stored)
      const from = { model, keys: [model.key], operation: this.name, isNeeded: isSelected(select) }
      const read = model.plain ? found : itemFromKeys(from, found)
      return selectedItem(model, read, this.name, select, whole)
    } catch (error) {
      return inPlaceOfInvalid(onInvalid, stored, error)
    }
  }
}

/**
 * Returns the search of an index. Without its partition, its type says that it cannot be awaited, and running it is
 * refused.
 */
export function newSearch(
  context: OperationContext,
  index: unknown,
  vector: unknown,
  given: number,
): unknown {
  const { model } = context
  if (given > 2) throw tooManyArguments('search', 2, given, { entity: model.name, operation: 'search' })
  return new SearchOperation(context, startedSearch(model, index, vector))
}
