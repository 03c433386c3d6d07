// The types that follow from a definition: items, inputs and keys, inferred from the attributes.
import type { Simplify } from '../../util/types.js'
import type { attributeOptions, schemaInput } from '../struct/attribute.js'
import type { TypedSchema } from '../struct/standard-schema.js'
import type { StorageForm } from '../struct/storage-form.js'
import type { VectorSchema } from '../struct/vector.js'
import type { DeclaringTable, KeptIndexName, KeptKeyName, SideNames } from './template-types.js'

/** Any struct, as far as the types are concerned. */
export interface AnyAttributeStruct {
  readonly TYPE: unknown
  readonly type: string
  readonly schema: unknown
  readonly entries: unknown
}

/** Any struct whose input has the type of its values. */
export interface AttributeStruct extends AnyAttributeStruct {
  readonly [schemaInput]?: { readonly input: never }
}

/** Property names to structs: plain superstruct structs, or `attribute(struct, options)`. */
export type Attributes = { readonly [property: string]: AttributeStruct }

/** Property names to structs, and to schemas of other validators. */
export type AnyAttributes = { readonly [property: string]: AnyAttributeStruct | TypedSchema }

/** A schema as a struct, as far as the types are concerned. */
interface SchemaStruct<T> extends AnyAttributeStruct {
  readonly TYPE: T
}

// Schemas of other validators are looked for once: entities of structs alone cost the compiler no more.
type SchemaOutputs<D> = {
  readonly [K in keyof D]: D[K] extends AnyAttributeStruct ? D[K] : SchemaStruct<OutputOfSchema<D[K]>>
}

type SchemaInputs<D> = {
  readonly [K in keyof D]: D[K] extends AnyAttributeStruct
    ? InputStruct<D[K]>
    : SchemaStruct<Given<InputOfSchema<D[K]>>>
}

type InputStruct<A extends AnyAttributeStruct> = A extends {
  readonly [schemaInput]: { readonly input: infer I }
  readonly [attributeOptions]: infer O
}
  ? [I] extends [never]
    ? A
    : SchemaStruct<Given<I>> & { readonly [attributeOptions]: O }
  : A

type OutputOfSchema<S> = S extends { readonly '~standard': { readonly types?: infer T } }
  ? NonNullable<T> extends { readonly output: infer O }
    ? O
    : unknown
  : never

type InputOfSchema<S> = S extends { readonly '~standard': { readonly types?: infer T } }
  ? NonNullable<T> extends { readonly input: infer I }
    ? I
    : unknown
  : never

// A schema that takes anything, as those that coerce do, does not take nothing.
type Given<I> = unknown extends I ? object | string | number | boolean | bigint | null : I

interface WithDefault {
  readonly [attributeOptions]: { readonly default: unknown }
}

interface WithCodec {
  readonly [attributeOptions]: { readonly encode: unknown }
}

// The names of attributes that cannot be absent, regardless of defaults. They are found without `infer`, which would
// cost the compiler three times as much.
type NeededName<D extends Attributes> = {
  [K in keyof D]: undefined extends D[K]['TYPE'] ? never : K
}[keyof D]

type DefaultName<D> = { [K in keyof D]: D[K] extends WithDefault ? K : never }[keyof D]

type ValueOf<A> = A extends AnyAttributeStruct ? StructValue<A> : OutputOfSchema<A>

type StructValue<A extends AnyAttributeStruct> = A extends WithDefault
  ? Exclude<A['TYPE'], undefined>
  : A['TYPE']

/** The item type of a set of attributes: what reads return. */
export type ItemFrom<D> = D extends Attributes ? StructItem<D> : StructItem<SchemaOutputs<D>>

type StructItem<D extends Attributes> = Simplify<
  { [K in NeededName<D> | DefaultName<D>]: StructValue<D[K]> } & {
    [K in Exclude<keyof D, NeededName<D> | DefaultName<D>>]?: Exclude<D[K]['TYPE'], undefined>
  }
>

/** The input type of a set of attributes: what writes accept. Defaults and managed attributes (`M`) may be left out. */
export type InputFrom<D, M> = D extends Attributes ? StructInput<D, M> : StructInput<SchemaInputs<D>, M>

type StructInput<D extends Attributes, M> = VectorSchema extends D[keyof D]['schema']
  ? Simplify<
      { [K in Exclude<NeededName<D>, DefaultName<D> | M>]: GivenOf<D[K]> } & {
        [K in Exclude<keyof D, Exclude<NeededName<D>, DefaultName<D> | M>>]?: GivenOf<D[K]> | undefined
      }
    >
  : Simplify<
      { [K in Exclude<NeededName<D>, DefaultName<D> | M>]: D[K]['TYPE'] } & {
        [K in Exclude<keyof D, Exclude<NeededName<D>, DefaultName<D> | M>>]?: D[K]['TYPE'] | undefined
      }
    >

// Vectors may be given as arrays of numbers.
type GivenOf<A extends AttributeStruct> = A['schema'] extends VectorSchema
  ? A['TYPE'] | readonly number[]
  : A['TYPE']

/** The property names that the library manages: version and timestamps. */
export type ManagedName<X> =
  | (X extends { readonly version: infer V extends string } ? V : never)
  | (X extends { readonly timestamps: { readonly created: infer C extends string } } ? C : never)
  | (X extends { readonly timestamps: { readonly updated: infer U extends string } } ? U : never)

/** The property names of attributes that are `immutable`. */
export type ImmutableName<D> = {
  [K in keyof D]: D[K] extends { readonly [attributeOptions]: { readonly immutable: true } } ? K : never
}[keyof D]

/** The property names of the primary key: of templates, the attributes that stand in them. */
export type KeyName<X> = X extends { readonly key: infer K }
  ? X extends DeclaringOwner
    ? SideNames<K[keyof K & ('partition' | 'sort')]>
    :
        | (K extends { readonly partition: infer P extends string } ? P : never)
        | (K extends { readonly sort: infer S extends string } ? S : never)
  : never

/** An entity of a table that declares its keys. */
export interface DeclaringOwner {
  readonly table: DeclaringTable
}

/** The type of a key value as an argument: a Date key can also be given in its stored form. */
export type KeyValue<T> = T extends Date ? T | string : T

/** The key of an item, with both parts named. */
export type KeyFrom<D, X> = Simplify<{
  [K in KeyName<X> & keyof D]: ValueOf<D[K]>
}>

/** What a key argument may be: the key object or, of a key of one attribute, its value alone. */
export type KeyArgumentFrom<D, X> = Either<
  { readonly [K in KeyName<X> & keyof D]: KeyValue<ValueOf<D[K]>> },
  X extends { readonly key: { readonly sort: string } } ? never : KeyValue<ValueOf<D[KeyName<X> & keyof D]>>
>

/** The same on a table that declares its keys. */
export type TemplateKeyArgument<D, X> =
  | { readonly [K in KeyName<X> & keyof D]: KeyValue<ValueOf<D[K]>> }
  | LoneValue<D, KeyName<X> & keyof D>

// A union whose members the compiler shows in errors, in place of its name.
type Either<A, B> = [A | B] extends [infer U] ? U : never

// The value of the one name; nothing for several.
type LoneValue<D, N extends keyof D, All = N> = N extends unknown
  ? [All] extends [N]
    ? KeyValue<ValueOf<D[N]>>
    : never
  : never

type SideName<S> = S extends string ? S : S extends readonly (infer N)[] ? N : never

type ProjectedName<X, I> =
  | KeyName<X>
  | (I extends { readonly partition: infer P } ? SideName<P> : never)
  | (I extends { readonly sort: infer S } ? SideName<S> : never)

/** The items of each index: the whole item, or the part that the index contains. */
export type IndexItemsFrom<D, X> = X extends { readonly indexes: infer I }
  ? X extends DeclaringOwner
    ? { [L in keyof I]: TemplateIndexItem<D, X, I[L]> }
    : {
        [L in keyof I as I[L] extends { readonly vector: string } ? never : L]: I[L] extends {
          readonly projection: infer P
        }
          ? ProjectedItem<D, ProjectedName<X, I[L]>, P>
          : ItemFrom<D>
      }
  : object

/** The part of an item that an index with the keys `N` and the projection `P` contains. */
export type ProjectedItem<D, N, P> = P extends 'all'
  ? ItemFrom<D>
  : Simplify<Pick<ItemFrom<D>, (N | (P extends readonly (infer L)[] ? L : never)) & keyof ItemFrom<D>>>

// What an index of the table holds is said by the table; attributes are read back from its keys.
type TemplateIndexItem<D, X extends DeclaringOwner, I> = X['table']['options'] extends {
  readonly indexes: infer T
}
  ? I extends { readonly index: infer L extends keyof T }
    ? T[L] extends { readonly projection: infer P }
      ? ProjectedItem<
          D,
          KeptKeyName<KeyOfDescriptor<X>, X['table']['options']['key']> | KeptIndexName<I, T[L]>,
          P
        >
      : ItemFrom<D>
    : ItemFrom<D>
  : ItemFrom<D>

type KeyOfDescriptor<X> = X extends { readonly key: infer K } ? K : never

type Keyable = string | number | bigint | Date | Uint8Array

interface Keyed {
  readonly TYPE: Keyable
}

interface OptionallyKeyed {
  readonly TYPE: Keyable | null | undefined
}

/** The attributes that can be in a primary key: of a type that DynamoDB indexes, and always present. */
export type PrimaryKeyName<D> = {
  [K in keyof D]: D[K] extends Keyed | WithCodec | (OptionallyKeyed & WithDefault) ? K : never
}[keyof D] &
  string

/**
 * The attributes that can be in an index key: of a type that DynamoDB indexes; an item without one is not in the index.
 */
export type IndexKeyName<D> = {
  [K in keyof D]: D[K] extends OptionallyKeyed | WithCodec ? K : never
}[keyof D] &
  string

interface InOtherForm {
  readonly [attributeOptions]: {
    readonly as: Exclude<StorageForm, 'epochSeconds' | 'number' | 'decimal'>
  }
}

interface Timed {
  readonly TYPE: number | bigint | Date | null | undefined
}

/** The attributes that may be stored as a number of seconds: those that are not known to be stored otherwise. */
export type TtlName<D> = {
  [K in keyof D]: D[K] extends InOtherForm ? never : D[K] extends Timed | WithCodec ? K : never
}[keyof D] &
  string
