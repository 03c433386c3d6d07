// Types that a repository reads of an entity, or of a union of entities: item, input, key, indexes.
import type { EntityModel } from '../entity/model.js'
import type { SaveManyOptions } from '../operation/many/many-options.js'
import type { StartedSearch } from '../operation/search/pending-search.js'
import type { SearchTypes } from '../operation/search/search-types.js'
import type { SoftDeleteOperation } from '../operation/soft-delete/soft-delete.js'
import type { DeleteOperation } from '../operation/write/delete.js'
import type { PutFace, WriteFace } from '../operation/write/put.js'
import type { Problem } from '../util/types.js'

/** Any entity. Its types are on properties that exist only for the compiler. */
export interface AnyEntity extends EntityModel {
  readonly ITEM: object
  readonly INPUT: object
  readonly KEY: object
  readonly KEY_ARGUMENT: unknown
  readonly INDEX_ITEMS: object
  readonly VECTORS: object
  readonly FIXED: string
  readonly SAVED_BY: PutFace
}

/** The item type of an entity, as returned by reads. */
export type ItemOf<E extends AnyEntity> = E['ITEM']

/** The input type of an entity, as passed to writes. Defaults, version and timestamps may be omitted. */
export type InputOf<E extends AnyEntity> = E['INPUT']

/** The key type of an entity, with each part by name. */
export type KeyOf<E extends AnyEntity> = E['KEY']

/** The attributes that updates must not change: of the key, `immutable` ones, and those managed by the library. */
export type FixedNameOf<E extends AnyEntity> = E['FIXED'] | Noted<E, 'IMMUTABLE'> | Noted<E, 'DISCRIMINATOR'>

/** The attributes that an entity notes under a name for the compiler; none if it does not have the name. */
export type Noted<E, P extends string> = E extends { readonly [N in P]: infer K extends string } ? K : never

/** The attributes that moves must not change: `immutable` ones, and those managed by the library. */
export type ManagedNameOf<E extends AnyEntity> = Exclude<FixedNameOf<E>, keyof E['KEY']>

/** The argument of an upsert for a new item: the input without the key. */
export type CreationOf<E extends AnyEntity> = WithoutFixed<E['INPUT'], E['FIXED']>

// Member by member, of a union.
type WithoutFixed<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/**
 * The kinds of request that a save can be part of. If the entity has a version, not a batch, which does not support
 * conditions.
 */
export type SaveFaceOf<E extends AnyEntity> = E['SAVED_BY']

/** The delete of an entity: an update that marks the item, if the entity has `softDelete`. */
export type DeleteOf<E extends AnyEntity> = 'marks' extends E['SAVED_BY']
  ? SoftDeleteOperation<ItemOf<E>, undefined>
  : DeleteOperation<ItemOf<E>, undefined, DeleteFaceOf<E>>

/** What only entities with `softDelete` take; a sentence for all others. */
export type SoftArgument<E extends AnyEntity, V> = 'marks' extends E['SAVED_BY']
  ? V
  : Problem<'only entities with `softDelete` can restore and purge: deletes of this one remove items'>

/** The kinds of request that a create can be part of, and whether it can replace a deleted item. */
export type CreateFaceOf<E extends AnyEntity> = 'marks' extends E['SAVED_BY']
  ? 'transactWrite' | 'replace'
  : 'transactWrite'

/** The kinds of request that a delete can be part of. If the entity has unique values, not a batch. */
export type DeleteFaceOf<E extends AnyEntity> = 'unique' extends E['SAVED_BY'] ? 'transactWrite' : WriteFace

/** The items of each index, by its name in the descriptor: the part that the index contains. */
export type IndexItemsOf<E extends AnyEntity> = E['INDEX_ITEMS']

/** The types of the searches of each vector index, by its name in the descriptor. */
export type VectorsOf<E extends AnyEntity> = E['VECTORS']

/** The search of a vector index. */
export type SearchIn<E extends AnyEntity, N extends keyof VectorsOf<E>> = StartedSearch<
  VectorsOf<E>[N] & SearchTypes
>

/** A key argument: the key object or, without a sort key, the value of the partition key alone. */
export type KeyArgument<E extends AnyEntity> = E['KEY_ARGUMENT']

/**
 * The options of `saveMany`. An entity with a version requires `overwrite`, because batches do not support conditions.
 */
export type SaveManyArguments<E extends AnyEntity> =
  'unique' extends SaveFaceOf<E>
    ? [options: NoBatch]
    : 'batchWrite' extends SaveFaceOf<E>
      ? [options?: SaveManyOptions]
      : [options: SaveManyOptions & { readonly overwrite: true }]

type NoBatch =
  Problem<'batches cannot keep values unique: use executor.transaction, or save and delete one by one'>

/** The options of `deleteMany`, which an entity with unique values or `softDelete` does not have. */
export type DeleteManyArguments<E extends AnyEntity> =
  'unique' extends SaveFaceOf<E>
    ? [options: NoBatch]
    : 'marks' extends SaveFaceOf<E>
      ? [options: NoMarks]
      : [options?: SaveManyOptions]

type NoMarks =
  Problem<'batches cannot mark items as deleted: use executor.transaction, or delete them one by one; a batch can purge()'>
