// The compiled entity: its definition, checked once, with its codec, key, indexes and managed attributes.
import { object, type } from 'superstruct'
import { kindOf, reported, summary } from '../errors/failures.js'
import { InvalidItemError } from '../errors/invalid-item-error.js'
import { optionFault, wrongKind } from '../errors/option-table.js'
import { ValidationError } from '../errors/validation-error.js'
import { Shown } from '../util/shown.js'
import { type Codec, invalid } from './codec/codec.js'
import { readStored } from './codec/dialect.js'
import type { KeyRole } from './codec/node.js'
import { absentAttribute } from './codec/node.js'
import { compileCodec } from './compile/compile-codec.js'
import { schemaFailures } from './compile/schema-failures.js'
import { type Inspect, inspector, isPart, markedCopy, markItem, markPart } from './item/item-mark.js'
import { itemBytesOver, maxItemBytes } from './item/item-size.js'
import { defineIndexes, type IndexDefinition } from './key/index-definition.js'
import { type Key, type KeyPart, keySide } from './key/key.js'
import { keyFailures, keyOfStored } from './key/key-values.js'
import { defineManaged, fillManaged, type Managed, stampManaged, ttlFailures } from './key/managed.js'
import type { StoredItem } from './struct/attribute-value.js'
import type { Failure } from './struct/failure.js'
import type { AnyStruct } from './struct/struct.js'
import { definitionError } from './table/attribute-lookup.js'
import { type Descriptor, descriptorOptions } from './table/descriptor.js'
import { Table } from './table/table.js'
import { shareTable } from './table-sharing.js'

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
      throw misfit(this, operation, stored, failures)
    const marked = markItem(this.inspect, item)
    return part ? markPart(marked, this.hasKey(item)) : marked
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
    if (failures.length > 0) throw misfit(this, operation, stored, failures, given)
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
    if (failures.length > 0) throw misfit(this, operation, stored, failures, given)
    return values
  }

  /** Returns the key of an item, by property. */
  keyOf(item: object): Record<string, unknown> {
    const parts = [...this.key.partition, ...this.key.sort]
    return Object.fromEntries(parts.map(({ property }) => [property, Reflect.get(item, property)]))
  }
}

// A value that is nested without end, which DynamoDB cannot store, is a failure like any other.
function decoded(codec: Codec, stored: StoredItem, failures: Failure[], part: boolean): unknown {
  const map = { M: stored }
  try {
    return part ? codec.decodePart(map, failures) : codec.decode(map, failures)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = 'nested too deeply; DynamoDB stores 32 levels (nested attribute depth)'
    failures.push({ path: [], message, value: stored })
    return invalid
  }
}

const forOlderItems = 'give it a `default` or make it optional, for items written before it was added'

function misfit(
  { name, key }: EntityModel,
  operation: string,
  stored: StoredItem,
  failures: readonly Failure[],
  shown: unknown = stored,
): InvalidItemError {
  const values = keyOfStored(key, stored)
  const absent = failures.some(({ message }) => message === absentAttribute)
  const detail = absent ? `${summary(reported(failures))}; ${forOlderItems}` : undefined
  return new InvalidItemError({ entity: name, operation, key: values, failures, stored: shown, detail })
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

/** Why an item that was read in part, or a copy of one, is not written as a whole. */
export const partFailure: Failure = Object.freeze({
  path: [],
  message:
    'this item was read in part (with select(), or from an index that contains only part of it), or is a copy of such an item, and saving it would erase the rest; change it with update(), or read the whole item first, with full(), getOrThrow() or refresh()',
  value: undefined,
})

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

function notAwaited(value: unknown): Failure {
  return { path: [], message: `expected an item, but this is ${kindOf(value)}: await it first`, value }
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
