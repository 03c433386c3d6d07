// The types of the vector indexes of a definition: what each returns, and what it is searched by.
import type { VectorSchema } from '../struct/vector.js'
import type { Attributes, DeclaringOwner, ItemFrom, KeyName, ProjectedItem } from './item-types.js'

interface OfVector {
  readonly vector: string
}

/** The types of the searches of each vector index. Without an attribute that is a vector, there is none. */
export type VectorsFrom<D, X> = D extends Attributes
  ? VectorSchema extends D[keyof D]['schema']
    ? Searches<D, X>
    : object
  : Searches<D, X>

type Searches<D, X> = X extends { readonly indexes: infer I }
  ? {
      [L in keyof I as SearchedIndex<X, I[L]> extends OfVector ? L : never]: SearchTypesOf<
        D,
        KeyName<X>,
        SearchedIndex<X, I[L]>
      >
    }
  : object

// Of a table that declares its keys, the index as the table declares it.
type SearchedIndex<X, I> = X extends DeclaringOwner
  ? X['table']['options'] extends { readonly indexes: infer T }
    ? I extends { readonly index: infer L extends keyof T }
      ? T[L]
      : never
    : never
  : I

type PartitionOf<C> = C extends { readonly partition: infer P extends string } ? P : never
type FilterOf<C> = C extends { readonly filter: readonly (infer F)[] } ? F : never
type VectorOf<C> = C extends { readonly vector: infer V } ? V : never

interface SearchTypesOf<D, K, C> {
  readonly projected: SearchedItem<D, K | PartitionOf<C> | FilterOf<C>, C>
  readonly all: SearchedItem<D, K | PartitionOf<C> | FilterOf<C>, C> &
    Pick<ItemFrom<D>, VectorOf<C> & keyof ItemFrom<D>>
  readonly whole: ItemFrom<D>
  readonly values: Pick<ItemFrom<D>, (PartitionOf<C> | FilterOf<C>) & keyof ItemFrom<D>>
  readonly partition: PartitionOf<C>
}

type SearchedItem<D, N, C> = C extends { readonly projection: infer P }
  ? P extends 'all'
    ? Omit<ItemFrom<D>, VectorOf<C> & string>
    : ProjectedItem<D, N, P>
  : Omit<ItemFrom<D>, VectorOf<C> & string>
