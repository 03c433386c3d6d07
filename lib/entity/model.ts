// The compiled entity: its definition, checked once, with its codec, key, indexes and managed attributes.

import { object, type } from 'superstruct'
import { ValidationError } from '../errors/validation-error.js'
import { isThenable } from '../util/quieted.js'
import { Shown } from '../util/shown.js'
import type { RepositoryBounds } from './bounds.js'
import { type Codec, invalid } from './codec/codec.js'
import { readStored } from './codec/dialect.js'
import type { Tally } from './codec/item-size.js'
import { compileCodec } from './compile/compile-codec.js'
import { schemaFailures } from './compile/schema-failures.js'
import { asTemplates, checkedName, keyProperties, named, structsOf, tableOf } from './descriptor-checks.js'
import { completedItem } from './item/completed-item.js'
import { itemMisfit, notAwaited, partFailure } from './item/item-failures.js'
import { type Inspect, inspector, isPart, markedCopy, markItem, markOf } from './item/item-mark.js'
import { warnOfVectors } from './item/vector-sizes.js'
import { definePlainKeys, type IndexDefinition, keysOfAll } from './key/indexes/index-definition.js'
import { defineTemplateKeys } from './key/indexes/template-key.js'
import type { VectorIndexDefinition } from './key/indexes/vector-index.js'
import type { Key } from './key/key.js'
import { type EntityKind, isOfKind, kindOfEntity } from './key/kind.js'
import { defineManaged, fillManaged, type Managed, stampManaged } from './key/managed.js'
import { foreignFailure, hiddenNames } from './key/marker.js'
import { mayShareKey } from './key/shared-keys.js'
import { type DeletionView, defineSoftDelete, type SoftDelete } from './key/soft-delete.js'
import { keyFrom, keyImage } from './key/stored-key.js'
import { type BodyItem, isScanned } from './scan/scanned-item.js'
import { isKeptItem, isMarkedAs, keptNames } from './scanned-kind.js'
import type { AttributeValue, StoredItem } from './struct/attribute-value.js'
import type { Failure } from './struct/failure.js'
import type { AnyStruct } from './struct/struct.js'
import { definitionError, isKeyType, type KeyType } from './table/attribute-lookup.js'
import { defineConstants } from './table/constants.js'
import type { Descriptor } from './table/descriptor.js'
import type { Table, TableOwner } from './table/table.js'
import { rivalsOf, shareTable } from './table-sharing.js'
import { defineUnique, type UniqueValue } from './unique/unique-values.js'
import { decodedItem } from './versions/decoded-item.js'
import { defineVersions } from './versions/define-versions.js'
import type { SchemaVersions } from './versions/schema-versions.js'

/** What tells the members of a union apart, as far as the floors above need it. */
export interface Discrimination {
  /** The property that tells them apart; `undefined` if none does. */
  readonly property: string | undefined
  /** The stored attributes that must be read for it; `undefined` if only the whole item is enough. */
  readonly names: readonly string[] | undefined
  /** Of a collection, its kinds: a condition applies to those that have what it looks at. */
  readonly kinds?: readonly Kind[] | undefined
  /** The stored values of a member in the attribute that tells them apart; empty if no attribute does. */
  marksOf(member: EntityModel): readonly AttributeValue[]
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
  /** The vector indexes, by their names in the definition. @internal */
  readonly vectors: ReadonlyMap<string, VectorIndexDefinition>
  /** @internal */
  readonly managed: Managed
  /** What no two of its items may have the same values of. @internal */
  readonly unique: readonly UniqueValue[]
  /** How its items are deleted, if deletes only mark them. @internal */
  readonly softDelete?: SoftDelete | undefined
  /** The table's key and those of the indexes. @internal */
  readonly keys: readonly Key[]
  /** The marker of its items; `undefined` if its table has none. @internal */
  readonly kind: EntityKind | undefined
  /** The versions of its items, if the definition states any. @internal */
  readonly versions?: SchemaVersions | undefined
  /** Stored attributes with the same value in every item, by stored name. @internal */
  readonly constants: ReadonlyMap<string, AttributeValue>
  /**
   * The stored names that are not attributes of its items: made keys, keys of other entities of the table, the
   * marker, constants. @internal
   */
  readonly hidden: ReadonlySet<string>
  /**
   * Those of them that are left out of what is read, where attributes that no struct names are not dropped. @internal
   */
  readonly stripped: ReadonlySet<string>
  /** The stored strings by which its items are known in the body of a response. @internal */
  readonly kept: readonly string[] | undefined
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
      structsOf(descriptor.attributes) as never,
    ) as unknown as AnyStruct
    this.schema = schema
    const { declared, kind } = this.table
    this.codec = named(entity, () =>
      compileCodec(schema, { nulls, unknown, keys: keyProperties(descriptor, declared) }),
    )
    const keyContext = { entity, codec: this.codec, properties: this.properties }
    const keys =
      declared === undefined
        ? definePlainKeys(keyContext, descriptor)
        : defineTemplateKeys(keyContext, declared, asTemplates(descriptor))
    this.key = keys.key
    for (const { property, codec } of this.key.attributes)
      if (codec.optional && codec.decode(undefined, []) === undefined)
        throw definitionError(context, `'${property}' is in the key and must not be optional`)
    this.indexes = keys.indexes
    this.vectors = keys.vectors
    this.kind = kindOfEntity(kind, entity, (name) => this.propertyOf(name) !== undefined)
    this.versions = defineVersions(this, descriptor.schemaVersion, nulls)
    this.constants = defineConstants(this, descriptor.constants, this.versions)
    this.hidden = hiddenNames(this)
    this.kept = this.plain ? Object.freeze([]) : keptNames(this)
    this.stripped = unknown === 'drop' ? new Set() : this.hidden
    this.managed = defineManaged({ ...keyContext, key: this.key }, descriptor)
    this.unique = defineUnique({ ...keyContext, key: this.key, managed: this.managed }, descriptor.unique)
    const { key, managed, unique } = this
    this.softDelete = defineSoftDelete({ ...keyContext, key, managed, unique }, descriptor)
    this.keys = keysOfAll(keys)
    shareTable(this)
    warnOfVectors(this)
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
    const tally: Tally = { bytes: 0 }
    const stored = this.codec.encode(item, tally)
    const map = stored !== undefined && 'M' in stored ? stored.M : {}
    // Nothing is counted by a codec that does not count, and some bytes by each one that does.
    return completedItem(this, map, operation, tally.bytes === 0 ? undefined : tally.bytes)
  }

  /**
   * Adds the keys that are made of a stored item's attributes, and its marker. @throws ValidationError as
   * `encodeItem`. @internal
   */
  completed(map: StoredItem, operation: string): StoredItem {
    return completedItem(this, map, operation)
  }

  /** Returns the item of a stored form. @throws InvalidItemError if the stored data does not fit. */
  decodeItem(stored: StoredItem, operation: string, part = false): object {
    return decodedItem(this, stored, operation, part)
  }

  /**
   * The same for an item of a response, which may have been read from the body. The kind of one that is `known`, which
   * `mayRead` has found to be of this entity, is not looked at again. @internal
   */
  itemOf(given: BodyItem, operation: string, part = false, known = false): object {
    if (!isScanned(given)) return decodedItem(this, given, operation, part, known)
    const read = !part && (this.plain || isKeptItem(this, given)) ? given.take(this.codec) : undefined
    return read === undefined
      ? decodedItem(this, given.stored, operation, part, known)
      : markItem(this.inspect, read)
  }

  /** Whether a stored item is of this entity: by the marker of its kind or, without one, by its key. @internal */
  isOfKind(given: BodyItem): boolean {
    if (this.plain) return true
    if (!isScanned(given)) return isOfKind(this.kind, this.key, given)
    if (isKeptItem(this, given)) return true
    return isMarkedAs(this.kind, given) ?? isOfKind(this.kind, this.key, given.stored)
  }

  /** Whether a read looks at a stored item: one of this entity, or of a union that cannot tell its kind. @internal */
  mayRead(given: BodyItem): boolean {
    return this.isOfKind(given)
  }

  /** Whether items are stored as their attributes are, without made keys and without a marker. @internal */
  get plain(): boolean {
    return this.kind === undefined && this.hidden.size === 0 && !this.key.made
  }

  /**
   * Whether an item of another entity of the table may have the key of one of this, so that only a condition on the
   * kind keeps a write from
   * replacing it. @internal
   */
  get contested(): boolean {
    return this.kind !== undefined && rivalsOf(this).length > 0
  }

  /** Whether an item of another entity of the table may have the key of one of this. @internal */
  mayShareKey({ key }: TableOwner): boolean {
    // Entities of one table know each other as what their table needs of them; their keys are keys.
    return mayShareKey(this.key, key as Key)
  }

  /** The data type of an attribute, by its stored name, if it can be in a key. @internal */
  keyTypeOf(name: string): KeyType | undefined {
    const property = this.propertyOf(name)
    const [type, ...others] = property === undefined ? [] : (this.codec.at(property)?.codec.types ?? [])
    return others.length === 0 && isKeyType(type) ? type : undefined
  }

  /** The property that is stored under a name. @internal */
  propertyOf(name: string): string | undefined {
    return this.properties.find((property) => this.codec.at(property)?.name === name)
  }

  /** Whether an item has every attribute of the key. */
  hasKey(item: object): boolean {
    for (const { property } of this.key.attributes) if (!Object.hasOwn(item, property)) return false
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
    const stored = readStored(keyImage(this, given), failures)
    if (failures.length === 0 && !this.isOfKind(stored)) failures.push(foreignFailure(this, stored))
    const values = failures.length > 0 ? {} : keyFrom(this.key, stored, failures)
    if (failures.length > 0) throw itemMisfit(this, operation, stored, failures, given)
    return values
  }

  /** The names of the entities that its items are of: its own or, of a union, those of the members. @internal */
  get entities(): readonly string[] {
    return [this.name]
  }

  /** The codec of the paths of conditions and updates. @internal */
  get paths(): Codec {
    return this.codec
  }

  /** The entities of a union; of one entity, itself. @internal */
  get members(): readonly EntityModel[] {
    return [this]
  }

  /** The values that its items have, if it is that of a repository within bounds. @internal */
  get bounds(): RepositoryBounds | undefined {
    return undefined
  }

  /** Which of its items are seen, if some are deleted. @internal */
  declare readonly deletion?: DeletionView

  /** Adds the bounds to a key argument. @internal */
  declare readonly bindKey?: (argument: unknown, operation: string) => unknown

  /** What tells its members apart, if it is a union. @internal */
  get discriminator(): Discrimination | undefined {
    return undefined
  }

  /**
   * Returns the model of items that have one of these values in each attribute (by stored name): of a union, that of
   * the members that are left. @internal
   */
  narrowed(_known: readonly (readonly [name: string, values: readonly AttributeValue[]])[]): EntityModel {
    return this
  }

  /** Returns the model of some of its members. @internal */
  among(_members: readonly EntityModel[]): EntityModel {
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
    return Object.fromEntries(
      this.key.attributes.map(({ property }) => [property, Reflect.get(item, property)]),
    )
  }
}
