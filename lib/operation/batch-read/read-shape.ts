// Shape of a read: consistency and paths, which a BatchGetItem has once per table.
import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { printProjection } from '../../expression/condition/projection.js'
import { Placeholders } from '../../expression/path/placeholders.js'
import type { PrintablePath } from '../../expression/path/printed-path.js'
import { keyPaths, storedPart } from '../ground/key-projection.js'

/** How to read a key. */
export interface ReadShape {
  readonly model: EntityModel
  readonly consistent: boolean
  /** The paths to read; empty for whole items. */
  readonly select: readonly PrintablePath[]
}

/**
 * Returns the members of a request for a table, besides its keys.
 * @throws InvalidConditionError if a limit on expressions is exceeded.
 */
export function shapeRequest({ model, consistent, select }: ReadShape): Omit<KeysAndAttributes, 'Keys'> {
  if (select.length === 0) return consistent ? { ConsistentRead: true } : {}
  const placeholders = new Placeholders()
  // Items come back in any order, so their keys are needed to identify them.
  const projection = printProjection([...select, ...keyPaths([model.key])], placeholders, model.name)
  const names = placeholders.names()
  return {
    ...(consistent ? { ConsistentRead: true } : {}),
    ...(projection === undefined ? {} : { ProjectionExpression: projection }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
  }
}

/** Returns a string that is equal for equal paths. */
export function selectText(select: readonly PrintablePath[]): string {
  return select.length === 0 ? '' : JSON.stringify(select.map(({ names }) => names))
}

/** Returns the selected part of a stored item, without key attributes that were not selected. */
export function selectedPart(select: readonly PrintablePath[], stored: StoredItem): StoredItem {
  if (select.length === 0) return stored
  return storedPart(
    stored,
    select.map(({ names }) => String(names[0])),
  )
}
