// The entity: one descriptor from which items, keys, tables and conditions follow, with their types.

import type { Struct } from 'superstruct'
import type { AnyStoredItem } from '../entity/codec/dialect.js'
import { EntityModel } from '../entity/model.js'
import type { StoredItem } from '../entity/struct/attribute-value.js'
import type { Checked, Definition } from '../entity/table/definition.js'
import type { Descriptor } from '../entity/table/descriptor.js'
import type {
  Attributes,
  IndexItemsFrom,
  InputFrom,
  ItemFrom,
  KeyArgumentFrom,
  KeyFrom,
  KeyName,
  ManagedName,
} from '../entity/table/item-types.js'
import { tooManyArguments } from '../errors/arity.js'
import { EntityDefinitionError } from '../errors/entity-definition-error.js'
import { kindOf } from '../errors/failures.js'
import { givenCondition } from '../expression/chain/given-condition.js'
import type { Refs } from '../expression/chain/typed-references.js'
import type { Condition } from '../expression/condition/condition.js'
import type { PutFace } from '../operation/write/put.js'
import type { Simplify } from '../util/types.js'

/** Any entity, as far as its types are concerned: they stand on properties that exist for the compiler only. */
export interface AnyEntity extends EntityModel {
  readonly ITEM: object
  readonly INPUT: object
  readonly KEY: object
  readonly KEY_ARGUMENT: unknown
  readonly INDEX_ITEMS: object
  readonly FIXED: string
  readonly SAVED_BY: PutFace
}

/** The item type of an entity: what comes out. */
export type ItemOf<E extends AnyEntity> = E['ITEM']

/** The input type of an entity: what goes in. Defaults, version and timestamps may be left out. */
export type InputOf<E extends AnyEntity> = E['INPUT']

/** The key type of an entity, each part by name. */
export type KeyOf<E extends AnyEntity> = E['KEY']

/** The attributes that updates leave alone: of the key, and those that the library keeps. */
export type FixedNameOf<E extends AnyEntity> = E['FIXED']

/** What an upsert takes for a new item: the input without the key. */
export type CreationOf<E extends AnyEntity> = Omit<E['INPUT'], E['FIXED']>

/** The requests of many that a save can be part of: not a batch, which takes no conditions, where the entity has a version. */
export type SaveFaceOf<E extends AnyEntity> = E['SAVED_BY']

/** The items of each index, by its name in the descriptor: what the index holds of them. */
export type IndexItemsOf<E extends AnyEntity> = E['INDEX_ITEMS']

/** What a key argument may be: the key object or, without a sort key, the partition key's value alone. */
export type KeyArgument<E extends AnyEntity> = E['KEY_ARGUMENT']

/**
 * An entity: attributes (superstruct structs), key, indexes and table, described once. Defining one sends nothing.
 * @example
 * const User = new Entity({
 *   name: 'User',
 *   table: 'users',
 *   attributes: { userId: string(), age: attribute(integer(), { default: 0 }) },
 *   key: { partition: 'userId' },
 * })
 */
export class Entity<const D extends Attributes, const X extends object> extends EntityModel {
  readonly attributes: D
  readonly descriptor: X
  /** The whole item as one superstruct struct, for use on its own. */
  declare readonly schema: Struct<ItemFrom<D>>
  /** For the compiler only: `ItemOf`, `InputOf`, `KeyOf` read them. */
  declare readonly ITEM: ItemFrom<D>
  declare readonly INPUT: InputFrom<D, ManagedName<X>>
  declare readonly KEY: KeyFrom<D, X>
  declare readonly KEY_ARGUMENT: KeyArgumentFrom<D, X>
  declare readonly INDEX_ITEMS: IndexItemsFrom<D, X>
  declare readonly FIXED: (KeyName<X> | ManagedName<X>) & string
  declare readonly SAVED_BY: X extends { readonly version: string } ? 'transactWrite' | 'overwrite' : PutFace

  /** @throws EntityDefinitionError for a descriptor that cannot work; the message names the part. */
  constructor(descriptor: X & Checked<D, X> & { readonly attributes: D } & Definition<D>) {
    // What the base reads of a descriptor does not depend on the attribute types.
    super(descriptor as unknown as Descriptor)
    this.attributes = descriptor.attributes
    this.descriptor = descriptor
  }

  /**
   * Checks and coerces an input and fills defaults; nothing is sent.
   * @throws ValidationError with every failure.
   */
  parse(input: InputFrom<D, ManagedName<X>>): ItemFrom<D> {
    if (arguments.length > 1)
      throw tooManyArguments('parse', 1, arguments.length, { entity: this.name, operation: 'parse' })
    // What the codec answers has the type that the structs state.
    return this.parseItem(input, 'parse') as ItemFrom<D>
  }

  /**
   * The stored form of an item, as `save` would write it.
   * @throws ValidationError for an item that does not fit.
   */
  encode(item: InputFrom<D, ManagedName<X>>): StoredItem {
    if (arguments.length > 1)
      throw tooManyArguments('encode', 1, arguments.length, { entity: this.name, operation: 'encode' })
    return this.encodeItem(this.parseItem(item, 'encode'), 'encode')
  }

  /**
   * The item of a stored form: an item of the SDK, or one in DynamoDB's JSON, where binary is base64 text (the images of a stream record in
   * Lambda, the `Item` of a line of an export, the output of the AWS CLI). Every value is checked; nothing is sent.
   * @example const order = Order.decode(record.dynamodb.NewImage)
   * @throws InvalidItemError if the data does not fit the entity, or is not in a stored form.
   */
  decode(stored: AnyStoredItem): ItemFrom<D> {
    if (arguments.length > 1)
      throw tooManyArguments('decode', 1, arguments.length, { entity: this.name, operation: 'decode' })
    // What the codec returns has the type that the structs state.
    return this.readItem(stored, 'decode') as ItemFrom<D>
  }

  /**
   * The key in a stored form, as `get` and `delete` take it: the `Keys` of a stream record, or a whole item, of which other attributes are not
   * looked at. Takes what `decode` takes; nothing is sent.
   * @example await cache.delete(Order.decodeKey(record.dynamodb.Keys))
   * @throws InvalidItemError if a part of the key is absent, or does not fit the entity.
   */
  decodeKey(stored: AnyStoredItem): KeyFrom<D, X> {
    if (arguments.length > 1)
      throw tooManyArguments('decodeKey', 1, arguments.length, { entity: this.name, operation: 'decodeKey' })
    // What the codecs of the key attributes return has the types that the structs state.
    return this.readStoredKey(stored, 'decodeKey') as KeyFrom<D, X>
  }

  /**
   * A condition on this entity, to be kept and used in many places.
   * @example const open = Order.condition((attr) => attr.status.eq('open'))
   * @throws ValidationError, InvalidConditionError for an operand or a path that does not fit.
   */
  condition(make: (attr: Refs<ItemFrom<D>>) => Condition): Condition {
    if (arguments.length > 1)
      throw tooManyArguments('condition', 1, arguments.length, { entity: this.name, operation: 'condition' })
    return givenCondition({ entity: this.name, codec: this.codec }, make)
  }

  /**
   * A new entity with what this one has and what is given: attributes are added (or replaced) one by one, all else as a whole.
   * @throws EntityDefinitionError for a descriptor that cannot work.
   */
  extend<const X2 extends object>(
    more: X2 & { readonly attributes?: Attributes } & Partial<
        Omit<Definition<Extended<D, X2>>, 'attributes'>
      > &
      Checked<Extended<D, X2>, X2, Omit<X, keyof X2> & X2>,
  ): Entity<Extended<D, X2>, Simplify<Omit<X, keyof X2> & X2>> {
    if (arguments.length > 1)
      throw tooManyArguments('extend', 1, arguments.length, { entity: this.name, operation: 'extend' })
    if (typeof more !== 'object' || more === null || Array.isArray(more))
      throw new EntityDefinitionError({
        entity: this.name,
        detail: `extend() takes an object, such as { attributes: { … } }, not ${kindOf(more)}`,
      })
    const attributes = { ...this.attributes, ...more.attributes }
    return new Entity({ ...this.descriptor, ...more, attributes } as never) as never
  }
}

// Computed from what was given: an inferred parameter for the new attributes is widened where there are none.
export type Extended<D extends Attributes, X2> = X2 extends {
  readonly attributes: infer D2 extends Attributes
}
  ? Simplify<Omit<D, keyof D2> & D2>
  : D
