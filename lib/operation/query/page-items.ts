// Items of a page, from stored items: fetched whole if requested, cut to the selection, and decoded.
import { type BodyItem, storedOf } from '../../entity/scan/scanned-item.js'
import { isVersioned } from '../../entity/versions/schema-versions.js'
import type { Plan } from '../../plan/source/plan.js'
import { namesInKeys, storedNames } from '../../plan/source/source.js'
import { type FetchOptions, fetchAtRate } from '../batch-read/stored-fetch.js'
import { inPlaceOfInvalid } from '../get/invalid-item-policy.js'
import { itemFromKeys } from '../get/item-from-keys.js'
import { isOlderPart, olderPart } from '../get/older-part.js'
import { partRead } from '../get/part-readers.js'
import { isSelected, selectedItem } from '../get/selected-item.js'
import { projectedPaths, storedPart } from '../ground/key-projection.js'
import type { OperationContext } from '../ground/operation.js'
import { isFetched } from './page-text.js'
import type { QueryState } from './query-state.js'

/** Converts the stored items of a run's pages to items. */
export interface ItemReader {
  /**
   * Returns the stored items to decode. With `full()`, they are read again by key; `undefined` for one that no longer
   * exists, and for all of them if the budget was spent while they waited for the rate.
   */
  whole(items: readonly BodyItem[]): Promise<readonly (BodyItem | undefined)[] | undefined>
  /**
   * Returns the item; `undefined` if it is skipped.
   * @throws InvalidItemError if the stored data does not match the entity.
   */
  decode(stored: BodyItem | undefined): unknown
}

/** The item reader of a planned query. */
export function itemReader(
  context: OperationContext,
  plan: Plan,
  state: QueryState,
  options: Omit<FetchOptions, 'select'>,
): ItemReader {
  const { model } = context
  const { select, onInvalid } = state
  const fetched = isFetched(plan, state)
  const part = plan.projected !== undefined && !fetched
  const keyNames = [...model.key.partition, ...model.key.sort].map(({ name }) => name)
  const fetchWhole = (items: readonly BodyItem[]) => {
    const keys = items.map((item) => storedPart(storedOf(item), keyNames))
    return fetchAtRate(context, keys, { ...options, select: projectedPaths(model, select) })
  }
  const names = () => ({
    stored: storedNames(model, plan.source),
    inKeys: namesInKeys(model, plan.source),
  })
  const isInPart = (name: string): boolean => plan.projected?.has(name) !== false
  const fromKeys = {
    model,
    keys: [model.key, plan.source.key],
    operation: options.operation,
    isNeeded: isSelected(select),
  }
  let older: WeakSet<BodyItem> | undefined
  // Those of a page that is sieved were looked at when it was read.
  const mayRead = (stored: BodyItem): boolean =>
    (plan.sieved && !fetched && older === undefined) || plan.kinds.mayRead(stored)
  return {
    async whole(items) {
      if (items.length === 0) return items
      if (fetched) return fetchWhole(items)
      // What an index holds of an older item cannot be upgraded: the whole item is.
      const outdated =
        part && isVersioned(model) ? items.filter((item) => isOlderPart(model, storedOf(item), names)) : []
      if (outdated.length === 0) return items
      const found = await fetchWhole(outdated)
      if (found === undefined) return undefined
      older ??= new WeakSet()
      for (const item of found) if (item !== undefined) older.add(item)
      return items.map((item) => (outdated.includes(item) ? found[outdated.indexOf(item)] : item))
    },
    decode(stored) {
      // Kinds that are not defined here may lie in the range, too.
      if (stored === undefined || !mayRead(stored)) return undefined
      try {
        if (older?.has(stored) === true)
          return olderPart(model, storedOf(stored), options.operation, { select, isInPart })
        if (select.length === 0) return model.itemOf(stored, options.operation, part, true)
        const selected = partRead(stored)
        if (selected !== undefined) return selected
        // What an index contains in its keys alone is read from there.
        const whole = storedOf(stored)
        const read = model.plain ? whole : itemFromKeys(fromKeys, whole)
        return selectedItem(model, read, options.operation, select, !part)
      } catch (error) {
        return inPlaceOfInvalid(onInvalid, stored, error)
      }
    },
  }
}
