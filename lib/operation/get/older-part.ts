// Items of older versions of which an index holds a part: such a part cannot be upgraded, but the whole item can.
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { currentItem } from '../../entity/versions/current-item.js'
import { namesOfStep, versionIn } from '../../entity/versions/schema-versions.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'
import { storedPart } from '../ground/key-projection.js'
import { selectedItem } from './selected-item.js'

/** What an index holds of each item, by stored names. */
export interface PartNames {
  /** Its attributes; `undefined` for all. */
  readonly stored: ReadonlySet<string> | undefined
  /** Attributes that can be read back from keys which are made of them. */
  readonly inKeys: ReadonlySet<string>
}

/** Whether an item may be of an older version, by the part of it that an index holds. */
export function isOlderPart(model: EntityModel, part: StoredItem, names: () => PartNames): boolean {
  const reader = readerOf(model, part)
  const versions = reader?.versions
  if (reader === undefined || versions === undefined || versions.current === 1) return false
  if (Object.hasOwn(part, versions.name)) return versionIn(versions, part) !== versions.current
  const { stored, inKeys } = names()
  if (stored?.has(versions.name) !== false) return true
  // An index that does not hold the version: what no step looks at is the same in all versions, if it is there at all.
  const keys = new Set([...reader.key.partition, ...reader.key.sort].map(({ name }) => name))
  const stepped = new Set(versions.steps.flatMap(namesOfStep))
  const isOther = (name: string): boolean =>
    Object.hasOwn(part, name) ? stepped.has(name) : reader.propertyOf(name) !== undefined
  const beyondKey = (name: string): boolean => !keys.has(name)
  return (
    [...stored].filter(beyondKey).some(isOther) ||
    [...inKeys].filter(beyondKey).some((name) => stepped.has(name))
  )
}

// A part that is of no member of a union is refused as it is decoded, which follows `onInvalid`.
function readerOf(model: EntityModel, part: StoredItem): EntityModel | undefined {
  try {
    return model.reader(part, 'read')
  } catch {
    return undefined
  }
}

/**
 * The part that an index would hold of a whole item, if it were of the current version.
 * @throws InvalidItemError if it does not fit the entity; SchemaVersionError if it cannot be upgraded.
 */
export function olderPart(
  model: EntityModel,
  whole: StoredItem,
  operation: string,
  { select, isInPart }: { readonly select: readonly ResolvedPath[]; isInPart(name: string): boolean },
): object {
  if (select.length > 0) return selectedItem(model, whole, operation, select)
  const current = currentItem(model.reader(whole, operation), whole, operation)
  return model.decodeItem(storedPart(current, Object.keys(current).filter(isInPart)), operation, true)
}
