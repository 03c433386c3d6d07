// Target of an update: the key, the version that was read, and the time.
import { type KeyValues, readKey } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import { membersWithMadeIndexes } from '../derived/index-groups.js'
import { type KnownItem, knownByArgument } from '../derived/known-item.js'
import { expectedVersion } from '../write/guards.js'

/** A checked key, and what was known about the item when the update was built. */
export interface UpdateTarget {
  readonly key: KeyValues
  /** The version of the given item; `undefined` for a key, or an entity without a version. */
  readonly version: number | undefined
  /** The time of all stamps of the update, fixed so that it compiles to the same request each time. */
  readonly now: Date
  /** What is known of the item, if an index has a key that is made of attributes. */
  readonly known?: KnownItem
}

/**
 * Reads the argument of `update`: a key, or an item.
 * @throws InvalidKeyError, also for a version that is not an integer.
 */
export function updateTarget(model: EntityModel, argument: unknown, operation = 'update'): UpdateTarget {
  const key = readKey(model, argument, operation, true)
  const version = expectedVersion(model, argument, operation)
  const now = new Date()
  return Object.freeze(
    membersWithMadeIndexes(model).length === 0
      ? { key, version, now }
      : { key, version, now, known: knownByArgument(model, key, argument) },
  )
}
