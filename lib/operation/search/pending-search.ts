// Searches that lack the partition of their index, as types.
import type { Path, Select } from '../../expression/path/typed-path.js'
import type { Problem } from '../../util/types.js'
import type { SearchOperation } from './search.js'
import type { SearchExplanation } from './search-explanation.js'
import type { SearchTypes, SearchWhere } from './search-types.js'

/**
 * A search that lacks the partition of its index. DynamoDB refuses it, so it cannot be awaited:
 * `.where(partition).eq(value)` makes it a search.
 */
export interface PendingSearch<S extends SearchTypes, R> {
  /**
   * Limits the search, as that of a search with its partition.
   * @example documents.search('byMeaning', vector).where('tenant').eq('t1')
   */
  where<P extends keyof S['values'] & string>(
    name: P,
  ): SearchWhere<S, P, P extends S['partition'] ? SearchOperation<S, R> : PendingSearch<S, R>>
  /**
   * Finds this number of items, by default 10.
   * @example documents.search('byMeaning', vector).top(3).where('tenant').eq('t1')
   */
  top(count: number): PendingSearch<S, R>
  /**
   * Returns only these paths.
   * @example documents.search('byMeaning', vector).select('title').where('tenant').eq('t1')
   */
  select<const P extends string>(
    ...paths: readonly Path<S['all'], P>[]
  ): PendingSearch<S, Select<S['all'], P>>
  /**
   * Returns whole items.
   * @example documents.search('byMeaning', vector).full().where('tenant').eq('t1')
   */
  full(): PendingSearch<S, S['whole']>
  /**
   * Explains the search, and what it lacks.
   * @example documents.search('byMeaning', vector).explain()
   */
  explain(): SearchExplanation
  /** Do not call it: the partition must follow. */
  then(
    this: Problem<'the search lacks the partition of its index: .where(partition).eq(value)'>,
    done: never,
  ): void
}

/** What `search()` returns: a search, if the index has no partition. */
export type StartedSearch<S extends SearchTypes> = [S['partition']] extends [never]
  ? SearchOperation<S, S['projected']>
  : PendingSearch<S, S['projected']>
