// A stored item together with what its keys alone contain.
import { itemMisfit } from '../../entity/item/item-failures.js'
import type { Key } from '../../entity/key/key.js'
import { withReadAttributes } from '../../entity/key/read-attributes.js'
import { unclearFailures } from '../../entity/key/unclear-keys.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'

/** What is read from keys, and for which operation. */
export interface FromKeys {
  readonly model: EntityModel
  readonly keys: readonly Key[]
  readonly operation: string
  /** Whether an attribute is needed, by its stored name. */
  isNeeded(name: string): boolean
}

/**
 * Returns an item with the attributes that can be read from its keys.
 * @throws InvalidItemError if one that is needed is in a key, but cannot be read from there.
 */
export function itemFromKeys({ model, keys, operation, isNeeded }: FromKeys, stored: StoredItem): StoredItem {
  const known = withReadAttributes(keys, stored)
  const unclear = unclearFailures(keys, stored, known, isNeeded)
  if (unclear.length > 0) throw itemMisfit(model, operation, stored, unclear)
  return known
}
