// From the stored items of a page to the items of the user: fetched whole where that was asked, cut to what was selected, decoded.
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import { isError } from '../../errors/is-error.js'
import type { Plan } from '../../plan/source/plan.js'
import { type FetchOptions, fetchStored } from '../batch-read/stored-fetch.js'
import { selectedItem } from '../get/selected-item.js'
import { storedPart } from '../ground/key-projection.js'
import type { OperationContext } from '../ground/operation.js'
import { isFetched } from './query-request.js'
import type { QueryState } from './query-state.js'

/** Makes items of what the pages of a run bring. */
export interface ItemReader {
  /** The stored items as they are decoded: with `full()` read again by their keys; `undefined` for one that has vanished meanwhile. */
  whole(items: readonly StoredItem[]): Promise<readonly (StoredItem | undefined)[]>
  /** The item; `undefined` for one that is left out. @throws InvalidItemError where the stored data does not fit. */
  decode(stored: StoredItem | undefined): unknown
}

/** The item reader of a query as planned. */
export function itemReader(
  context: OperationContext,
  plan: Plan,
  state: QueryState,
  options: Omit<FetchOptions, 'select'>,
): ItemReader {
  const { model } = context
  const { select, onInvalid } = state
  const fetched = isFetched(plan, state)
  const part = plan.held !== undefined && !fetched
  const keyNames = [...model.key.partition, ...model.key.sort].map(({ name }) => name)
  const selected = select.map(({ names }) => String(names[0]))

  return {
    async whole(items) {
      if (!fetched || items.length === 0) return items
      const keys = items.map((item) => storedPart(item, keyNames))
      return fetchStored(context, keys, { ...options, select })
    },
    decode(stored) {
      if (stored === undefined) return undefined
      try {
        // Key attributes that were read for cursors alone are no part of what was selected.
        if (select.length === 0) return model.decodeItem(stored, options.operation, part)
        return selectedItem(model, storedPart(stored, selected), options.operation, select)
      } catch (error) {
        if (onInvalid === 'throw' || !isError(error, InvalidItemError)) throw error
        return onInvalid === 'skip' ? undefined : onInvalid(stored, error)
      }
    },
  }
}
