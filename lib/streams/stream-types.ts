// Types of stream handlers: those of one entity, and those of a list of entities.
import type { AnyEntity } from '../repository/any-entity.js'
import type { EntityUnion } from '../repository/entity-union.js'
import type { Problem, Simplify } from '../util/types.js'
import type {
  ChangeRecordOf,
  EntityName,
  InsertRecord,
  ModifyRecord,
  RemoveRecord,
  StreamView,
  UnknownRecord,
} from './record-types.js'

/** Called with a record. What it returns is awaited: a promise, or an operation. */
export type StreamFunction<R> = (record: R) => unknown

/** The handlers of one entity: one function for all changes, one for each, or `'ignore'`. */
export type EntityHandlers<E extends AnyEntity, V extends StreamView = 'NEW_AND_OLD_IMAGES'> =
  | 'ignore'
  | StreamFunction<ChangeRecordOf<E, V>>
  | {
      readonly insert: 'ignore' | StreamFunction<InsertRecord<E, V>>
      readonly modify: 'ignore' | StreamFunction<ModifyRecord<E, V>>
      readonly remove: 'ignore' | StreamFunction<RemoveRecord<E, V>>
    }

/** The entities of a list, with those of unions one by one. */
export type ListedEntity<M extends readonly AnyEntity[]> = MemberOf<M[number]>

type MemberOf<E> = E extends EntityUnion<infer U> ? U : E extends AnyEntity ? E : never

/** Handlers of all entities of a list, by their names. */
export type StreamHandlers<
  M extends readonly AnyEntity[],
  V extends StreamView = 'NEW_AND_OLD_IMAGES',
> = Simplify<
  { readonly [E in ListedEntity<M> as EntityName<E>]: EntityHandlers<E, V> } & {
    /** Called for kinds that are not listed. Without it, such a record fails. */
    readonly unknown?: 'ignore' | StreamFunction<UnknownRecord> | undefined
  }
>

/**
 * What is wrong with the names of handlers, in words. A missing one is reported by `StreamHandlers`: what `H` lacks is
 * not known while the compiler still infers it.
 */
export type HandlersChecked<M extends readonly AnyEntity[], H> = {
  readonly [N in Exclude<keyof H, EntityName<ListedEntity<M>> | 'unknown'> &
    string]: Problem<`'${N}' is not the name of an entity of the list`>
}
