// Guards: conditions that the library adds, that an item must not exist or that its version must be unchanged.
import type { EntityModel } from '../../entity/model.js'
import { pathText } from '../../errors/failures.js'
import { chain } from '../../expression/chain/chain.js'
import type { Condition } from '../../expression/condition/condition.js'
import { remembered } from '../../util/remembered.js'
import type { Guard } from './write.js'

/** No item with the key may exist: its partition key attribute must not exist. */
export const absenceGuard = remembered((model: EntityModel): Guard => {
  const [part] = model.key.partition
  return Object.freeze({ condition: reference(model, part?.property ?? '').notExists(), reason: 'exists' })
})

/**
 * The item must have the version that was read, or none before its first save. Empty for an entity without a version.
 */
export function versionGuards(model: EntityModel, version: number): readonly Guard[] {
  const { version: property } = model.managed
  if (property === undefined) return []
  const attribute = reference(model, property)
  return [{ condition: version === 0 ? attribute.notExists() : attribute.eq(version), reason: 'version' }]
}

function reference(model: EntityModel, property: string) {
  const root = { entity: model.name, codec: model.codec }
  return chain<number, Condition>(root, pathText([property]), (condition) => condition)
}
