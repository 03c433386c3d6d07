// Failures of whole items: values that are not items, parts of items, and stored data that does not match an entity.
import { kindOf, reported, summary } from '../../errors/failures.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import { type Codec, invalid } from '../codec/codec.js'
import { readStored } from '../codec/dialect.js'
import { absentAttribute } from '../codec/node.js'
import type { Key } from '../key/key.js'
import { keyOfStored } from '../key/key-values.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'

/** The failure of an item that was read in part, or a copy of one, where a whole item is expected. */
export const partFailure: Failure = Object.freeze({
  path: [],
  message:
    'this item was read in part (with select(), or from an index that contains only part of it), or is a copy of such an item, and saving it would erase the rest; change it with update(), or read the whole item first, with full(), getOrThrow() or refresh()',
  value: undefined,
})

/** Returns the failure of a value that is not an item, because it was not awaited. */
export function notAwaited(value: unknown): Failure {
  return { path: [], message: `expected an item, but this is ${kindOf(value)}: await it first`, value }
}

/**
 * Decodes a stored item, or a part of one. A value that is nested without end is a failure like any other, and so is
 * one that is not in DynamoDB's form, which a mocked client may return.
 */
export function decoded(codec: Codec, stored: StoredItem, failures: Failure[], part: boolean): unknown {
  const map = { M: stored }
  try {
    return part ? codec.decodePart(map, failures) : codec.decode(map, failures)
  } catch (error) {
    if (error instanceof TypeError && isMalformed(stored, failures)) return invalid
    if (!(error instanceof RangeError)) throw error
    const message = 'nested too deeply; DynamoDB stores 32 levels (nested attribute depth)'
    failures.push({ path: [], message, value: stored })
    return invalid
  }
}

function isMalformed(stored: StoredItem, failures: Failure[]): boolean {
  const found: Failure[] = []
  readStored(stored, found)
  failures.push(...found)
  return found.length > 0
}

const forOlderItems = 'give it a `default` or make it optional, for items written before it was added'

/** The error for a stored item that does not fit its entity. */
export function itemMisfit(
  owner: { readonly name: string; readonly key: Key; keyIn?(stored: StoredItem): Key },
  operation: string,
  stored: StoredItem,
  failures: readonly Failure[],
  shown: unknown = stored,
): InvalidItemError {
  const values = keyOfStored(owner, stored)
  const absent = failures.some(({ message }) => message === absentAttribute)
  const detail = absent ? `${summary(reported(failures))}; ${forOlderItems}` : undefined
  return new InvalidItemError({ entity: owner.name, operation, key: values, failures, stored: shown, detail })
}
