// The compiled entity: its definition, checked once, with its codec, key, indexes and managed attributes.
import { object, type } from 'superstruct'
import { optionFault, wrongKind } from '../errors/option-table.js'
import { ValidationError } from '../errors/validation-error.js'
import { Shown } from '../util/shown.js'
import { type Codec, invalid } from './codec/codec.js'
import { readStored } from './codec/dialect.js'
import type { KeyRole } from './codec/node.js'
import { absentAttribute } from './codec/node.js'
import { compileCodec } from './compile/compile-codec.js'
import { schemaFailures } from './compile/schema-failures.js'
import { decoded, isThenable, itemMisfit, notAwaited, partFailure } from './item/item-failures.js'
import { type Inspect, inspector, isPart, markedCopy, markItem, markOf, markPart } from './item/item-mark.js'
import { itemBytesOver, maxItemBytes } from './item/item-size.js'
import { defineIndexes, type IndexDefinition } from './key/index-definition.js'
import { type Key, type KeyPart, keySide } from './key/key.js'
import { keyFailures } from './key/key-values.js'
import { defineManaged, fillManaged, type Managed, stampManaged, ttlFailures } from './key/managed.js'
import { type BodyItem, isScanned, storedOf } from './scan/scanned-item.js'
import type { AttributeValue, StoredItem } from './struct/attribute-value.js'
import type { Failure } from './struct/failure.js'
import type { AnyStruct } from './struct/struct.js'
import { definitionError } from './table/attribute-lookup.js'
import { type Descriptor, descriptorOptions } from './table/descriptor.js'
import { Table } from './table/table.js'
import { shareTable } from './table-sharing.js'

/** What tells the members of a union apart, as far as the floors above need it. */
export interface Discrimination {
  /** The property that tells them apart; `undefined` if none does. */
  readonly property: string | undefined
  /** The stored attributes that must be read for it; `undefined` if only the whole item is enough. */
  readonly names: readonly string[] | undefined
  /** Of a collection, its kinds: a condition applies to those that have what it looks at. */
  readonly kinds?: readonly Kind[] | undefined
}

/** One kind of a collection, and the stored values that it has in the attribute that tells the kinds apart. */
export interface Kind {
  readonly model: EntityModel
  readonly marks: readonly AttributeValue[]
}

/** What every floor above knows about an entity, apart from its types. */
export class EntityModel extends Shown {
  /** The entity's name. */
  readonly name: string
  readonly table: Table
  /** The property names, in the order of the definition. */
  readonly properties: readonly string[]
  /** The whole item as one superstruct struct. @internal */
  readonly schema: AnyStruct
  /** Converts whole items to and from their stored form. @internal */
  readonly codec: Codec
  /** @internal */
  readonly key: Key
  /** @internal */
  readonly indexes: ReadonlyMap<string, IndexDefinition>
  /** @internal */
  readonly managed: Managed
  /** The table's key and those of the indexes. @internal */
  readonly keys: readonly Key[]
  /** Shows items of this entity in `util.inspect`. */
  readonly inspect: Inspect

  constructor(descriptor: Descriptor) {
    super()
    const entity = checkedName(descriptor)
    const context = { entity }
    this.name = entity
    this.inspect = inspector(entity)
    this.table = tableOf(descriptor, context)
    this.properties = Object.freeze(Object.keys(descriptor.attributes))
    const { nulls = 'omit', unknown = 'drop' } = descriptor
    // Structs of any value type: the codec knows what they check, the compiler does not.
    const schema = (unknown === 'preserve' ? type : object)(
      descriptor.attributes as never,
    ) as unknown as AnyStruct
    this.schema = schema
    this.codec = named(entity, () =>
      compileCodec(schema, { nulls, unknown, keys: keyProperties(descriptor) }),
    )
    const keyContext = { entity, codec: this.codec, properties: this.properties }
    this.key = Object.freeze({
      partition: keySide(keyContext, descriptor.key?.partition, 'key.partition', 1),
      sort: keySide(keyContext, descriptor.key?.sort, 'key.sort', 1),
    })
    if (this.key.partition.length === 0) throw definitionError(context, 'the key needs a `partition`')
    for (const { property, codec } of [...this.key.partition, ...this.key.sort])
      if (codec.optional && codec.decode(undefined, []) === undefined)
        throw definitionError(context, `'${property}' is in the key and must not be optional`)
    this.indexes = defineIndexes(keyContext, this.key, descriptor.indexes)
    this.managed = defineManaged(keyContext, descriptor)
    this.keys = Object.freeze([this.key, ...[...this.indexes.values()].map((index) => index.key)])
    shareTable(this)
  }

  override toString(): string {
    return `entity ${this.name}`
  }

  /** The owner's name, for key arguments. */
  get entity(): string {
    return this.name
  }

  /**
   * Checks and coerces an input, and fills in defaults and managed attributes. @throws ValidationError with every
   * failure.
   */
  parseItem(input: unknown, operation: string, now = new Date()): object {
    return markedCopy(this.inspect, this.checked(input, operation, now))
  }

  /** Checks an input like `parseItem`, for callers that do not show the item to users: it has no mark. */
  checked(input: unknown, operation: string, now = new Date()): object {
    const failures: Failure[] = []
    if (isPart(input)) throw new ValidationError({ entity: this.name, operation, failures: [partFailure] })
    const filled = fillManaged(this, this.managed, input, now)
    const item = this.codec.parse(filled, failures)
    if (item === invalid || typeof item !== 'object' || item === null)
      throw new ValidationError({
        entity: this.name,
        operation,
        failures: isThenable(input) ? [notAwaited(input)] : schemaFailures(this.schema, filled, failures),
      })
    return item
  }

  /** Returns a checked item as its next write stores it: a marked copy with new version and update time. */
  stamped(item: object, now = new Date()): object {
    const stamped = stampManaged(this, this.managed, item, now)
    return stamped === item ? markedCopy(this.inspect, item) : markItem(this.inspect, stamped)
  }

  /**
   * Returns the stored form of an input as its next write stores it, with new version and update time. @throws as
   * `parseItem` and `encodeItem`.
   */
  storedInput(input: unknown, operation: string, now = new Date()): StoredItem {
    const item = this.checked(input, operation, now)
    return this.encodeItem(stampManaged(this, this.managed, item, now), operation)
  }

  /**
   * Returns the stored form of a parsed item. @throws ValidationError if DynamoDB would reject a key value or the size.
   */
  encodeItem(item: object, operation: string): StoredItem {
    const stored = this.codec.encode(item)
    const map = stored !== undefined && 'M' in stored ? stored.M : {}
    const failures = keyFailures(this.keys, map)
    const bytes = itemBytesOver(map, maxItemBytes)
    if (bytes !== undefined)
      failures.push({
        path: [],
        message: `the item has about ${bytes} bytes, but can have at most ${maxItemBytes} (item size)`,
        value: undefined,
      })
    failures.push(...ttlFailures(this, map))
    if (failures.length > 0) throw new ValidationError({ entity: this.name, operation, failures })
    return map
  }

  /** Returns the item of a stored form. @throws InvalidItemError if the stored data does not fit. */
  decodeItem(stored: StoredItem, operation: string, part = false): object {
    const failures: Failure[] = []
    const item = decoded(this.codec, stored, failures, part)
    if (item === invalid || typeof item !== 'object' || item === null)
      throw itemMisfit(this, operation, stored, failures)
    const marked = markItem(this.inspect, item)
    return part ? markPart(marked, this.hasKey(item)) : marked
  }

  /** The same for an item of a response, which may have been read from the body. @internal */
  itemOf(given: BodyItem, operation: string, part = false): object {
    const read = isScanned(given) && !part ? given.take(this.codec) : undefined
    return read === undefined
      ? this.decodeItem(storedOf(given), operation, part)
      : markItem(this.inspect, read)
  }

  /** Whether an item has every attribute of the key. */
  hasKey(item: object): boolean {
    const { partition, sort } = this.key
    for (const { property } of partition) if (!Object.hasOwn(item, property)) return false
    for (const { property } of sort) if (!Object.hasOwn(item, property)) return false
    return true
  }

  /**
   * Returns the item of a stored form in the SDK's format or as JSON. Anyone may have made it, so every value is
   * checked.
   * @throws InvalidItemError if it does not fit the entity, or is not a stored item.
   */
  readItem(given: unknown, operation: string): object {
    const failures: Failure[] = []
    const stored = readStored(given, failures)
    if (failures.length > 0) throw itemMisfit(this, operation, stored, failures, given)
    return this.decodeItem(stored, operation)
  }

  /**
   * Returns the key in a stored form, by property; only the key attributes are read. @throws InvalidItemError as
   * `readItem`.
   */
  readStoredKey(given: unknown, operation: string): Record<string, unknown> {
    const failures: Failure[] = []
    const parts = [...this.key.partition, ...this.key.sort]
    const stored = readStored(isRecord(given) ? only(given, parts) : given, failures)
    const values = failures.length > 0 ? {} : keyFrom(parts, stored, failures)
    if (failures.length > 0) throw itemMisfit(this, operation, stored, failures, given)
    return values
  }

  /** The codec of the paths of conditions and updates. @internal */
  get paths(): Codec {
    return this.codec
  }

  /** What tells its members apart, if it is a union. @internal */
  get telling(): Discrimination | undefined {
    return undefined
  }

  /**
   * Returns the model of items that have one of these values in each attribute (by stored name): of a union, that of
   * the members that are left. @internal
   */
  narrowed(_known: readonly (readonly [name: string, values: readonly AttributeValue[]])[]): EntityModel {
    return this
  }

  /**
   * Returns the model that reads a stored item, or the part of it that was read: of a union, that of a member.
   * @throws InvalidItemError if it is not of any member. @internal
   */
  reader(_stored: StoredItem, _operation: string): EntityModel {
    return this
  }

  /**
   * Returns the model of a new item that begins with these values: of a union, that of a member.
   * @throws ValidationError if it is not of any member. @internal
   */
  creating(_values: object, _operation: string): EntityModel {
    return this
  }

  /**
   * Whether a value is a whole item of this entity: by the mark of what was read or parsed, else by its form, with its
   * defaults. An item that was read in part is not one.
   */
  owns(item: unknown): boolean {
    if (typeof item !== 'object' || item === null || isPart(item)) return false
    const mark = markOf(item)
    if (mark === this.inspect) return true
    return (mark === undefined || mark.entity === this.name) && this.schema.validate(item)[0] === undefined
  }

  /** Returns the key of an item, by property. */
  keyOf(item: object): Record<string, unknown> {
    const parts = [...this.key.partition, ...this.key.sort]
    return Object.fromEntries(parts.map(({ property }) => [property, Reflect.get(item, property)]))
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Only the key attributes are read: the whole image of an item contains its key, too.
function only(given: Record<string, unknown>, parts: readonly KeyPart[]): Record<string, unknown> {
  const held = parts.filter(({ name }) => Object.hasOwn(given, name))
  return Object.fromEntries(held.map(({ name }) => [name, given[name]]))
}

function keyFrom(
  parts: readonly KeyPart[],
  stored: StoredItem,
  failures: Failure[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const { property, name, codec } of parts) {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    const found: Failure[] = []
    // A default does not replace a missing key.
    if (value === undefined) found.push({ path: [], message: absentAttribute, value: undefined })
    else values[property] = codec.decode(value, found)
    failures.push(...found.map((failure) => ({ ...failure, path: [property, ...failure.path] })))
  }
  return values
}

// Returns the properties that the keys name. Whether they can be in a key is checked once there is a codec.
function keyProperties({ key, indexes = {} }: Descriptor): ReadonlyMap<string, KeyRole> {
  const roles = new Map<string, KeyRole>()
  const sides = Object.values(indexes).flatMap((index) => [index?.partition, index?.sort])
  for (const property of sides.flat()) if (property !== undefined) roles.set(property, 'index')
  for (const property of [key?.partition, key?.sort]) if (property !== undefined) roles.set(property, 'table')
  return roles
}

function checkedName(descriptor: Descriptor): string {
  const { name, attributes } = Object(descriptor) as Descriptor
  const entity = typeof name === 'string' && name !== '' ? name : 'Entity'
  const fault =
    typeof descriptor === 'object' && descriptor !== null
      ? optionFault(descriptorOptions, descriptor)
      : wrongKind('the definition', 'an object', descriptor)
  if (fault !== undefined) throw definitionError({ entity }, fault.detail)
  if (typeof name !== 'string' || name === '')
    throw definitionError({ entity: 'Entity' }, 'the definition needs a `name`')
  if (typeof attributes !== 'object' || attributes === null || Object.keys(attributes).length === 0)
    throw definitionError({ entity: name }, 'the definition needs `attributes`')
  for (const [property, struct] of Object.entries(attributes))
    if (typeof struct?.entries !== 'function')
      throw definitionError({ entity: name }, `attributes.${property} is not a superstruct struct`)
  return name
}

/** Table names and ARNs ("Naming rules and data types"). */
const tableName = /^(?:[A-Za-z0-9_.-]{3,255}|arn:[^\s]{1,1024})$/

function tableOf(descriptor: Descriptor, context: { readonly entity: string }): Table {
  const { table } = descriptor
  if (table === undefined || table === null || table === '')
    throw definitionError(context, 'the definition needs a `table`: a name, a function, or a Table')
  const made = typeof table === 'object' ? table : new Table({ name: table })
  const { name } = made.options
  if (typeof name === 'string' && !tableName.test(name))
    throw definitionError(
      context,
      `'${name}' is not a valid table name; it must have 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.', or be an ARN`,
    )
  return made
}

// The codec compiler does not know whose structs it compiles.
function named<T>(entity: string, compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    if (error instanceof Error && 'code' in error && !('entity' in error && error.entity !== undefined))
      throw definitionError({ entity }, error.message)
    throw error
  }
}
