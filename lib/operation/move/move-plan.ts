// Plan of a move: the key that it begins with, and its changes.
import type { EntityModel } from '../../entity/model.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import type { Change } from '../../expression/change/update-change.js'
import { patchChanges } from '../../expression/update/update-patch.js'
import { moveRoot } from '../../expression/update/update-protection.js'
import { type DeleteTarget, versionedTarget } from '../write/delete.js'

/** A checked key, the guard of the version that was passed, and the changes. */
export interface MovePlan extends DeleteTarget {
  readonly changes: readonly Change[]
  /** The time of the stamps. */
  readonly now: Date
}

/**
 * Reads the arguments of a move.
 * @throws InvalidKeyError, InvalidUpdateError or ValidationError.
 */
export function movePlan(model: EntityModel, argument: unknown, given: unknown): MovePlan {
  const target = versionedTarget(model, argument, 'move')
  const changes = patchChanges(moveRoot(model), given)
  const ofKey = new Set(model.key.attributes.map(({ name }) => name))
  if (!changes.some(({ target: { names } }) => ofKey.has(String(names[0])))) {
    const parts = model.key.attributes.map(({ property }) => `'${property}'`).join(', ')
    const detail = `a move changes attributes of the key (${parts}), and none of them is among the changes; use update()`
    throw new InvalidUpdateError({ entity: model.name, operation: 'move', detail })
  }
  return Object.freeze({ ...target, changes, now: new Date() })
}
