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
  where<P extends keyof S['values'] & string>(
    name: P,
  ): SearchWhere<S, P, P extends S['partition'] ? SearchOperation<S, R> : PendingSearch<S, R>>
  top(count: number): PendingSearch<S, R>
  select<const P extends string>(
    ...paths: readonly Path<S['all'], P>[]
  ): PendingSearch<S, Select<S['all'], P>>
  full(): PendingSearch<S, S['whole']>
  explain(): SearchExplanation
  /** Do not call it: the partition must follow. */
  then(
    this: Problem<'the search lacks the partition of its index: .where(partition).eq(value)'>,
    done: never,
  ): void
}

/** What `search()` returns: a search, if the index has no partition. */
export type StartedSearch<S extends SearchTypes> = [S['partition']] extends [never]
  ? SearchOperation<S, S['held']>
  : PendingSearch<S, S['held']>
