// Types of key templates: which attributes one contains, and what is wrong with one, in words.
import type { Problem } from '../../util/types.js'
import type { attributeOptions } from '../struct/attribute.js'

/** A table that declares its key, as far as the types are concerned. */
export interface DeclaringTable {
  readonly options: { readonly key: { readonly partition: unknown } }
}

// `{{` is a brace.
type PlaceIn<T> = T extends `${string}{${infer R}`
  ? R extends `{${infer S}`
    ? PlaceIn<S>
    : R extends `${infer N}}${infer S}`
      ? N | PlaceIn<S>
      : never
  : never

type NameOfPlace<N> = N extends `${infer A}:${string}` ? A : N

/** The names in a template: `'ORDER#{placedAt:day}#{orderId}'` has `'placedAt' | 'orderId'`. */
export type NamesIn<T> = NameOfPlace<PlaceIn<T>>

// A width and `plain` lose nothing; other formats do.
type KeptOfPlace<N> = N extends `${infer A}:${infer F}` ? (F extends `${number}` | 'plain' ? A : never) : N

/** The attributes of one side of a key: those in its template, or those that a computed side lists. */
export type SideNames<S> = S extends string
  ? NamesIn<S>
  : S extends { readonly attributes: readonly (infer N)[] }
    ? N
    : never

/** The attributes that can be read back from the stored key. */
export type KeptNames<S> = S extends string
  ? KeptOfPlace<PlaceIn<S>>
  : S extends { readonly attributes: readonly (infer N)[]; readonly decode: unknown }
    ? N
    : never

type DeclaredName<A> = A extends string
  ? A
  : A extends { readonly name: infer N }
    ? N
    : A extends readonly (infer E)[]
      ? E extends string
        ? E
        : E extends { readonly name: infer N }
          ? N
          : never
      : never

// A side that the entity does not give consists of its plain attributes.
type KeptSideOf<K, S extends 'partition' | 'sort', T> =
  K extends Readonly<Record<S, infer V>>
    ? KeptNames<V>
    : T extends Readonly<Record<S, infer A>>
      ? DeclaredName<A>
      : never

/** The attributes that can be read back from a key `K` of a table that declares it as `T`. */
export type KeptKeyName<K, T> = KeptSideOf<K, 'partition', T> | KeptSideOf<K, 'sort', T>

/** The attributes that can be read back from the key of an index: from partial keys none. */
export type KeptIndexName<I, T> = I extends { readonly partial: true } ? never : KeptKeyName<I, T>

type Keyable = string | number | bigint | boolean | Date | Uint8Array

interface WithCodec {
  readonly [attributeOptions]: { readonly encode: unknown }
}

interface WithDefault {
  readonly [attributeOptions]: { readonly default: unknown }
}

export type AlwaysName<D> = {
  [K in keyof D]: D[K] extends
    | { readonly TYPE: Keyable }
    | WithCodec
    | (WithDefault & { readonly TYPE: Keyable | null | undefined })
    ? K
    : never
}[keyof D]

export type SparseName<D> = {
  [K in keyof D]: D[K] extends { readonly TYPE: Keyable | null | undefined } | WithCodec ? K : never
}[keyof D]

type Misfit<D, N extends string, Sparse> = N extends keyof D
  ? Sparse extends true
    ? `'${N}' cannot be in a key: it is not a string, number, bigint, boolean, Date or binary`
    : N extends SparseName<D>
      ? `'${N}' cannot be in the primary key: it may be absent`
      : `'${N}' cannot be in a key: it is not a string, number, bigint, boolean, Date or binary`
  : `there is no attribute '${N}'`

type CheckedNames<T, Bad, D, Sparse> = [Bad] extends [never] ? T : Problem<Misfit<D, Bad & string, Sparse>>

/** A side of a key if it fits the attributes; otherwise what is wrong with it, in words. */
export type CheckedSide<D, T, Sparse> = T extends string
  ? T extends keyof D
    ? Problem<`this is a constant, '${T}', in every key; the attribute is '{${T}}'`>
    : CheckedNames<T, Exclude<NamesIn<T>, Sparse extends true ? SparseName<D> : AlwaysName<D>>, D, Sparse>
  : T extends { readonly attributes: readonly (infer N)[] }
    ? {
        readonly attributes: [Exclude<N, keyof D>] extends [never]
          ? unknown
          : Problem<Misfit<D, Exclude<N, keyof D> & string, Sparse>>
      }
    : Problem<'a side of a key must be a template, or { attributes, encode, decode }'>

/** What is wrong with a list of attributes; nothing if each of them is one. */
export type CheckedList<D, L> = L extends readonly (infer N)[]
  ? [Exclude<N, keyof D>] extends [never]
    ? unknown
    : Problem<`there is no attribute '${Exclude<N, keyof D> & string}'`>
  : unknown
