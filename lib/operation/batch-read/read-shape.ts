// How keys of one table are read: consistency and paths, as a BatchGetItem has them once for each table.
import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { printProjection } from '../../expression/condition/projection.js'
import { Placeholders } from '../../expression/path/placeholders.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'
import { keyPaths, storedPart } from '../ground/key-projection.js'

/** How a key is to be read. */
export interface ReadShape {
  readonly model: EntityModel
  readonly consistent: boolean
  /** The paths to read; none for whole items. */
  readonly select: readonly ResolvedPath[]
}

/** What a request says of a table beside its keys. @throws InvalidConditionError beyond the expression limits. */
export function shapeRequest({ model, consistent, select }: ReadShape): Omit<KeysAndAttributes, 'Keys'> {
  if (select.length === 0) return consistent ? { ConsistentRead: true } : {}
  const placeholders = new Placeholders()
  // Items come back in any order: their keys tell which is which.
  const projection = printProjection([...select, ...keyPaths([model.key])], placeholders, model.name)
  const names = placeholders.names()
  return {
    ...(consistent ? { ConsistentRead: true } : {}),
    ...(projection === undefined ? {} : { ProjectionExpression: projection }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
  }
}

/** A text that is the same where the same paths are read. */
export function selectText(select: readonly ResolvedPath[]): string {
  return select.length === 0 ? '' : JSON.stringify(select.map(({ names }) => names))
}

/** What was selected of a stored item: without the key attributes that were read along. */
export function selectedPart(select: readonly ResolvedPath[], stored: StoredItem): StoredItem {
  if (select.length === 0) return stored
  return storedPart(
    stored,
    select.map(({ names }) => String(names[0])),
  )
}
