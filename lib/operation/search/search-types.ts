// The types of searches: what an index holds, and what it is searched by.

import type { Unfinished } from '../../expression/chain/typed-operators.js'
import type { OperatorName } from '../../expression/condition/operators.js'
import type { Problem } from '../../util/types.js'

/** What the types of a search read of its index. */
export interface SearchTypes {
  /** The part of an item that the index returns. */
  readonly projected: object
  /** The same with the vector, which is returned if it is selected. */
  readonly all: object
  /** The whole item. */
  readonly whole: object
  /** The attributes that a search can be limited by: the partition, and the filters. */
  readonly values: object
  /** The name of the partition; `never` if there is none. */
  readonly partition: PropertyKey
}

/** One item that a search found. */
export interface Hit<T> {
  readonly item: T
  /**
   * The score as DynamoDB computes it. `cosine`: 0 (the same direction) to 2 (opposite); `euclidean`: the distance from
   * 0 up; of both, lower is nearer. `dotProduct`: higher is nearer.
   */
  readonly score: number
}

type OtherOperator = Exclude<OperatorName, 'eq'>

type OnlyEq = (
  this: Problem<'a vector index supports only eq: filter the hits afterwards, or use another index'>,
  ...operands: readonly unknown[]
) => never

/** What follows `.where('tenant')` of a search: `eq`, which is all that a vector index can do. */
export interface SearchOperators<V, R> extends Readonly<Record<OtherOperator, OnlyEq>> {
  /** Equal to the value: `.where('tenant').eq('t1')` becomes `#0 = :0` in the SearchConditionExpression. */
  eq(value: NonNullable<V>): R
}

/** What follows `.where(name)`; in words, if the index is not searched by that attribute. */
export type SearchWhere<S extends SearchTypes, P, R> = P extends keyof S['values']
  ? Unfinished<SearchOperators<S['values'][P], R>>
  : Problem<`the index is not searched by '${P & string}': it is neither its partition nor one of its filters`>
