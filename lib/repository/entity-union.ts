// A union of entities as users hold it: what `Entity.oneOf` returns, with the types of its members.

import type { AnyStoredItem } from '../entity/codec/dialect.js'
import type { StoredItem } from '../entity/struct/attribute-value.js'
import type { StoredValues } from '../entity/union-discriminator.js'
import { UnionModel } from '../entity/union-model.js'
import { tooManyArguments } from '../errors/arity.js'
import { givenCondition } from '../expression/chain/given-condition.js'
import type { Refs } from '../expression/chain/typed-references.js'
import type { Condition } from '../expression/condition/condition.js'
import type { DiscriminatorOf } from '../expression/path/typed-union.js'
import type { AnyEntity, Noted } from './any-entity.js'
import type { UnionIndexItems } from './union-types.js'

/** Several entities of one table as one: `E` is the union of their types. Made by `Entity.oneOf`. */
export class EntityUnion<E extends AnyEntity> extends UnionModel {
  /** For the compiler only, as those of an entity. */
  declare readonly ITEM: E['ITEM']
  declare readonly INPUT: E['INPUT']
  declare readonly KEY: E['KEY']
  declare readonly KEY_ARGUMENT: E['KEY_ARGUMENT']
  declare readonly VECTORS: object
  declare readonly INDEX_ITEMS: UnionIndexItems<E>
  declare readonly FIXED: E['FIXED']
  declare readonly IMMUTABLE: Noted<E, 'IMMUTABLE'>
  declare readonly DISCRIMINATOR: DiscriminatorOf<E['ITEM']>
  declare readonly SAVED_BY: E['SAVED_BY']

  /** @throws EntityDefinitionError for entities that cannot be one union. */
  constructor(entities: readonly E[], discriminate?: (stored: StoredValues) => E | undefined) {
    super(entities, discriminate)
  }

  /**
   * Whether an item belongs to one of the entities, as a type guard.
   * @example if (Animal.owns(value)) value.kind
   */
  override owns(item: unknown): item is E['ITEM'] {
    if (arguments.length > 1) throw tooManyArguments('owns', 1, arguments.length, this.place('owns'))
    return super.owns(item)
  }

  /**
   * Checks and coerces an input of any origin as the entity that it belongs to, and adds defaults. Sends nothing.
   * @example Animal.parse({ id: 'a1', kind: 'cat', lives: 9 })
   * @throws ValidationError, with all failures, if the input does not match an entity of the union.
   */
  parse(input: unknown): E['ITEM'] {
    if (arguments.length > 1) throw tooManyArguments('parse', 1, arguments.length, this.place('parse'))
    // What the codecs return has the types that the structs state.
    return this.parseItem(input, 'parse') as E['ITEM']
  }

  /**
   * Returns the stored form of an item, as `save` would write it.
   * @example Animal.encode({ id: 'a1', kind: 'cat', lives: 9 }) // { id: { S: 'a1' }, kind: { S: 'cat' }, … }
   * @throws ValidationError if the item does not match its entity.
   */
  encode(item: E['INPUT']): StoredItem {
    if (arguments.length > 1) throw tooManyArguments('encode', 1, arguments.length, this.place('encode'))
    return this.encodeItem(this.parseItem(item, 'encode'), 'encode')
  }

  /**
   * Returns the item of a stored form, in the formats of `Entity.decode`, read as the entity that it belongs to.
   * @example const animal = Animal.decode(record.dynamodb.NewImage)
   * @throws InvalidItemError if the data does not match an entity of the union, or is not a stored form.
   */
  decode(stored: AnyStoredItem): E['ITEM'] {
    if (arguments.length > 1) throw tooManyArguments('decode', 1, arguments.length, this.place('decode'))
    return this.readItem(stored, 'decode') as E['ITEM']
  }

  /**
   * Returns the key of a stored form, in the formats of `Entity.decodeKey`.
   * @example await animals.delete(Animal.decodeKey(record.dynamodb.Keys))
   * @throws InvalidItemError if a part of the key is missing or does not match.
   */
  decodeKey(stored: AnyStoredItem): E['KEY'] {
    if (arguments.length > 1)
      throw tooManyArguments('decodeKey', 1, arguments.length, this.place('decodeKey'))
    return this.readStoredKey(stored, 'decodeKey') as E['KEY']
  }

  /**
   * Creates a condition, on attributes that all of the entities have, that can be reused.
   * @example const old = Animal.condition((attr) => attr.born.lt(new Date('2020-01-01')))
   * @throws ValidationError or InvalidConditionError if an operand or a path does not match the entities.
   */
  condition(make: (attr: Refs<E['ITEM']>) => Condition): Condition {
    if (arguments.length > 1)
      throw tooManyArguments('condition', 1, arguments.length, this.place('condition'))
    return givenCondition({ entity: this.name, codec: this.paths }, make)
  }

  /** @internal */
  place(operation: string): { readonly entity: string; readonly operation: string } {
    return { entity: this.name, operation }
  }
}
