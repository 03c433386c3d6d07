// What an update is applied to: the key, the version that was read, and the moment.
import { type KeyValues, readKey } from '../../entity/key/key-values.js'
import { versionOf } from '../../entity/key/managed.js'
import type { EntityModel } from '../../entity/model.js'
import { compare } from '../../expression/condition/comparison.js'
import type { Condition } from '../../expression/condition/condition.js'
import { resolvePath } from '../../expression/path/resolved-path.js'
import { remembered } from '../../util/remembered.js'

/** A checked key, and what was known of the item when the update was written. */
export interface UpdateTarget {
  readonly key: KeyValues
  /** The version of the item given; `undefined` for a key, or an entity without version. */
  readonly version: number | undefined
  /** One moment for all that the update stamps, so that it compiles to the same each time. */
  readonly now: Date
}

/** Reads what `update` was given: a key, or an item. @throws InvalidKeyError. */
export function updateTarget(model: EntityModel, argument: unknown): UpdateTarget {
  const key = readKey(model, argument, 'update', true)
  const { version } = model.managed
  const versioned =
    version !== undefined && typeof argument === 'object' && argument !== null && version in argument
  return Object.freeze({
    key,
    version: versioned ? versionOf(model.managed, argument) : undefined,
    now: new Date(),
  })
}

/** There must be an item with the key: its partition key attribute must exist. */
export const presence = remembered((model: EntityModel): Condition => {
  const [part] = model.key.partition
  const root = { entity: model.name, codec: model.codec }
  const path = resolvePath(root, [part?.property ?? ''])
  return compare({ root, path, size: false }, 'exists', [], () => undefined)
})
