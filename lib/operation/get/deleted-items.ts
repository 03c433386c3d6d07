// Deleted items in reads: who may read them, and as which model.
import { deletesSoftly, wholeModel } from '../../entity/deletion-view.js'
import type { EntityModel } from '../../entity/model.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Problem } from '../../util/types.js'

/** What a read of deleted items is called on; a sentence if deletes of the entity, of which `D` tells, remove items. */
export type SoftOnly<D> = 'marks' extends D
  ? unknown
  : Problem<'only entities with `softDelete` have deleted items: deletes of this one remove them'>

/**
 * Returns the model of all items, deleted or not.
 * @throws UnsupportedOperationError if deletes of the entity remove items.
 */
export function modelWithDeleted(model: EntityModel, operation: string): EntityModel {
  if (deletesSoftly(model)) return wholeModel(model)
  throw withoutSoftDelete(model, operation)
}

/** The error for a method of soft deletes on an entity without them. */
export function withoutSoftDelete(
  { name: entity }: EntityModel,
  operation: string,
): UnsupportedOperationError {
  const detail = `${operation}() needs \`softDelete\` in the definition of the entity: its deletes remove items`
  return new UnsupportedOperationError({ entity, operation, detail })
}
