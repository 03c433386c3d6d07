// What an entity is described by: the shape of the one argument of `new Entity`.
import { aBoolean, anyOf, aString, group, kind, oneOf, recordOf } from '../../errors/option-kinds.js'
import type { OptionKind, OptionTable } from '../../errors/option-table.js'
import type { Problem } from '../../util/types.js'
import type { Attributes, IndexKeyName, PrimaryKeyName, TtlName } from './item-types.js'
import type { Table } from './table.js'

/** One side of an index key: an attribute, or several (up to four; global indexes only). */
export type KeySide<N> = N | readonly N[]

/** Which attributes an index holds besides the keys: all of them, none, or the ones listed. */
export type IndexProjection<N = string> = 'all' | 'keys' | readonly N[]

/** A secondary index: global with a `partition` of its own, local with `local: true` and the table's partition key. */
export interface IndexDescriptor<K = string, N = string> {
  readonly partition?: KeySide<K>
  readonly sort?: KeySide<K>
  readonly local?: boolean
  readonly projection?: IndexProjection<N>
  /** The index name in DynamoDB, where it differs from the name in the descriptor. */
  readonly name?: string
}

/** What an entity is: its attributes, the key, the indexes, and what the library manages. */
export interface Descriptor<
  D extends Attributes = Attributes,
  P = PrimaryKeyName<D>,
  I = IndexKeyName<D>,
  N = keyof D & string,
  T = N,
> {
  /** The entity's name, used in errors, observers and inspection. */
  readonly name: string
  /** The table: its name, a function that gives the name (called at first use), or a `Table`. */
  readonly table: string | (() => string) | Table
  /** Property names to structs. */
  readonly attributes: D
  /** The primary key of the table. */
  readonly key: { readonly partition: P; readonly sort?: P }
  readonly indexes?: { readonly [name: string]: IndexDescriptor<I, N> }
  /** The integer attribute of optimistic locking: 0 before the first save, then one more with each. */
  readonly version?: N
  /** The attributes that hold when an item was made and last written. */
  readonly timestamps?: { readonly created?: N; readonly updated?: N }
  /** The attribute after whose time DynamoDB deletes the item: a number of epoch seconds ("Time to Live"). */
  readonly ttl?: T
  /** Whether `null` in a map is left out (`'omit'`, the default) or stored as NULL (`'store'`). */
  readonly nulls?: 'omit' | 'store'
  /** What is done with stored attributes that no struct names: `'drop'` (default), `'preserve'`, or `'error'`. */
  readonly unknown?: 'drop' | 'preserve' | 'error'
}

/**
 * A descriptor as `new Entity` takes it: next to the names that fit stand the sentences that the compiler says of the others. They are objects,
 * so that a wrong name is one error, at its place.
 */
export type Definition<D extends Attributes> = Descriptor<
  D,
  | PrimaryKeyName<D>
  | Problem<'not an attribute that can be in the primary key: it is always there, and a string, number, bigint, Date or binary'>,
  | IndexKeyName<D>
  | Problem<'not an attribute that can be in an index key: it is a string, number, bigint, Date or binary'>,
  (keyof D & string) | Problem<'not an attribute of this entity'>,
  | TtlName<D>
  | Problem<'not an attribute that is stored in seconds: a date with as: epochSeconds, or a number'>
>

// A name that is not the name of an option, which no object literal of a generic type is checked for.
type Unknown<X, Known> = {
  readonly [K in Exclude<keyof X, Known>]: Problem<`there is no option '${K & string}' here`>
}

/** What is wrong with the names in a descriptor; nothing if all are known. */
export type NamesChecked<X> = Unknown<X, keyof Descriptor> &
  (X extends { readonly key: infer K } ? { readonly key: Unknown<K, 'partition' | 'sort'> } : unknown) &
  (X extends { readonly indexes: infer I }
    ? { readonly indexes: { readonly [L in keyof I]: Unknown<I[L], keyof IndexDescriptor> } }
    : unknown) &
  (X extends { readonly timestamps: infer S }
    ? { readonly timestamps: Unknown<S, 'created' | 'updated'> }
    : unknown)

const aName: OptionKind<string> = kind(
  'the name of an attribute',
  (value) => typeof value === 'string' && value !== '',
)

const names = kind<readonly string[]>(
  'an array of names',
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
)

const side: OptionKind<KeySide<string>> = anyOf<KeySide<string>>(
  'the name of an attribute, or an array of names',
  aName,
  names,
)

/** The rows of an index. */
export const indexOptions: OptionTable<IndexDescriptor> = {
  partition: {
    takes: side,
    doc: 'The attributes of the partition key: one, or up to four of a global index.',
  },
  sort: { takes: side, doc: 'The attributes of the sort key: one, or up to four of a global index.' },
  local: {
    takes: aBoolean,
    default: 'false',
    doc: "Whether it is a local index, with the table's partition key.",
  },
  projection: {
    takes: anyOf<IndexProjection>("'all', 'keys' or an array of names", oneOf('all', 'keys'), names),
    default: "'all'",
    doc: 'The attributes that the index holds besides the keys.',
  },
  name: { takes: aString, default: 'the name in the descriptor', doc: 'The name of the index in DynamoDB.' },
}

// Which names there are is known to the types of a descriptor of certain attributes only.
interface KeyDescriptor {
  readonly partition: string
  readonly sort?: string
}
type AnyDescriptor = Omit<Descriptor, 'key' | 'indexes'> & {
  readonly key: KeyDescriptor
  readonly indexes?: { readonly [name: string]: IndexDescriptor }
}

/** The rows of a descriptor. */
export const descriptorOptions: OptionTable<AnyDescriptor> = {
  name: { takes: aString, doc: "The entity's name, in errors, observers and inspection." },
  table: {
    // Not by class: the Table of another copy of the library is one, too.
    takes: kind('a table name, a function that returns one, or a Table', (value) =>
      typeof value === 'object'
        ? typeof Object(value).options === 'object' && typeof Object(value).owners === 'object'
        : typeof value === 'string' || typeof value === 'function',
    ),
    doc: 'The table: its name, a function that returns the name, or a Table.',
  },
  attributes: {
    takes: kind('an object of structs', (value) => typeof value === 'object' && value !== null),
    doc: 'Property names to structs.',
  },
  key: {
    takes: group<KeyDescriptor>({
      partition: { takes: aName, doc: 'The attribute of the partition key.' },
      sort: { takes: aName, doc: 'The attribute of the sort key.' },
    }),
    doc: 'The primary key of the table.',
  },
  indexes: {
    takes: recordOf(group(indexOptions)),
    default: '{}',
    doc: 'The indexes, by the name that queries use.',
  },
  version: { takes: aName, doc: 'The integer attribute of optimistic locking.' },
  timestamps: {
    takes: group<NonNullable<Descriptor['timestamps']>>({
      created: { takes: aName, doc: 'The date attribute that holds when the item was made.' },
      updated: { takes: aName, doc: 'The date attribute that holds when the item was last written.' },
    }),
    doc: 'The attributes that hold when an item was made and last written.',
  },
  ttl: {
    takes: aName,
    doc: 'The attribute after whose time DynamoDB deletes the item, in seconds since 1970.',
  },
  nulls: {
    takes: oneOf('omit', 'store'),
    default: "'omit'",
    doc: 'Whether `null` in a map is left out, or stored as NULL.',
  },
  unknown: {
    takes: oneOf('drop', 'preserve', 'error'),
    default: "'drop'",
    doc: 'What is done with stored attributes that no struct names.',
  },
}
