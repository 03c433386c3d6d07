// What the library itself reads of an item that it is about to change, or has changed: whole, and consistently.

import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Request } from './request.js'

/** The request for the item with this stored key, as it stands (GetItem, ConsistentRead), in the name of the operation that needs it. */
export function consistentRead(model: EntityModel, operation: string, key: StoredItem): Request<'GetItem'> {
  const { name: entity, table } = model
  const input = { TableName: table.name, Key: key, ConsistentRead: true }
  return { call: 'GetItem', input, entity, operation, table }
}
