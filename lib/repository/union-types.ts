// The types of a union of entities: the items of its indexes, and what is wrong with its members, in words.
import type { DeclaringTable } from '../entity/table/template-types.js'
import type { Problem } from '../util/types.js'
import type { AnyEntity } from './any-entity.js'

/** The items of each index of a union: of the entities that are in it. */
export type UnionIndexItems<E extends AnyEntity> = {
  [L in IndexName<E>]: E extends { readonly INDEX_ITEMS: { readonly [K in L]: infer T } } ? T : never
}

type IndexName<E extends AnyEntity> = E extends unknown ? keyof E['INDEX_ITEMS'] : never

/** What is wrong with the entities of a union, in words; nothing if they can be one. */
export type UnionChecked<M extends readonly AnyEntity[]> = M['length'] extends 0 | 1
  ? Problem<'a union needs at least two entities'>
  : KeyNames<M[number]> extends keyof M[number]['KEY']
    ? unknown
    : M[number] extends OfDeclaredKeys
      ? unknown
      : Problem<`the entities of a union share one key, but not all of them have: ${Exclude<KeyNames<M[number]>, keyof M[number]['KEY']>}`>

// On a table that declares its keys, each entity makes them in its own way.
interface OfDeclaredKeys {
  readonly descriptor: { readonly table: DeclaringTable }
}

type KeyNames<E extends AnyEntity> = E extends unknown ? keyof E['KEY'] & string : never
