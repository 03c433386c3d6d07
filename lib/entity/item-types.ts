// The types that a descriptor gives: items, inputs and keys, inferred from the attributes.
import type { Simplify } from '../util/types.js'
import type { attributeOptions } from './attribute.js'

/** Any struct, as far as the types are concerned. */
export interface AttributeStruct {
  readonly TYPE: unknown
  readonly type: string
  readonly schema: unknown
  readonly entries: unknown
}

/** Property names to structs: plain superstruct structs, or `attribute(struct, options)`. */
export type Attributes = { readonly [property: string]: AttributeStruct }

interface WithDefault {
  readonly [attributeOptions]: { readonly default: unknown }
}

interface WithCodec {
  readonly [attributeOptions]: { readonly encode: unknown }
}

type OptionalName<D> = {
  [K in keyof D]: D[K] extends WithDefault
    ? never
    : D[K] extends { readonly TYPE: infer T }
      ? undefined extends T
        ? K
        : never
      : never
}[keyof D]

type DefaultName<D> = { [K in keyof D]: D[K] extends WithDefault ? K : never }[keyof D]

type ValueOf<A> = A extends { readonly TYPE: infer T }
  ? A extends WithDefault
    ? Exclude<T, undefined>
    : T
  : never

/** The item type of a set of attributes: what comes out. */
export type ItemFrom<D> = Simplify<
  { [K in Exclude<keyof D, OptionalName<D>>]: ValueOf<D[K]> } & {
    [K in OptionalName<D>]?: Exclude<ValueOf<D[K]>, undefined>
  }
>

/** The input type of a set of attributes: what goes in. Defaults and managed attributes (`M`) may be left out. */
export type InputFrom<D, M> = Simplify<
  { [K in Exclude<keyof D, OptionalName<D> | DefaultName<D> | M>]: ValueOf<D[K]> } & {
    [K in OptionalName<D> | DefaultName<D> | (M & keyof D)]?: ValueOf<D[K]> | undefined
  }
>

/** The property names that the library keeps itself: version and timestamps. */
export type ManagedName<X> =
  | (X extends { readonly version: infer V extends string } ? V : never)
  | (X extends { readonly timestamps: { readonly created: infer C extends string } } ? C : never)
  | (X extends { readonly timestamps: { readonly updated: infer U extends string } } ? U : never)

/** The property names of the primary key. */
export type KeyName<X> = X extends { readonly key: infer K }
  ?
      | (K extends { readonly partition: infer P extends string } ? P : never)
      | (K extends { readonly sort: infer S extends string } ? S : never)
  : never

/** A key value as it may be given: a Date key also as its stored text. */
export type KeyValue<T> = T extends Date ? T | string : T

/** The key of an item, with both parts named. */
export type KeyFrom<D, X> = Simplify<{
  [K in KeyName<X> & keyof D]: ValueOf<D[K]>
}>

/** What a key argument may be: the key object or, without a sort key, the partition key's value alone. */
export type KeyArgumentFrom<D, X> =
  | { readonly [K in KeyName<X> & keyof D]: KeyValue<ValueOf<D[K]>> }
  | (X extends { readonly key: { readonly sort: string } }
      ? never
      : KeyValue<ValueOf<D[KeyName<X> & keyof D]>>)

type Keyable = string | number | bigint | Date | Uint8Array

/** The attributes that can be in a primary key: of a type that DynamoDB indexes, and always there. */
export type PrimaryKeyName<D> = {
  [K in keyof D]: D[K] extends WithCodec
    ? K
    : D[K] extends { readonly TYPE: infer T }
      ? [T] extends [Keyable]
        ? K
        : D[K] extends WithDefault
          ? [NonNullable<T>] extends [Keyable]
            ? K
            : never
          : never
      : never
}[keyof D] &
  string

/** The attributes that can be in an index key: of a type that DynamoDB indexes; an item without one is not in the index. */
export type IndexKeyName<D> = {
  [K in keyof D]: D[K] extends WithCodec
    ? K
    : D[K] extends { readonly TYPE: infer T }
      ? [NonNullable<T>] extends [Keyable]
        ? K
        : never
      : never
}[keyof D] &
  string
