// Entity: one descriptor from which items, keys, tables and conditions are derived, with their types.

import type { Struct } from 'superstruct'
import type { AnyStoredItem } from '../entity/codec/dialect.js'
import { EntityModel } from '../entity/model.js'
import type { StoredItem } from '../entity/struct/attribute-value.js'
import type { Checked, Definition } from '../entity/table/definition.js'
import type { Descriptor } from '../entity/table/descriptor.js'
import type {
  AnyAttributes,
  DeclaringOwner,
  ImmutableName,
  IndexItemsFrom,
  InputFrom,
  ItemFrom,
  KeyArgumentFrom,
  KeyFrom,
  KeyName,
  ManagedName,
  TemplateKeyArgument,
} from '../entity/table/item-types.js'
import type { VectorsFrom } from '../entity/table/searched-types.js'
import type { StoredValues } from '../entity/union-discriminator.js'
import { tooManyArguments } from '../errors/arity.js'
import { EntityDefinitionError } from '../errors/entity-definition-error.js'
import { kindOf } from '../errors/failures.js'
import { hasProperties } from '../errors/option-table.js'
import { givenCondition } from '../expression/chain/given-condition.js'
import type { Refs } from '../expression/chain/typed-references.js'
import type { Condition } from '../expression/condition/condition.js'
import type { WriteFace } from '../operation/write/put.js'
import type { Simplify } from '../util/types.js'
import type { AnyEntity } from './any-entity.js'
import { EntityUnion } from './entity-union.js'
import type { UnionChecked } from './union-types.js'

/**
 * Describes one kind of item: attributes (superstruct structs), key, indexes and table. Defining an entity sends
 * nothing.
 * @example
 * const User = new Entity({
 *   name: 'User',
 *   table: 'users',
 *   attributes: { userId: string(), age: attribute(integer(), { default: 0 }) },
 *   key: { partition: 'userId' },
 * })
 */
export class Entity<const D extends AnyAttributes, const X extends object> extends EntityModel {
  readonly attributes: D
  readonly descriptor: X
  /** The whole item as one superstruct struct, for use on its own. */
  declare readonly schema: Struct<ItemFrom<D>>
  /** Only for the compiler: read by `ItemOf`, `InputOf` and `KeyOf`. */
  declare readonly ITEM: ItemFrom<D>
  declare readonly INPUT: InputFrom<D, ManagedName<X>>
  declare readonly KEY: KeyFrom<D, X>
  declare readonly KEY_ARGUMENT: X extends DeclaringOwner ? TemplateKeyArgument<D, X> : KeyArgumentFrom<D, X>
  declare readonly INDEX_ITEMS: IndexItemsFrom<D, X>
  declare readonly VECTORS: VectorsFrom<D, X>
  declare readonly FIXED: (KeyName<X> | ManagedName<X>) & string
  declare readonly IMMUTABLE: ImmutableName<D> & string
  declare readonly SAVED_BY: X extends { readonly softDelete: object }
    ?
        | 'transactWrite'
        | 'overwrite'
        | 'marks'
        | (X extends { readonly unique: readonly unknown[] } ? 'unique' : never)
    : X extends { readonly unique: readonly unknown[] }
      ? 'transactWrite' | 'overwrite' | 'unique'
      : X extends { readonly version: string }
        ? 'transactWrite' | 'overwrite'
        : WriteFace | 'overwrite'

  /** @throws EntityDefinitionError if the descriptor is invalid; the message names the part. */
  constructor(descriptor: X & Checked<D, X> & { readonly attributes: D } & Definition<D>) {
    // The base class does not depend on the attribute types of the descriptor.
    super(descriptor as unknown as Descriptor)
    this.attributes = descriptor.attributes
    this.descriptor = descriptor
  }

  /**
   * Several entities of one table as one, for a Repository: each item is read, checked and written as the entity that
   * it
   * is of. What tells them apart is an attribute that is another literal in each entity or, if there is none, `tell`,
   * which is called with the values of a stored item, by their stored names.
   * @example const Animal = Entity.oneOf([Cat, Dog])
   * @example const Animal = Entity.oneOf([Cat, Dog], (stored) => (stored.kind === 'dog' ? Dog : Cat))
   * @throws EntityDefinitionError if entities differ in table, key or managed attributes, and if nothing tells them
   * apart.
   */
  static oneOf<const M extends readonly AnyEntity[]>(
    entities: M & UnionChecked<M>,
    discriminate?: (stored: StoredValues) => M[number] | undefined,
  ): EntityUnion<M[number]> {
    if (arguments.length > 2) throw tooManyArguments('oneOf', 2, arguments.length, { operation: 'oneOf' })
    return new EntityUnion(entities, discriminate)
  }

  /**
   * Whether a value is a whole item of this entity, as a type guard: by the mark of items that were read or parsed,
   * else
   * by its form. An item that was read in part is not one.
   * @example if (Cat.owns(animal)) animal.lives
   */
  override owns(item: unknown): item is ItemFrom<D> {
    if (arguments.length > 1)
      throw tooManyArguments('owns', 1, arguments.length, { entity: this.name, operation: 'owns' })
    return super.owns(item)
  }

  /**
   * Checks and coerces an input of any origin, such as the body of a request, and adds defaults. Sends nothing.
   * @example User.parse({ userId: 'u1' }) // { userId: 'u1', age: 0 }
   * @example const user = User.parse(await request.json())
   * @throws ValidationError, with all failures, if the input does not match the entity.
   */
  parse(input: unknown): ItemFrom<D> {
    if (arguments.length > 1)
      throw tooManyArguments('parse', 1, arguments.length, { entity: this.name, operation: 'parse' })
    // The codec returns the type that the structs declare.
    return this.parseItem(input, 'parse') as ItemFrom<D>
  }

  /**
   * Returns the stored form of an item, as `save` would write it.
   * @example User.encode({ userId: 'u1' }) // { userId: { S: 'u1' }, age: { N: '0' } }
   * @throws ValidationError if the item does not match the entity.
   */
  encode(item: InputFrom<D, ManagedName<X>>): StoredItem {
    if (arguments.length > 1)
      throw tooManyArguments('encode', 1, arguments.length, { entity: this.name, operation: 'encode' })
    return this.encodeItem(this.parseItem(item, 'encode'), 'encode')
  }

  /**
   * Returns the item of a stored form: an item of the SDK, or one in DynamoDB JSON, where binary is a base64 string
   * (the images of a stream record in Lambda, the `Item` of a line of an export, the output of the AWS CLI). Every
   * value is checked. Sends nothing.
   * @example const order = Order.decode(record.dynamodb.NewImage)
   * @throws InvalidItemError if the data does not match the entity, or is not a stored form.
   */
  decode(stored: AnyStoredItem): ItemFrom<D> {
    if (arguments.length > 1)
      throw tooManyArguments('decode', 1, arguments.length, { entity: this.name, operation: 'decode' })
    // The codec returns the type that the structs declare.
    return this.readItem(stored, 'decode') as ItemFrom<D>
  }

  /**
   * Returns the key of a stored form, as `get` and `delete` accept it: from the `Keys` of a stream record, or from a
   * whole item, whose other attributes are ignored. Accepts the same formats as `decode`. Sends nothing.
   * @example await cache.delete(Order.decodeKey(record.dynamodb.Keys))
   * @throws InvalidItemError if a part of the key is missing or does not match the entity.
   */
  decodeKey(stored: AnyStoredItem): KeyFrom<D, X> {
    if (arguments.length > 1)
      throw tooManyArguments('decodeKey', 1, arguments.length, { entity: this.name, operation: 'decodeKey' })
    // The codecs of the key attributes return the types that the structs declare.
    return this.readStoredKey(stored, 'decodeKey') as KeyFrom<D, X>
  }

  /**
   * Creates a condition on this entity that can be reused.
   * @example
   * const open = Order.condition((attr) => attr.status.eq('open'))
   * await orders.query().where('customerId').eq('c1').where(() => open)
   * @throws ValidationError or InvalidConditionError if an operand or a path does not match the entity.
   */
  condition(make: (attr: Refs<ItemFrom<D>>) => Condition): Condition {
    if (arguments.length > 1)
      throw tooManyArguments('condition', 1, arguments.length, { entity: this.name, operation: 'condition' })
    return givenCondition({ entity: this.name, codec: this.codec }, make)
  }

  /**
   * Creates a new entity from this one and the given changes: attributes are added or replaced one by one, all other
   * parts as a whole.
   * @example const Admin = User.extend({ name: 'Admin', attributes: { role: string() } })
   * @throws EntityDefinitionError if the resulting descriptor is invalid.
   */
  extend<const X2 extends object>(
    more: X2 & { readonly attributes?: AnyAttributes } & Partial<
        Omit<Definition<Extended<D, X2>>, 'attributes'>
      > &
      Checked<Extended<D, X2>, X2, Omit<X, keyof X2> & X2>,
  ): Entity<Extended<D, X2>, Simplify<Omit<X, keyof X2> & X2>> {
    if (arguments.length > 1)
      throw tooManyArguments('extend', 1, arguments.length, { entity: this.name, operation: 'extend' })
    if (!hasProperties(more))
      throw new EntityDefinitionError({
        entity: this.name,
        detail: `extend() expects an object, such as { attributes: { … } }, not ${kindOf(more)}`,
      })
    const attributes = { ...this.attributes, ...more.attributes }
    return new Entity({ ...this.descriptor, ...more, attributes } as never) as never
  }
}

// Computed from the given descriptor, because an inferred type parameter for the new attributes is widened if there are
// none.
export type Extended<D extends AnyAttributes, X2> = X2 extends {
  readonly attributes: infer D2 extends AnyAttributes
}
  ? Simplify<Omit<D, keyof D2> & D2>
  : D
