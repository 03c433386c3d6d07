// The conditions that the library adds by itself: an item must not exist yet, a version must be the one that was read.
import type { EntityModel } from '../../entity/model.js'
import { pathText } from '../../errors/failures.js'
import { chain } from '../../expression/chain/chain.js'
import type { Condition } from '../../expression/condition/condition.js'
import { remembered } from '../../util/remembered.js'
import type { Guard } from './write.js'

/** There must be no item with the key: its partition key attribute must not exist. */
export const absenceGuard = remembered((model: EntityModel): Guard => {
  const [part] = model.key.partition
  return Object.freeze({ condition: reference(model, part?.property ?? '').notExists(), reason: 'exists' })
})

/** The item must have the version that was read; before its first save it must have none. Empty for an entity without version. */
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
