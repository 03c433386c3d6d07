// Conditions that an item is as it was read.
import { partsOfKey } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import { storedPath } from '../derived/derived-keys.js'
import { unchangedAt } from '../derived/key-guards.js'
import { guardSources } from '../unique/guard-sources.js'

/**
 * Returns the conditions that an item is as it was read: all its attributes, or the version of an item that has many.
 * @throws UnsupportedOperationError for an item that has many attributes and no version.
 */
export function unchangedItem(model: EntityModel, read: StoredItem): readonly Condition[] {
  const ofKey = new Set(partsOfKey(model.key).map(({ name }) => name))
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
