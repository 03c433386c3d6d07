// Types of repositories within bounds: keys and inputs without the bound attributes.
import type { EntityModel } from '../entity/model.js'
import type { Problem, Simplify } from '../util/types.js'
import type { AnyEntity, Noted } from './any-entity.js'

/** An entity within bounds: `B` are the attributes that every item has in common. */
export interface BoundEntity<E extends AnyEntity, B extends PropertyKey> extends EntityModel {
  readonly ITEM: E['ITEM']
  readonly INPUT: WithoutBound<E['INPUT'], B>
  readonly KEY: WithoutBound<E['KEY'], B>
  readonly KEY_ARGUMENT: BoundKeyArgument<E, B>
  readonly INDEX_ITEMS: E['INDEX_ITEMS']
  readonly VECTORS: {
    readonly [L in keyof E['VECTORS']]: {
      readonly [P in keyof E['VECTORS'][L]]: P extends 'partition'
        ? Exclude<E['VECTORS'][L][P], B>
        : P extends 'values'
          ? Omit<E['VECTORS'][L][P], B>
          : E['VECTORS'][L][P]
    }
  }
  readonly FIXED: E['FIXED'] | (B & string)
  readonly IMMUTABLE: Noted<E, 'IMMUTABLE'>
  readonly SAVED_BY: [B] extends [keyof E['KEY']] ? E['SAVED_BY'] : Exclude<E['SAVED_BY'], 'batchWrite'>
}

/** A type without the bound attributes: member by member, of a union. */
export type WithoutBound<T, B extends PropertyKey> = T extends unknown ? Simplify<Omit<T, B>> : never

/** The key argument of an entity within bounds: what is left of the key or, if that is one attribute, its value. */
export type BoundKeyArgument<E extends AnyEntity, B extends PropertyKey> = [B & keyof E['KEY']] extends [
  never,
]
  ? E['KEY_ARGUMENT']
  : KeyObject<E> extends infer K
    ? WithoutBound<K, B> | LoneValue<K, Exclude<keyof E['KEY'], B>>
    : never

type KeyObject<E extends AnyEntity> = Extract<E['KEY_ARGUMENT'], { readonly [K in keyof E['KEY']]: unknown }>

// The value of the one name; nothing for none or several.
type LoneValue<K, N, All = N> = N extends keyof K ? ([All] extends [N] ? K[N] : never) : never

/** The bounds of a repository: values of attributes, none of them absent. */
export type BoundsChecked<E extends AnyEntity, B> = {
  readonly [K in keyof B]: K extends keyof E['ITEM']
    ? Exclude<E['ITEM'][K], undefined | null>
    : Problem<`'${K & string}' is not an attribute of the entity`>
}
