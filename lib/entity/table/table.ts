// The table of items: its name, its own region and endpoint, and how it is created.
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { kindOf } from '../../errors/failures.js'
import { optionFault } from '../../errors/option-table.js'
import { quieted } from '../../util/quieted.js'
import { Shown } from '../../util/shown.js'
import { type DeclaredKeys, declaredKeys } from './declared-keys.js'
import { type DeclaredKind, declaredKind } from './declared-kind.js'
import {
  type Setting,
  type TableNamesChecked,
  type TableOptions,
  tableOptions,
  type VectorDistance,
} from './table-options.js'

/** An attribute of a key in a table: its stored name and type. */
export interface KeyAttribute {
  readonly name: string
  readonly type: 'S' | 'N' | 'B'
  /** What it is made by, if it is: the text of a template. */
  readonly template?: { readonly text?: string }
}

/** The key of a table or an index. */
export interface TableKey {
  readonly partition: readonly KeyAttribute[]
  readonly sort: readonly KeyAttribute[]
}

/** An index of a table: `projection` has stored names. */
export interface TableIndex {
  readonly name: string
  readonly local: boolean
  readonly key: TableKey
  readonly projection: 'all' | 'keys' | readonly string[]
}

/** A vector index of a table: stored names throughout. */
export interface TableVectorIndex {
  readonly name: string
  /** The attribute with the vectors. */
  readonly attribute: string
  readonly dimensions: number
  readonly distance: VectorDistance
  readonly partition: KeyAttribute | undefined
  readonly filters: readonly KeyAttribute[]
  readonly projection: 'all' | 'keys' | readonly string[]
}

/** What an entity requires of its table. */
export interface TableOwner {
  readonly entity: string
  readonly table: Table
  readonly key: TableKey
  readonly indexes: ReadonlyMap<string, TableIndex>
  readonly vectors?: ReadonlyMap<string, TableVectorIndex>
  /** The stored name of the TTL attribute. */
  readonly managed?: { readonly ttl: string | undefined }
  /** Its unique values, whose guards are in the table. */
  readonly unique?: readonly unknown[]
  /** What the marker of its items holds. */
  readonly kind?: { readonly values: readonly string[] } | undefined
  /** The data type of an attribute of its items, by its stored name, if it can be in a key. */
  keyTypeOf?(name: string): 'S' | 'N' | 'B' | undefined
  /** The property that is stored under a name. */
  propertyOf?(name: string): string | undefined
  readonly codec?: {
    at(property: string): { readonly codec: { readonly types: readonly string[] } } | undefined
  }
  /** Whether an item of its could have the key of one of another entity. */
  mayShareKey?(other: TableOwner): boolean
}

/**
 * One DynamoDB table. Entities that share a table share one `Table`: it is then created with the key and the indexes of
 * all of them, and entities that contradict each other are rejected. Entities that only use the same table name do not
 * know about each other.
 */
export class Table<const O extends TableOptions = TableOptions> extends Shown {
  readonly options: O
  /** The keys that it declares. @internal */
  readonly declared: DeclaredKeys | undefined
  /** What tells kinds apart. @internal */
  readonly kind: DeclaredKind | undefined
  /** The entities that were defined on this table, by name; of several with the same name, the last one. @internal */
  readonly owners: Map<string, TableOwner> = new Map()
  /**
   * Which entities may have the keys of one, by its name: worked out again when another one is defined, which is a new
   * edition; and whether an entity has unique values, whose guards are in the table. @internal
   */
  readonly shared: {
    readonly rivals: Map<string, readonly TableOwner[]>
    edition: number
    guarded?: boolean
  } = { rivals: new Map(), edition: 0 }

  /** @throws EntityDefinitionError if an option does not exist or does not fit. */
  constructor(options: O & TableNamesChecked<O>) {
    const fault = optionFault(tableOptions, options) ?? tableOptions.name.takes.fault(options.name, 'name')
    if (fault !== undefined) throw new EntityDefinitionError({ detail: `Table: ${fault.detail}` })
    super()
    this.options = Object.freeze({ ...options })
    this.declared = declaredKeys(options)
    this.kind = declaredKind(options, this.declared)
  }

  // Does not call a name function: printing never calls the user's code.
  override toString(): string {
    const name = Object.hasOwn(this, 'name') ? this.name : this.options.name
    return typeof name === 'string' ? `table '${name}'` : 'table'
  }

  /** The table's name. Calls a name function at first use only, so that every operation uses the same name. */
  get name(): string {
    const { name } = this.options
    const value = typeof name === 'function' ? quieted(name()) : name
    if (typeof value !== 'string' || value === '')
      throw new EntityDefinitionError({
        detail: `a table name function must return a non-empty string, ${value === '' ? 'and returned an empty one' : `not ${kindOf(value)}`}`,
      })
    // From now on a property like any other.
    Object.defineProperty(this, 'name', { value })
    return value
  }

  get region(): string | undefined {
    return settledSetting('region', this.options.region)
  }

  get endpoint(): string | undefined {
    return settledSetting('endpoint', this.options.endpoint)
  }
}

/** Whether a value is a Table. Not by class: that of another copy of the library is also one. */
export function isTable(value: unknown): value is Table {
  if (typeof value !== 'object' || value === null) return false
  return typeof Reflect.get(value, 'options') === 'object' && typeof Reflect.get(value, 'owners') === 'object'
}

/**
 * Returns a setting of a table or an executor; `undefined` for an empty string, and for a function that returns
 * nothing: then the next source is used.
 * @throws EntityDefinitionError if a function returns anything else, such as a promise.
 */
export function settledSetting(what: 'region' | 'endpoint', setting: Setting): string | undefined {
  const value: unknown = typeof setting === 'function' ? quieted(setting()) : setting
  if (value === '' || value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw new EntityDefinitionError({
    detail: `the function that gives the ${what} must return a string, or undefined, not ${kindOf(value)}`,
  })
}
