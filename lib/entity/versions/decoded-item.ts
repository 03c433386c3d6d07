// Items of stored forms: of the entity's kind, in the current version, with the key that they would be written with.
import type { InvalidItemError } from '../../errors/invalid-item-error.js'
import { invalid } from '../codec/codec.js'
import { decoded, itemMisfit } from '../item/item-failures.js'
import { type Inspect, markItem, markPart } from '../item/item-mark.js'
import type { Key } from '../key/key.js'
import { makesStored } from '../key/key-comparison.js'
import { keyMismatches } from '../key/key-mismatches.js'
import { isOfKind, type KindOwner } from '../key/kind.js'
import { foreignFailure } from '../key/marker.js'
import { ownAttributes } from '../key/read-attributes.js'
import { unclearFailures } from '../key/unclear-keys.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { currentItem } from './current-item.js'
import { upgradeMisfit, type VersionedOwner } from './version-errors.js'

/** What is needed of an entity to decode its items. */
export interface DecodingOwner extends VersionedOwner, KindOwner {
  readonly key: Key
  readonly keys: readonly Key[]
  readonly plain: boolean
  readonly stripped: ReadonlySet<string>
  readonly inspect: Inspect
  hasKey(item: object): boolean
}

/**
 * Returns the item of a stored form. What is read in `part` is upgraded before, from the whole item. The kind of a
 * `known` one is not looked at.
 * @throws InvalidItemError if the stored data does not fit; SchemaVersionError if it cannot be upgraded.
 */
export function decodedItem(
  owner: DecodingOwner,
  stored: StoredItem,
  operation: string,
  part: boolean,
  known = false,
): object {
  const { kind, key, versions, inspect } = owner
  if (!known && !owner.plain && !isOfKind(kind, key, stored))
    throw itemMisfit(owner, operation, stored, [foreignFailure(owner, stored)])
  const current = part ? stored : currentItem(owner, stored, operation)
  const item =
    (part ? undefined : itemAsStored(owner, current)) ?? itemOf(owner, stored, current, operation, part)
  const marked = markItem(inspect, item)
  if (current !== stored && versions?.writesBack === true) versions.origins.set(marked, stored)
  return part ? markPart(marked, owner.hasKey(item)) : marked
}

/**
 * Returns the item of a stored form whose attributes are all in it and make its key, as those of most are; `undefined`
 * if only `itemOf` can tell. Nothing is read from keys for it: what an absent attribute has by default, the key says.
 */
function itemAsStored(
  { plain, stripped, key, codec }: DecodingOwner,
  stored: StoredItem,
): object | undefined {
  if (plain || stripped.size > 0 || key.comparisons === undefined) return undefined
  const item = decoded(codec, stored, [], false)
  if (item === invalid || typeof item !== 'object' || item === null) return undefined
  return makesStored(key, item, stored) ? item : undefined
}

function itemOf(
  owner: DecodingOwner,
  stored: StoredItem,
  current: StoredItem,
  operation: string,
  part: boolean,
): object {
  const { key } = owner
  const misfit = (failures: readonly Failure[]): InvalidItemError =>
    current === stored
      ? itemMisfit(owner, operation, stored, failures)
      : upgradeMisfit(owner, stored, operation, failures)
  const attributes = ownAttributes(owner, current, part)
  const unclear = part && key.made ? unclearFailures(owner.keys, current, attributes) : []
  if (unclear.length > 0) throw misfit(unclear)
  const failures: Failure[] = []
  const item = decoded(owner.codec, attributes, failures, part)
  if (item === invalid || typeof item !== 'object' || item === null) throw misfit(failures)
  const mismatches = key.made ? keyMismatches(key, item, current) : []
  if (mismatches.length > 0) throw misfit(mismatches)
  return item
}
