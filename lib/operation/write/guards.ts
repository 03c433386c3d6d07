// Guards: conditions that the library adds, that an item must exist or must not, or that its version is unchanged.
import { object, string } from 'superstruct'
import type { Bound } from '../../entity/bounds.js'
import { compileCodec } from '../../entity/compile/compile-codec.js'
import { isPart, markOf } from '../../entity/item/item-mark.js'
import { givenVersion } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import { pathText } from '../../errors/failures.js'
import { InvalidKeyError } from '../../errors/invalid-key-error.js'
import { chain } from '../../expression/chain/chain.js'
import { Condition } from '../../expression/condition/condition.js'
import { remembered } from '../../util/remembered.js'
import type { Guard } from './write.js'

/** No item with the key may exist: its partition key attribute must not exist. */
export const absenceGuard = remembered((model: EntityModel): Guard => {
  return Object.freeze({ condition: keyAttribute(model).notExists(), reason: 'exists' })
})

/** An item with the key must exist: its partition key attribute must exist. */
export const presence = remembered((model: EntityModel): Condition => keyAttribute(model).exists())

/**
 * Returns the version that a key or an item must have; `undefined` for a key, or if its entity has no version. An item
 * that was read without a version has none, as before its first save.
 * @throws InvalidKeyError if it is not an integer, or if a part of an item was read without it: whoever passes such a
 * part expects that the version is compared.
 */
export function expectedVersion(
  model: EntityModel,
  argument: unknown,
  operation: string,
): number | undefined {
  const { version: property } = model.managed
  if (property === undefined) return undefined
  const version = givenVersion(model, argument, operation)
  if (version !== undefined || typeof argument !== 'object' || argument === null) return version
  if (!isPart(argument)) return markOf(argument) === undefined ? undefined : 0
  const key = model.key.attributes.map((part) => part.property)
  if (Object.keys(argument).every((name) => key.includes(name))) return undefined
  const detail = `this part of an item has no version, '${property}', to compare: select it, too, or pass the key alone`
  throw new InvalidKeyError({ entity: model.name, operation, detail })
}

/**
 * The item must have the version that was read, or none before its first save. Empty for an entity without a version.
 */
export function versionGuards(model: EntityModel, version: number): readonly Guard[] {
  const { version: property } = model.managed
  if (property === undefined) return []
  const attribute = reference(model, property)
  return [{ condition: version === 0 ? attribute.notExists() : attribute.eq(version), reason: 'version' }]
}

function keyAttribute(model: EntityModel) {
  const [part] = model.key.partition
  // In a union whose members have different keys, key attributes are not properties of the items.
  return part === undefined || (part.template === undefined && model.properties.includes(part.property))
    ? reference(model, part?.property ?? '')
    : storedAttribute(model, part.name)
}

/** A stored attribute that is not one of the item, such as a key that is made, or the marker of a kind. */
export function storedAttribute(model: EntityModel, name: string) {
  const codec = compileCodec(object({ [name]: string() }), { nulls: 'omit', unknown: 'drop' })
  return chain<string, Condition>({ entity: model.name, codec }, pathText([name]), (condition) => condition)
}

function reference(model: EntityModel, property: string) {
  const root = { entity: model.name, codec: model.codec }
  return chain<number, Condition>(root, pathText([property]), (condition) => condition)
}

/** Returns, for each of these bounds, the condition that an item is within it. */
export function boundConditions({ name }: EntityModel, bounds: readonly Bound[]): readonly Condition[] {
  return bounds.map((bound) => {
    const names = Object.freeze([bound.name])
    const left = Object.freeze({ kind: 'path' as const, text: bound.property, names })
    const operands = Object.freeze([Object.freeze({ kind: 'value' as const, value: bound.stored })])
    return new Condition(name, Object.freeze({ kind: 'comparison', operator: 'eq', left, operands }))
  })
}
