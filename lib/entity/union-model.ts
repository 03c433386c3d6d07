// Several entities of one table as one model: each item is written, checked and read as the entity that it is of.

import { Shown } from '../util/shown.js'
import type { RepositoryBounds } from './bounds.js'
import type { Codec } from './codec/codec.js'
import { readStored } from './codec/dialect.js'
import { itemMisfit } from './item/item-failures.js'
import { type Inspect, inspector, markItem, markPart } from './item/item-mark.js'
import type { IndexDefinition } from './key/indexes/index-definition.js'
import type { Key } from './key/key.js'
import { type EntityKind, kindOfMembers } from './key/kind.js'
import type { Managed } from './key/managed.js'
import { hiddenNames } from './key/marker.js'
import { keyImage } from './key/stored-key.js'
import type { EntityModel } from './model.js'
import { type BodyItem, isScanned, storedOf } from './scan/scanned-item.js'
import type { AttributeValue, StoredItem } from './struct/attribute-value.js'
import type { Failure } from './struct/failure.js'
import type { AnyStruct } from './struct/struct.js'
import type { KeyType } from './table/attribute-lookup.js'
import type { Table, TableOwner } from './table/table.js'
import { rivalsOf } from './table-sharing.js'
import { memberOfInput, memberToCreate } from './union-choice.js'
import { sharedPaths, unionCodec } from './union-codec.js'
import {
  checkedMembers,
  keyWords,
  type MemberRule,
  type Members,
  unionManaged,
  unionName,
  unionSchema,
} from './union-definition.js'
import {
  type Discriminate,
  discriminatorOfKinds,
  discriminatorOfMembers,
  hintOf,
  type MemberDiscriminator,
} from './union-discriminator.js'
import {
  groupOfKey,
  isOfUnknownKind,
  type KeyGroup,
  keyGroups,
  memberByKey,
  unionIndexes,
  unionKey,
} from './union-keys.js'
import type { UniqueValue } from './unique/unique-values.js'

/** A union of entities as a model: like that of one entity, with each item handled by the entity that it belongs to. */
export class UnionModel extends Shown implements EntityModel {
  readonly name: string
  readonly members: Members
  readonly table: Table
  readonly properties: readonly string[]
  /** @internal */
  readonly schema: AnyStruct
  /** @internal */
  readonly codec: Codec
  /** @internal */
  readonly paths: Codec
  /** @internal */
  readonly key: Key
  /** @internal */
  readonly indexes: ReadonlyMap<string, IndexDefinition>
  /** A union is not searched: its members are. @internal */
  readonly vectors: EntityModel['vectors'] = new Map()
  /** @internal */
  readonly managed: Managed
  /** @internal */
  readonly unique: readonly UniqueValue[]
  /** @internal */
  readonly keys: readonly Key[]
  readonly inspect: Inspect
  /** Those of each member. @internal */
  readonly kept = undefined
  /** @internal */
  readonly kind: EntityKind | undefined
  /** Each member has its own. @internal */
  readonly constants: ReadonlyMap<string, AttributeValue> = new Map()
  /** @internal */
  readonly hidden: ReadonlySet<string>
  /** @internal */
  readonly stripped: ReadonlySet<string> = new Set()
  /** How the members are distinguished. @internal */
  readonly discriminator: MemberDiscriminator
  /** Which member made an item that is about to be written. @internal */
  readonly chosen: WeakMap<object, EntityModel> = new WeakMap()
  /** The models of some of the members, by their names: filled in at first use. @internal */
  readonly parts: Map<string, EntityModel> = new Map()
  /** Its members by their keys. @internal */
  readonly groups: readonly KeyGroup[]
  /** Makes the same of some of the members. @internal */
  readonly again: (members: readonly EntityModel[]) => EntityModel

  /** @throws EntityDefinitionError for entities that cannot be one union. */
  constructor(given: unknown, discriminate: Discriminate | undefined, rule: MemberRule = 'union') {
    super()
    const members = checkedMembers(given, rule)
    this.members = Object.freeze(members)
    this.name = unionName(members)
    this.inspect = inspector(this.name)
    this.table = members[0].table
    this.properties = Object.freeze([...new Set(members.flatMap(({ properties }) => properties))])
    const discriminator = rule === 'union' ? discriminatorOfMembers : discriminatorOfKinds
    this.discriminator = discriminator(this.name, members, discriminate)
    this.schema = unionSchema(members, this.properties)
    this.codec = unionCodec(members, {
      ofInput: (value) => this.memberOf(value, 'parse'),
      ofStored: (stored) => this.discriminator.ofStored(stored),
    })
    this.paths = sharedPaths(members, this.codec, hintOf(this.discriminator))
    this.key = unionKey(
      members.map((member) => [member.key, member]),
      members,
      this.codec,
    )
    this.groups = keyGroups(members, keyWords)
    this.again = (some) => new UnionModel(some, discriminate, rule)
    this.indexes = unionIndexes(members, this.codec)
    this.managed = unionManaged(members)
    this.unique = Object.freeze(members.flatMap(({ unique }) => unique))
    this.kind = kindOfMembers(members)
    this.hidden = new Set([...hiddenNames(this), ...members.flatMap((member) => this.hiddenIn(member))])
    this.keys = Object.freeze([this.key, ...[...this.indexes.values()].map(({ key }) => key)])
  }

  override toString(): string {
    return `entities ${this.name}`
  }

  /** @internal */
  declare readonly bounds: RepositoryBounds | undefined

  get entity(): string {
    return this.name
  }

  /** The constants of a member that no member has as an attribute. @internal */
  hiddenIn({ constants }: EntityModel): readonly string[] {
    return [...constants.keys()].filter((name) => this.propertyOf(name) === undefined)
  }

  parseItem(input: unknown, operation: string, now = new Date()): object {
    return this.memberOf(input, operation).parseItem(input, operation, now)
  }

  checked(input: unknown, operation: string, now = new Date()): object {
    const member = this.memberOf(input, operation)
    return this.of(member, member.checked(input, operation, now))
  }

  stamped(item: object, now = new Date()): object {
    const member = this.memberOf(item, 'save')
    return this.of(member, member.stamped(item, now))
  }

  storedInput(input: unknown, operation: string, now = new Date()): StoredItem {
    return this.memberOf(input, operation).storedInput(input, operation, now)
  }

  encodeItem(item: object, operation: string): StoredItem {
    return this.memberOf(item, operation).encodeItem(item, operation)
  }

  /** @internal */
  completed(stored: StoredItem, operation: string): StoredItem {
    return this.reader(stored, operation).completed(stored, operation)
  }

  /** @internal */
  itemOf(given: BodyItem, operation: string, part = false): object {
    const member = part ? undefined : this.memberThatRead(given)
    return member?.itemOf(given, operation) ?? this.decodeItem(storedOf(given), operation, part)
  }

  /** The member that read an item from the text of a response, which was found to be one of its items. @internal */
  memberThatRead(given: BodyItem): EntityModel | undefined {
    return isScanned(given) ? this.members.find(({ codec }) => codec === given.codec) : undefined
  }

  decodeItem(stored: StoredItem, operation: string, part = false): object {
    const found = this.discriminator.ofStored(stored)
    if ('decodeItem' in found) return found.decodeItem(stored, operation, part)
    const failures = [...found]
    if (!part) throw itemMisfit(this, operation, stored, failures)
    failures.length = 0
    const item = this.codec.decodePart({ M: stored }, failures)
    if (typeof item !== 'object' || item === null) throw itemMisfit(this, operation, stored, failures)
    return markPart(markItem(this.inspect, item), this.hasKey(item))
  }

  /** @internal */
  get entities(): readonly string[] {
    return this.members.map(({ name }) => name)
  }

  /** @internal */
  isOfKind(given: BodyItem): boolean {
    const member = this.memberThatRead(given)
    const stored = member === undefined ? storedOf(given) : given
    return (member === undefined ? this.members : [member]).some((each) => each.isOfKind(stored))
  }

  /** @internal */
  mayRead(given: BodyItem): boolean {
    return this.isOfKind(given) || isOfUnknownKind(this, storedOf(given))
  }

  /** @internal */
  get plain(): boolean {
    return this.members.every(({ plain }) => plain)
  }

  /** Its own members are not in the way of each other. @internal */
  get contested(): boolean {
    const names = new Set(this.members.map(({ name }) => name))
    const rivals = this.members.flatMap((member) => rivalsOf(member))
    return this.kind !== undefined && rivals.some(({ entity }) => !names.has(entity))
  }

  /** @internal */
  mayShareKey(other: TableOwner): boolean {
    return this.members.some((member) => member.mayShareKey(other))
  }

  /** @internal */
  keyTypeOf(name: string): KeyType | undefined {
    return this.members.map((member) => member.keyTypeOf(name)).find((type) => type !== undefined)
  }

  /** @internal */
  propertyOf(name: string): string | undefined {
    return this.members.map((member) => member.propertyOf(name)).find((property) => property !== undefined)
  }

  hasKey(item: object): boolean {
    return this.keyOwner(item).hasKey(item)
  }

  /** @internal */
  keyOwner(item: object): EntityModel {
    const found = this.chosen.get(item) ?? this.ofKey(item)
    return typeof found === 'string' || found === this ? this.members[0] : found
  }

  owns(item: unknown): boolean {
    return this.members.some((member) => member.owns(item))
  }

  readItem(given: unknown, operation: string): object {
    const failures: Failure[] = []
    const stored = readStored(given, failures)
    if (failures.length > 0) throw itemMisfit(this, operation, stored, failures, given)
    return this.decodeItem(stored, operation)
  }

  readStoredKey(given: unknown, operation: string): Record<string, unknown> {
    if (this.groups.length === 1) return this.members[0].readStoredKey(given, operation)
    const stored = readStored(keyImage(this, given), [])
    return (memberByKey(this.members, stored) ?? this.members[0]).readStoredKey(given, operation)
  }

  keyOf(item: object): Record<string, unknown> {
    return this.keyOwner(item).keyOf(item)
  }

  narrowed(known: readonly (readonly [name: string, values: readonly AttributeValue[]])[]): EntityModel {
    let left: readonly EntityModel[] = this.members
    for (const [name, values] of known) {
      const having = this.discriminator.having(name, values)
      left = left.filter((member) => having.includes(member))
    }
    const [only] = left
    return only === undefined ? this : this.among(left)
  }

  /** @internal */
  among(members: readonly EntityModel[]): EntityModel {
    const [only] = members
    if (only === undefined || members.length === this.members.length) return this
    if (members.length === 1) return only
    const name = unionName(members)
    const made = this.parts.get(name) ?? this.again(members)
    this.parts.set(name, made)
    return made
  }

  /** Of members whose keys differ, those whose key an argument is, or why that cannot be said. @internal */
  ofKey(argument: unknown): EntityModel | string {
    if (this.groups.length === 1) return this
    const found = groupOfKey(this.groups, argument, this.discriminator)
    return typeof found === 'string' ? found : this.among(found)
  }

  /** The key that a stored item has. @internal */
  keyIn(stored: StoredItem): Key {
    if (this.groups.length === 1) return this.key
    const found = this.discriminator.ofStored(stored)
    return ('codec' in found ? found : (memberByKey(this.members, stored) ?? this)).key
  }

  reader(stored: StoredItem, operation: string): EntityModel {
    const found = this.discriminator.ofStored(stored)
    if ('decodeItem' in found) return found
    // An index may not hold what tells the members apart.
    const read = this.discriminator.names?.every((name) => Object.hasOwn(stored, name)) ?? true
    if (read) throw itemMisfit(this, operation, stored, found)
    return this
  }

  creating(values: object, operation: string): EntityModel {
    return memberToCreate(this, values, operation)
  }

  /**
   * Returns the member that an input is meant for, or an item belongs to.
   * @throws ValidationError if there is no such member, or more than one. @internal
   */
  memberOf(input: unknown, operation: string): EntityModel {
    const known = typeof input === 'object' && input !== null ? this.chosen.get(input) : undefined
    if (known !== undefined) return known
    return memberOfInput(this, input, operation)
  }

  /** Remembers of which member an item is. @internal */
  of(member: EntityModel, item: object): object {
    this.chosen.set(item, member)
    return item
  }
}
