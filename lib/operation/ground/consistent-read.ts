// Reads the item that the library is about to change, or has changed: all of it, strongly consistent.

import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Request } from './request.js'

/**
 * Returns the request that reads the item with this stored key (GetItem, ConsistentRead) on behalf of an operation.
 * @param creating whether the write that follows creates a missing table, in which there is no item yet.
 */
export function consistentRead(
  model: EntityModel,
  operation: string,
  key: StoredItem,
  creating = false,
): Request<'GetItem'> {
  const { name: entity, table } = model
  const input = { TableName: table.name, Key: key, ConsistentRead: true }
  const request = { call: 'GetItem', input, entity, operation, table } as const
  return creating ? { ...request, withoutTable: { $metadata: {} } } : request
}
