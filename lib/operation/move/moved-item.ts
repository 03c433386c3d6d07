// The item that a move makes of the one that was read.

import type { KeyValues } from '../../entity/key/key-values.js'
import { withReadAttributes } from '../../entity/key/read-attributes.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import { isError } from '../../errors/is-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import { nullsOn, withoutPaths } from '../../expression/update/update-nulls.js'
import { moveRoot } from '../../expression/update/update-protection.js'
import { applyChanges } from '../../expression/update/update-result.js'
import { storedPath } from '../derived/derived-keys.js'
import { unchangedAt } from '../derived/key-guards.js'
import { guardSources } from '../unique/guard-sources.js'
import { completedChanges } from '../update/missing-maps.js'
import { stampChanges } from '../update/update-request.js'
import type { MovePlan } from './move-plan.js'

/** An item as it will be after the move. */
export interface MovedItem {
  /** The entity that it is of. */
  readonly model: EntityModel
  readonly item: object
  readonly stored: StoredItem
  readonly key: KeyValues['values']
}

/**
 * Returns what becomes of an item that was read. Attributes that the entity does not have move with it.
 * @throws InvalidItemError if what is stored does not fit the entity.
 * @throws ValidationError if the result does not, or has a key that DynamoDB rejects.
 */
export function movedItem(given: EntityModel, plan: MovePlan, read: StoredItem): MovedItem {
  const model = given.reader(read, 'move')
  const changed = changedItem(given, model, plan, withReadAttributes([model.key], read))
  for (const key of model.keys)
    for (const { name, template } of key.parts) if (template !== undefined) delete changed[name]
  const stored = model.completed(changed, 'move')
  const item = checkedItem(model, stored, read)
  return { model, item, stored, key: model.keyOf(item) }
}

function changedItem(
  given: EntityModel,
  model: EntityModel,
  { changes, key, now }: MovePlan,
  item: StoredItem,
): StoredItem {
  const root = moveRoot(given)
  const all = [...changes, ...stampChanges(model, { key, version: undefined, now }, false)]
  const bare = withoutPaths(item, nullsOn(root, all, item))
  return { ...applyChanges(completedChanges(root, all, bare, []).changes, bare, model.name) }
}

// The changes were checked one by one: here the item is, as a whole.
function checkedItem(model: EntityModel, stored: StoredItem, read: StoredItem): object {
  try {
    const item = model.decodeItem(stored, 'move')
    model.checked(item, 'move')
    return item
  } catch (error) {
    if (!isError(error, InvalidItemError)) throw error
    // If the item did not fit before, that is the reason.
    model.decodeItem(read, 'move')
    const { entity, detail } = error
    throw Object.assign(new ValidationError({ entity, operation: 'move', detail, failures: [] }), {
      failures: error.failures,
    })
  }
}

/**
 * Returns the conditions that an item is as it was read: all its attributes, or the version of an item that has many.
 * @throws UnsupportedOperationError for an item that has many attributes and no version.
 */
export function unchangedItem(model: EntityModel, read: StoredItem): readonly Condition[] {
  const ofKey = new Set(model.key.parts.map(({ name }) => name))
  const own = model.properties.map((property) => String(model.codec.at(property)?.name ?? property))
  const all = new Set([...Object.keys(read), ...own].filter((name) => !ofKey.has(name)))
  const names = all.size > mostCompared ? [versionName(model, all.size), ...guardSources(model)] : all
  return [...new Set(names)].map((name) =>
    unchangedAt(model, storedPath(name, model.propertyOf(name) ?? name), read),
  )
}

/** How many attributes one condition compares, so that DynamoDB's limits of expressions leave room for the caller's. */
const mostCompared = 100

function versionName({ name: entity, codec, managed: { version } }: EntityModel, count: number): string {
  if (version !== undefined) return String(codec.at(version)?.name ?? version)
  const detail = `the item has ${count} attributes, and a condition can compare at most ${mostCompared} of them with what was read: give the entity a \`version\``
  throw new UnsupportedOperationError({ entity, operation: 'move', detail })
}
