// Plan of a move: the key that it begins with, and its changes.
import { addMadeKeys } from '../../entity/key/indexes/made-keys.js'
import { type KeyValues, keyFailures } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { ValidationError } from '../../errors/validation-error.js'
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
  if (model.members.length === 1) refuseNewKey(model, target.key, changes)
  return Object.freeze({ ...target, changes, now: new Date() })
}

// A key that cannot be is refused before the item is read.
function refuseNewKey(model: EntityModel, { values }: KeyValues, changes: readonly Change[]): void {
  const { name: entity, key } = model
  const stored: StoredItem = {}
  for (const { property, name, codec } of key.attributes) {
    const change = changes.find(({ target }) => target.names[0] === name)
    const value = change?.operand?.kind === 'value' ? change.operand.value : codec.encode(values[property])
    if (value !== undefined) stored[name] = value
  }
  const failures: Failure[] = []
  addMadeKeys({ entity, key, indexes: new Map() }, stored, failures)
  failures.push(...keyFailures([key], stored))
  if (failures.length > 0) throw new ValidationError({ entity, operation: 'move', failures })
}
