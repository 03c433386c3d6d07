// The argument of `new Entity` as the compiler checks it: valid names, and messages for the others.
import type { Problem } from '../../util/types.js'
import type { VectorSchema } from '../struct/vector.js'
import type {
  ComputedSide,
  Descriptor,
  IndexDescriptor,
  KeylessDescriptor,
  TemplateIndex,
} from './descriptor.js'
import type { AnyAttributes, IndexKeyName, ItemFrom, PrimaryKeyName, TtlName } from './item-types.js'
import type { CheckedManaged } from './schema-version.js'
import type { CheckedSoftDelete } from './soft-delete-options.js'
import type { IndexProjection, UnknownNames, UnknownNamesWithin } from './table-options.js'
import type { CheckedList, CheckedSide, DeclaringTable, NamesIn } from './template-types.js'

/**
 * The definition that `new Entity` accepts, as far as the attributes determine it. Names that an editor can complete
 * are next to any others: `Checked` describes what is wrong with these. Messages are objects, so that a wrong name is
 * one error, at its place.
 */
export interface Definition<D extends AnyAttributes>
  extends KeylessDescriptor<
    D,
    (keyof D & string) | Problem<'not an attribute of this entity'>,
    | TtlName<D>
    | Problem<'not an attribute that is stored in seconds: a date with as: epochSeconds, or a number'>
  > {
  readonly key: AnyKey<PrimaryKeyName<D>, ItemFrom<D>>
  readonly indexes?: { readonly [label: string]: AnyIndex<IndexKeyName<D>, ItemFrom<D>> }
}

/** Any string, in a form that does not hide the names next to it from an editor. */
export type OtherText = string & {}

/** The key of a definition of either form: names of attributes, or templates. */
export interface AnyKey<N, V> {
  readonly partition: N | OtherText | ComputedSide<V>
  readonly sort?: N | OtherText | ComputedSide<V>
}

/** An index of a definition of either form: only here do its functions get the types of their parameters. */
export interface AnyIndex<N, V> {
  readonly partition?: N | OtherText | readonly string[] | ComputedSide<V>
  readonly sort?: N | OtherText | readonly string[] | ComputedSide<V>
  readonly local?: boolean
  readonly projection?: IndexProjection
  readonly name?: string
  readonly index?: string
  readonly partial?: boolean
  readonly derive?: 'read' | 'refuse'
  when?(item: V): boolean
  readonly attributes?: readonly string[]
  readonly vector?: N | OtherText
  readonly distance?: 'cosine' | 'euclidean' | 'dotProduct'
  readonly filter?: readonly string[]
}

/**
 * What is wrong with a definition, at the places of the errors; nothing if all fits. By properties, because a condition
 * on the whole of `X` would make the compiler fix `X` before it has seen its functions.
 * @typeParam W the whole definition, if `X` is what is added to one
 */
export type Checked<D, X, W = X> = UnknownNames<X, keyof Descriptor> & {
  readonly [K in keyof X &
    ('key' | 'indexes' | 'timestamps' | 'schemaVersion' | 'softDelete')]?: K extends 'key'
    ? UnknownNames<X[K], 'partition' | 'sort'> & CheckedKey<D, X[K], W>
    : K extends 'indexes'
      ? CheckedIndexes<D, X[K], W>
      : K extends 'softDelete'
        ? CheckedSoftDelete<D, X[K], W>
        : CheckedManaged<D, K, X[K], W>
}

// What fits as a whole is not checked side by side, which would cost the compiler more.
type CheckedKey<D, K, W> = W extends { readonly table: DeclaringTable }
  ? CheckedTemplateKey<D, K, W['table']['options']>
  : K extends PlainKey<D>
    ? unknown
    : { readonly [S in keyof K & ('partition' | 'sort')]: CheckedPrimary<D, K[S]> }

interface PlainKey<D> {
  readonly partition: PrimaryKeyName<D>
  readonly sort?: PrimaryKeyName<D>
}

type CheckedPrimary<D, N> =
  N extends PrimaryKeyName<D>
    ? unknown
    : Problem<'not an attribute that can be in the primary key: it is always there, and a string, number, bigint, Date or binary'>

type CheckedIndexes<D, I, W> = W extends { readonly table: DeclaringTable }
  ? CheckedTemplateIndexes<D, I, W['table']['options']>
  : UnknownNamesWithin<I, keyof IndexDescriptor> &
      (I extends PlainIndexes<D> ? unknown : { readonly [L in keyof I]: CheckedIndex<D, I[L]> })

type PlainIndexes<D> = { readonly [label: string]: IndexDescriptor<IndexKeyName<D>, keyof D & string, never> }

type CheckedIndex<D, I> = {
  readonly [S in keyof I]: S extends 'partition' | 'sort' | 'filter'
    ? CheckedIndexSide<D, I[S]>
    : S extends 'projection'
      ? CheckedProjection<D, I[S]>
      : S extends 'vector'
        ? CheckedVector<D, I[S]>
        : unknown
}

type CheckedVector<D, N> = N extends keyof D
  ? D[N] extends { readonly schema: VectorSchema }
    ? unknown
    : Problem<'not a vector: it is declared as vector(dimensions)'>
  : Problem<'not an attribute of this entity'>

type CheckedIndexSide<D, N> = N extends IndexKeyName<D> | readonly IndexKeyName<D>[]
  ? unknown
  : Problem<'not an attribute that can be in an index key: it is a string, number, bigint, Date or binary'>

type CheckedProjection<D, P> = P extends 'all' | 'keys' | readonly (keyof D)[]
  ? unknown
  : Problem<'not an attribute of this entity'>

// What obviously fits is not checked side by side.
type CheckedTemplateKey<D, K, O> = [
  | Exclude<NamesIn<GivenSide<K>>, PrimaryKeyName<D>>
  | (GivenSide<K> & keyof D)
  | Exclude<GivenSide<K>, string>
  | MissingSide<K, O>,
] extends [never]
  ? unknown
  : {
      readonly [S in keyof K & ('partition' | 'sort')]: O extends {
        readonly key: Readonly<Record<S, unknown>>
      }
        ? CheckedSide<D, K[S], false>
        : Problem<`the key of the table has no ${S} key`>
    } & (O extends { readonly key: { readonly sort: unknown } } ? { readonly sort: unknown } : unknown)

// The sides that only one of the two has.
type MissingSide<K, O> = O extends { readonly key: infer T }
  ? Exclude<keyof K, keyof T> | Exclude<keyof T, keyof K>
  : never

type CheckedTemplateIndexes<D, I, O> = UnknownNamesWithin<I, keyof TemplateIndex> &
  (O extends { readonly indexes: infer T }
    ? IndexesFit<D, I, T> extends true
      ? unknown
      : { readonly [L in keyof I]: CheckedTemplateIndex<D, I[L], O> }
    : { readonly [L in keyof I]: { readonly index: Problem<'the table declares no indexes'> } })

// Whether nothing is wrong, determined for all sides of all indexes at once, which costs the compiler less.
type IndexesFit<D, I, T> = [I[keyof I]] extends [TemplateIndexOf<keyof T, keyof D>]
  ? [Exclude<NamesIn<GivenSide<I[keyof I]>>, IndexKeyName<D>> | (GivenSide<I[keyof I]> & keyof D)] extends [
      never,
    ]
    ? [GivenSideOf<I[keyof I], T>] extends [never]
      ? true
      : false
    : false
  : false

interface TemplateIndexOf<N, A> {
  readonly index: N
  readonly partition?: string
  readonly sort?: string
  readonly attributes?: readonly A[]
}

type GivenSide<I> = I extends unknown ? I[keyof I & ('partition' | 'sort')] : never

// The sides that are given but that the index of the table does not have.
type GivenSideOf<I, T> = I extends { readonly index: infer N extends keyof T }
  ? Exclude<keyof I & ('partition' | 'sort'), keyof T[N]>
  : never

type CheckedTemplateIndex<D, I, O> = O extends { readonly indexes: infer T }
  ? I extends { readonly index: infer N }
    ? N extends keyof T
      ? {
          readonly [S in keyof I]: S extends 'partition' | 'sort'
            ? T[N] extends Readonly<Record<S, unknown>>
              ? CheckedSide<D, I[S], true>
              : Problem<`index '${N & string}' of the table has no ${S} key of its own`>
            : S extends 'attributes'
              ? CheckedList<D, I[S]>
              : unknown
        }
      : { readonly index: Problem<`the table has no such index; it has ${keyof T & string}`> }
    : { readonly index: Problem<'the name of an index of the table'> }
  : { readonly index: Problem<'the table declares no indexes'> }
