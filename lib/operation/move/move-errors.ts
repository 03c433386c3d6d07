// Errors of moves that concern the item that is moved.
import type { EntityModel } from '../../entity/model.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { ItemNotFoundError } from '../../errors/item-not-found-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import type { OperationContext } from '../ground/operation.js'
import type { MovePlan } from './move-plan.js'

/** The error for an item that is not there, or not of the entity's kind. */
export function missingItem(
  { name: entity }: EntityModel,
  { key: { values: key } }: MovePlan,
  { cause, outcome }: { readonly cause?: unknown; readonly outcome?: DyntasticError['outcome'] } = {},
): ItemNotFoundError {
  const detail = 'no item with this key exists, so there is nothing to move'
  return new ItemNotFoundError({ entity, operation: 'move', key, detail, cause, outcome })
}

/** The error for an item that other writers have changed each time. */
export function busyItem({ model }: OperationContext, attempts: number, cause: unknown): RequestFailedError {
  const times = attempts === 1 ? 'once' : `${attempts} times in a row`
  const detail = `the item was changed by other writers ${times} before it could be moved`
  return new RequestFailedError({ entity: model.name, operation: 'move', detail, cause })
}
