// The definition of an entity: the shape of the one argument of `new Entity`.
import {
  aBoolean,
  aFunction,
  anyOf,
  aString,
  group,
  isListOf,
  kind,
  oneOf,
  recordOf,
} from '../../errors/option-kinds.js'
import { type OptionKind, type OptionTable, wrongKind } from '../../errors/option-table.js'
import { isDeclaredClass } from '../../util/declared-class.js'
import type { AnyAttributes, Attributes, IndexKeyName, PrimaryKeyName } from './item-types.js'
import { type SchemaVersion, schemaVersionRows } from './schema-version.js'
import { type SoftDeleteOptions, softDeleteGroup } from './soft-delete-options.js'
import { isTable, type Table } from './table.js'
import { distances, type IndexProjection, type VectorDistance } from './table-options.js'

/** The partition key or the sort key of an index: an attribute, or several (up to four; global indexes only). */
export type KeySide<N> = N | readonly N[]

export type { VectorDistance } from './table-options.js'

/**
 * An index: global with its own `partition`, local with `local: true` and the table's partition key, or a vector index
 * with a `vector`, which is searched by `search()`.
 */
export interface IndexDescriptor<K = string, N = string, V = string> {
  readonly partition?: KeySide<K>
  readonly sort?: KeySide<K>
  readonly local?: boolean
  readonly projection?: IndexProjection<N>
  /** The index name in DynamoDB, if it differs from the name in the definition. */
  readonly name?: string
  /** The attribute with the vectors of a vector index. Its `partition`, if there is one, limits each search. */
  readonly vector?: V
  /** How vectors are compared. */
  readonly distance?: VectorDistance
  /** The attributes that a search may be filtered by. */
  readonly filter?: readonly K[]
}

/** The definition of an entity without its keys: its attributes, and what the library manages. */
export interface KeylessDescriptor<D extends AnyAttributes = Attributes, N = keyof D & string, T = N> {
  /** The entity's name, used in errors, observers and inspection. */
  readonly name: string
  /** The table: its name, a function that gives the name (called at first use), or a `Table`. */
  readonly table: string | (() => string) | Table
  /** Property names to structs. */
  readonly attributes: D
  /**
   * The integer attribute of optimistic locking: 0 before the first save, then one more with each. It is not in the
   * primary key.
   */
  readonly version?: N
  /**
   * The attributes for the times when an item was created and last written. The latter is not in the primary key.
   */
  readonly timestamps?: { readonly created?: N; readonly updated?: N }
  /** The attribute with the time after which DynamoDB deletes the item: a number of epoch seconds ("Time to Live"). */
  readonly ttl?: T
  /**
   * The attributes that no two items have the same value of (`'email'`), or the same values of together
   * (`['tenantId', 'username']`). Items without one of them are free.
   */
  readonly unique?: readonly (N | readonly N[])[]
  /** How items are deleted: by a mark, so that they can be restored. Without it, deletes remove them. */
  readonly softDelete?: SoftDeleteOptions
  /** Whether `null` in a map is left out (`'omit'`, the default) or stored as NULL (`'store'`). */
  readonly nulls?: 'omit' | 'store'
  /** What happens to stored attributes that no struct names: `'drop'` (default), `'preserve'`, or `'error'`. */
  readonly unknown?: 'drop' | 'preserve' | 'error'
  /**
   * Stored attributes with the same value in every item, such as the marks of another library: `{ __edb_v__: '1' }`.
   * Every save and upsert writes them; they are never part of an item.
   */
  readonly constants?: { readonly [storedName: string]: ConstantValue }
  /** The version of the schema, and how items of older versions become current ones when they are read. */
  readonly schemaVersion?: SchemaVersion
}

/** The value of a constant stored attribute. */
export type ConstantValue = string | number | boolean

/** The definition of an entity: its attributes, the key, the indexes, and what the library manages. */
export interface Descriptor<
  D extends Attributes = Attributes,
  P = PrimaryKeyName<D>,
  I = IndexKeyName<D>,
  N = keyof D & string,
  T = N,
> extends KeylessDescriptor<D, N, T> {
  /** The primary key of the table. */
  readonly key: { readonly partition: P; readonly sort?: P }
  readonly indexes?: { readonly [name: string]: IndexDescriptor<I, N> }
}

/** The result of a computed side of a key: a value of the data type that the table declares. */
export type ComputedKeyValue = string | number | bigint | Uint8Array

/**
 * A side of a key that no template can express, such as a geohash. `encode` receives the listed attributes, and returns
 * what is stored; without `decode`, attributes are not read back from the key. What `decode` returns of it is what
 * `encode` received; an item for which it is not, or for which a function throws, is refused.
 */
export interface ComputedSide<V = { readonly [property: string]: unknown }> {
  readonly attributes: readonly (keyof V & string)[]
  encode(values: V): ComputedKeyValue
  decode?(stored: ComputedKeyValue): Partial<V>
}

/** One side of a key on a table that declares its key: a template, or a function of attributes. */
export type TemplateSide<V = { readonly [property: string]: unknown }> = string | ComputedSide<V>

/** An index of an entity on a table that declares its key: the content of the keys of an index of the table. */
export interface TemplateIndex<V = { readonly [property: string]: unknown }> {
  /** The index, by its name in the options of the Table. */
  readonly index: string
  readonly partition?: TemplateSide<V>
  readonly sort?: TemplateSide<V>
  /**
   * Whether an item that lacks attributes of the key is in the index with the beginning of each template, up to the
   * first attribute that it lacks, as ElectroDB writes it. By default, such an item is not in the index.
   */
  readonly partial?: boolean
  /**
   * How to run an update that changes an attribute of the key while another part of it is unknown: read the item first
   * (`'read'`, the default), or reject the update (`'refuse'`).
   */
  readonly derive?: 'read' | 'refuse'
  /** Whether an item is in the index. It reads only `attributes`. */
  when?(item: V): boolean
  /** The attributes that `when` reads. */
  readonly attributes?: readonly (keyof V & string)[]
}

/** The descriptor of an entity on a table that declares its key. */
export interface TemplateDescriptor extends KeylessDescriptor {
  readonly key: { readonly partition: TemplateSide; readonly sort?: TemplateSide }
  readonly indexes?: { readonly [label: string]: TemplateIndex }
}

const aName: OptionKind<string> = kind(
  'the name of an attribute',
  (value) => typeof value === 'string' && value !== '',
)

const names = kind<readonly string[]>('an array of names', (value) =>
  isListOf(value, (each) => typeof each === 'string'),
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
    doc: 'The attributes that the index contains in addition to the keys.',
  },
  name: { takes: aString, default: 'the name in the definition', doc: 'The name of the index in DynamoDB.' },
  vector: { takes: aName, doc: 'The attribute with the vectors; makes it a vector index.' },
  distance: { takes: distances, doc: 'How the vectors of a vector index are compared.' },
  filter: {
    takes: names,
    default: '[]',
    doc: 'The attributes by which searches of a vector index may be filtered.',
  },
}

/** The rows of a computed side of a key. */
export const computedSideOptions: OptionTable<ComputedSide> = {
  attributes: { takes: names, doc: 'The attributes that `encode` looks at.' },
  encode: {
    takes: aFunction(),
    doc: 'Returns what is stored, from the values of these attributes: a string, a number or binary, as the key attribute is.',
  },
  decode: {
    takes: aFunction(),
    doc: 'Returns attributes from what is stored: those that it can give back as `encode` was given them.',
  },
}

const computedSide = group(computedSideOptions)

const templateSide: OptionKind<TemplateSide> = Object.freeze({
  words: 'a template, or { attributes, encode, decode }',
  fault: (value: unknown, place: string) =>
    typeof value === 'object' && value !== null
      ? computedSide.fault(value, place)
      : typeof value === 'string' && value !== ''
        ? undefined
        : wrongKind(place, 'a template, or { attributes, encode, decode }', value),
})

/** The rows of an index on a table that declares its key. */
export const templateIndexOptions: OptionTable<TemplateIndex> = {
  index: { takes: aName, doc: 'The index, by its name in the options of the Table.' },
  partition: { takes: templateSide, doc: 'The content of its partition key.' },
  sort: { takes: templateSide, doc: 'The content of its sort key.' },
  partial: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether items that lack attributes of the key are in the index, with the beginning of each template up to the first that is absent.',
  },
  derive: {
    takes: oneOf('read', 'refuse'),
    default: "'read'",
    doc: 'What an update of one attribute of the key does if another part of the key is not known: read the item first, or refuse.',
  },
  when: { takes: aFunction(), doc: 'Whether an item is in the index, by the `attributes` that are listed.' },
  attributes: { takes: names, doc: 'The attributes that `when` looks at.' },
}

// Only the types of a definition with specific attributes know which names exist.
interface KeyDescriptor {
  readonly partition: string
  readonly sort?: string
}
type AnyDescriptor = Omit<Descriptor, 'key' | 'indexes'> & {
  readonly key: KeyDescriptor
  readonly indexes?: { readonly [name: string]: IndexDescriptor }
}

/** The rows of a definition. */
export const descriptorOptions: OptionTable<AnyDescriptor> = {
  name: { takes: aString, doc: "The entity's name, in errors, observers and inspection." },
  table: {
    takes: kind(
      'a table name, a function that returns one, or a Table',
      (value) =>
        typeof value === 'string' ||
        isTable(value) ||
        (typeof value === 'function' && !isDeclaredClass(value)),
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
  version: { takes: aName, doc: 'The integer attribute for optimistic locking.' },
  timestamps: {
    takes: group<NonNullable<Descriptor['timestamps']>>({
      created: { takes: aName, doc: 'The date attribute for the time when the item was created.' },
      updated: { takes: aName, doc: 'The date attribute for the time when the item was last written.' },
    }),
    doc: 'The attributes for the times when an item was created and last written.',
  },
  ttl: {
    takes: aName,
    doc: 'The attribute with the time after which DynamoDB deletes the item, in seconds since 1970.',
  },
  unique: {
    takes: kind<NonNullable<Descriptor['unique']>>(
      'an array of names of attributes, or of arrays of them',
      (value) =>
        isListOf(value, (each) => names.fault(typeof each === 'string' ? [each] : each, '') === undefined),
    ),
    default: '[]',
    doc: 'The attributes, or groups of attributes, whose values no two items share.',
  },
  softDelete: {
    takes: softDeleteGroup,
    doc: 'How items are deleted: by a mark, so that they can be restored.',
  },
  nulls: {
    takes: oneOf('omit', 'store'),
    default: "'omit'",
    doc: 'Whether `null` in a map is left out, or stored as NULL.',
  },
  unknown: {
    takes: oneOf('drop', 'preserve', 'error'),
    default: "'drop'",
    doc: 'What happens to stored attributes that no struct names.',
  },
  constants: {
    takes: recordOf(
      kind<ConstantValue>('a string, a finite number or a boolean', (value) =>
        typeof value === 'number' ? Number.isFinite(value) : ['string', 'boolean'].includes(typeof value),
      ),
    ),
    doc: 'Stored attributes with the same value in every item, by stored name, which are never part of an item.',
  },
  schemaVersion: {
    takes: group(schemaVersionRows),
    doc: 'The version of the schema, and how items of older versions become current ones when they are read.',
  },
}

/** The rows of the descriptor of an entity on a table that declares its key. */
export function templateDescriptorRows(): OptionTable<TemplateDescriptor> {
  return {
    ...descriptorOptions,
    key: {
      takes: group<TemplateDescriptor['key']>({
        partition: { takes: templateSide, doc: "The content of the table's partition key." },
        sort: { takes: templateSide, doc: "The content of the table's sort key." },
      }),
      doc: "The content of the table's primary key.",
    },
    indexes: { ...descriptorOptions.indexes, takes: recordOf(group(templateIndexOptions)) },
  }
}
