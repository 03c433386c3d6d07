// The options of a table: its name and place, its keys and indexes, and how kinds of items are distinguished.
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
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
import { type OptionKind, type OptionTable, unknownOption, wrongKind } from '../../errors/option-table.js'
import type { Problem } from '../../util/types.js'

/** A value, or a function that returns it. */
export type Setting = string | (() => string | undefined) | undefined

/** How the vectors of an index are compared. */
export type VectorDistance = 'cosine' | 'euclidean' | 'dotProduct'

/** Which attributes an index contains in addition to the keys: all of them, none, or the listed ones. */
export type IndexProjection<N = string> = 'all' | 'keys' | readonly N[]

/**
 * A key attribute that a table declares: its stored name. Its data type is string (S), unless `type` is number (N) or
 * binary (B).
 */
export type DeclaredAttribute = string | { readonly name: string; readonly type?: 'S' | 'N' | 'B' }

/** The primary key that a table declares. */
export interface DeclaredKey {
  readonly partition: DeclaredAttribute
  readonly sort?: DeclaredAttribute
}

/**
 * An index that a table declares. A side that is an array names plain attributes of the entities (a multi-attribute
 * key, global indexes only); the templates of the entities that use the index make a side that is one name.
 */
export interface DeclaredIndex {
  readonly partition?: DeclaredAttribute | readonly DeclaredAttribute[]
  readonly sort?: DeclaredAttribute | readonly DeclaredAttribute[]
  readonly local?: boolean
  /** Stored names, if it is an array. */
  readonly projection?: IndexProjection
  /** The name of the index in DynamoDB, if it differs from the name here. */
  readonly name?: string
  /**
   * The stored name of the vector: a vector index, which is searched by `search()`. `partition` and `filter` name plain
   * attributes of the entities; the attribute with the kind of an item is always a filter.
   */
  readonly vector?: string
  /** How vectors are compared. */
  readonly distance?: VectorDistance
  /** The attributes that searches may be filtered by. */
  readonly filter?: readonly string[]
}

/** The stored attribute with the kind of an item: which entity it belongs to. */
export interface KindOptions {
  /** The stored name of the attribute. */
  readonly name?: string
  /** Its values, by the name of the entity. Of several values, all are read and the first is written. */
  readonly values?: { readonly [entity: string]: string | readonly string[] }
}

/** How a key contains a character of a value that separates attributes there. */
export type Separators = 'escape' | 'refuse' | 'keep'

/** The options of a table. */
export interface TableOptions {
  /** The table's name (or ARN). A function is called once, at first use. */
  readonly name: string | (() => string)
  /** The primary key, by stored names. The templates of entities then define its content. */
  readonly key?: DeclaredKey
  /** The indexes of a table that declares its key, by the names that entities use. */
  readonly indexes?: { readonly [label: string]: DeclaredIndex }
  /**
   * The stored attribute with the kind of an item: `'_type'`, if the table declares its key. `false` for none: then the
   * templates of all entities must differ.
   */
  readonly kind?: string | false | KindOptions
  /** What happens to a value that contains a character that separates attributes in its key. */
  readonly separators?: Separators
  /** The region of this table only. Overrides that of the executor and the environment. */
  readonly region?: string | (() => string | undefined) | undefined
  /** The endpoint of this table only, as a URL. */
  readonly endpoint?: string | (() => string | undefined) | undefined
  /** Whether the first write creates a missing table. Overrides the executor's `autoCreateTables`. */
  readonly autoCreate?: boolean | undefined
  /** Any CreateTable parameter. Billing is PAY_PER_REQUEST unless set here. */
  readonly create?: Partial<CreateTableCommandInput> | undefined
}

/** Names that are not the name of an option; object literals of a generic type are not checked for these. */
export type UnknownNames<X, Known> = [keyof X] extends [Known]
  ? unknown
  : string extends keyof X
    ? unknown
    : { readonly [K in Exclude<keyof X, Known>]: Problem<`there is no option '${K & string}' here`> }

/** The same for each member of an object of objects. */
export type UnknownNamesWithin<I, Known> = [NamesWithin<I[keyof I]>] extends [Known]
  ? unknown
  : { readonly [L in keyof I]: UnknownNames<I[L], Known> }

type NamesWithin<I> = I extends unknown ? keyof I : never

/**
 * What is wrong with the names in the options of a table; nothing if all are known. By properties, so that the compiler
 * sees its functions first.
 */
export type TableNamesChecked<O> = UnknownNames<O, keyof TableOptions> & {
  readonly [K in keyof O & ('key' | 'indexes')]?: K extends 'key'
    ? UnknownNames<O[K], keyof DeclaredKey>
    : UnknownNamesWithin<O[K], keyof DeclaredIndex>
}

const setting: OptionKind<Exclude<Setting, undefined>> = anyOf<Exclude<Setting, undefined>>(
  'a string, or a function that returns one',
  aString,
  aFunction(),
)

/** The parameters of CreateTable that the library sets itself. */
const ownParameters: ReadonlySet<string> = new Set(['TableName', 'KeySchema'])

/**
 * All other parameters of the SDK's CreateTable (a spec compares them); DynamoDB ignores a name that it does not know.
 */
const otherParameters: readonly string[] = [
  'AttributeDefinitions',
  'BillingMode',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'GlobalTableSettingsReplicationMode',
  'GlobalTableSourceArn',
  'LocalSecondaryIndexes',
  'OnDemandThroughput',
  'ProvisionedThroughput',
  'ResourcePolicy',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
  'Tags',
  'VectorIndexes',
  'WarmThroughput',
]

const createWords =
  'an object of CreateTable parameters without TableName and KeySchema, which follow from the entity'

// Their names are checked here, their values by DynamoDB.
const createParameters: OptionKind<Partial<CreateTableCommandInput>> = Object.freeze({
  words: createWords,
  fault(value: unknown, place: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return wrongKind(place, createWords, value)
    const names = Object.keys(value)
    if (names.some((name) => ownParameters.has(name))) return wrongKind(place, createWords, value)
    const unknown = names.find((name) => !otherParameters.includes(name))
    return unknown === undefined ? undefined : unknownOption(unknown, otherParameters, place)
  },
})

const aName: OptionKind<string> = kind(
  'the stored name of an attribute',
  (value) => typeof value === 'string' && value !== '',
)

const declaredAttribute: OptionKind<DeclaredAttribute> = kind(
  "a stored name, or { name, type } with type 'S', 'N' or 'B'",
  (value) => isName(value) || isNamed(value),
)

const declaredSide: OptionKind<DeclaredAttribute | readonly DeclaredAttribute[]> = kind(
  'a stored name, { name, type }, or an array of these',
  (value) =>
    Array.isArray(value)
      ? value.length > 0 && isListOf(value, (each) => isName(each) || isNamed(each))
      : isName(value) || isNamed(value),
)

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isNamed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { name, type = 'S', ...others } = value as { readonly name?: unknown; readonly type?: unknown }
  return isName(name) && ['S', 'N', 'B'].some((each) => each === type) && Object.keys(others).length === 0
}

/** What `distance` accepts. */
export const distances: OptionKind<VectorDistance> = oneOf('cosine', 'euclidean', 'dotProduct')

/** The rows of an index that a table declares. */
export const tableIndexOptions: OptionTable<DeclaredIndex> = {
  partition: {
    takes: declaredSide,
    doc: 'The stored name of the partition key; an array names plain attributes of the entities (up to four).',
  },
  sort: {
    takes: declaredSide,
    doc: 'The stored name of the sort key; an array names plain attributes of the entities (up to four).',
  },
  local: {
    takes: aBoolean,
    default: 'false',
    doc: "Whether it is a local index, with the table's partition key.",
  },
  projection: {
    takes: anyOf<IndexProjection>(
      "'all', 'keys' or an array of stored names",
      oneOf('all', 'keys'),
      kind('an array of stored names', (value) => isListOf(value, isName)),
    ),
    default: "'all'",
    doc: 'The attributes that the index contains in addition to the keys, by stored names.',
  },
  name: { takes: aString, default: 'the name here', doc: 'The name of the index in DynamoDB.' },
  vector: { takes: aName, doc: 'The stored name of the vector; makes it a vector index.' },
  distance: { takes: distances, doc: 'How the vectors of a vector index are compared.' },
  filter: {
    takes: kind('an array of stored names', (value) => isListOf(value, isName)),
    default: '[]',
    doc: 'The stored names of the attributes by which searches of a vector index may be filtered.',
  },
}

/** The rows of `kind`. */
export const kindOptions: OptionTable<KindOptions> = {
  name: {
    takes: aName,
    default: "'_type'",
    doc: 'The stored name of the attribute with the kind of an item.',
  },
  values: {
    takes: recordOf(
      kind<string | readonly string[]>('a string, or an array of strings', (value) =>
        Array.isArray(value) ? value.length > 0 && isListOf(value, isName) : isName(value),
      ),
    ),
    default: 'the names of the entities',
    doc: 'The values of the attribute, by the name of the entity. Of several values, all are read and the first is written.',
  },
}

/** The options of a Table. */
export const tableOptions: OptionTable<TableOptions> = {
  name: {
    takes: anyOf<string | (() => string)>('a string, or a function that returns one', aString, aFunction()),
    doc: "The table's name, or its ARN; a function is called once, at first use.",
  },
  key: {
    takes: group<DeclaredKey>({
      partition: { takes: declaredAttribute, doc: 'The stored name of the partition key.' },
      sort: { takes: declaredAttribute, doc: 'The stored name of the sort key.' },
    }),
    doc: 'The primary key, by stored names; the templates of entities define its content.',
  },
  indexes: {
    takes: recordOf(group(tableIndexOptions)),
    default: '{}',
    doc: 'The indexes of a table that declares its `key`, by the names that entities use.',
  },
  kind: {
    takes: anyOf<string | false | KindOptions>(
      'a stored name, false, or { name, values }',
      aName,
      kind('false', (value) => value === false),
      group(kindOptions),
    ),
    default: "'_type'",
    doc: 'The stored attribute with the kind of an item, on a table that declares its `key`; `false` for none.',
  },
  separators: {
    takes: oneOf('escape', 'refuse', 'keep'),
    default: "'escape'",
    doc: "What happens to a value that contains a separator of its template: `'escape'` writes it so that no two items share a key; `'refuse'` throws; `'keep'` writes it unchanged, for tables that others write: two items may then have one key, and their order may not be that of their values.",
  },
  region: { takes: setting, doc: 'The region of this table only.' },
  endpoint: { takes: setting, doc: 'The endpoint of this table only, as a URL.' },
  autoCreate: {
    takes: aBoolean,
    default: "the executor's `autoCreateTables`",
    doc: 'Whether the first write creates a missing table.',
  },
  create: {
    takes: createParameters,
    doc: 'Any other CreateTable parameter.',
  },
}
