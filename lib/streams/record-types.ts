// Types of the records that stream handlers receive, by entity and view type.
import type { StoredItem } from '../entity/struct/attribute-value.js'
import type { AnyEntity, ItemOf, KeyOf } from '../repository/any-entity.js'
import type { Simplify } from '../util/types.js'
import type { ChangedPaths } from './changed-paths.js'
import type { ChangeType } from './stream-content.js'
import type { StreamRecord } from './stream-event.js'

/** What the records of a stream hold besides the key: DynamoDB's `StreamViewType`. */
export type StreamView = 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY'

/** What every record has. */
export interface StreamRecordFacts {
  /** The sequence number, by which the record is reported if it fails. */
  readonly sequence: string
  /** When the change was made, to the second in DynamoDB Streams; `undefined` if the record does not say. */
  readonly time: Date | undefined
  /** Aborts shortly before the time of the Lambda invocation is over. */
  readonly signal: AbortSignal
  /** The record as it was received. */
  readonly record: StreamRecord
}

type NewItem<E extends AnyEntity, V> = V extends 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE'
  ? { readonly item: ItemOf<E> }
  : unknown
type OldItem<E extends AnyEntity, V> = V extends 'NEW_AND_OLD_IMAGES' | 'OLD_IMAGE'
  ? { readonly old: ItemOf<E> }
  : unknown
type Changed<E extends AnyEntity, V> = V extends 'NEW_AND_OLD_IMAGES'
  ? { readonly changed: ChangedPaths<ItemOf<E>> }
  : unknown

interface Facts<E extends AnyEntity, T extends ChangeType> extends StreamRecordFacts {
  readonly type: T
  readonly entity: EntityName<E>
  readonly key: KeyOf<E>
}

/** An item was created: `item`, if the stream has new images. */
export type InsertRecord<E extends AnyEntity, V extends StreamView = 'NEW_AND_OLD_IMAGES'> = Simplify<
  Facts<E, 'insert'> & NewItem<E, V>
>

/** An item was changed: `item`, `old` and `changed`, as far as the stream has the images. */
export type ModifyRecord<E extends AnyEntity, V extends StreamView = 'NEW_AND_OLD_IMAGES'> = Simplify<
  Facts<E, 'modify'> & NewItem<E, V> & OldItem<E, V> & Changed<E, V>
>

/** An item was deleted: `old`, if the stream has old images. `expired`: by time to live, not by a request. */
export type RemoveRecord<E extends AnyEntity, V extends StreamView = 'NEW_AND_OLD_IMAGES'> = Simplify<
  Facts<E, 'remove'> & OldItem<E, V> & { readonly expired: boolean }
>

/** Any change of an item of an entity, told apart by `type`. */
export type ChangeRecordOf<E extends AnyEntity, V extends StreamView = 'NEW_AND_OLD_IMAGES'> =
  | InsertRecord<E, V>
  | ModifyRecord<E, V>
  | RemoveRecord<E, V>

/** A record of a kind that is not in the list of entities: as stored. */
export interface UnknownRecord extends StreamRecordFacts {
  readonly type: ChangeType
  /** The name of the table, if the record has it. */
  readonly table: string | undefined
  readonly keys: StoredItem
  readonly newImage: StoredItem | undefined
  readonly oldImage: StoredItem | undefined
  readonly expired: boolean
  /** Why it is not of any of the entities, in words. */
  readonly why: string
}

/** The name of an entity as a literal, from its descriptor. */
export type EntityName<E> = E extends { readonly descriptor: { readonly name: infer N extends string } }
  ? N
  : string
