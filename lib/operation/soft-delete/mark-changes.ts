// Changes by which deletes mark items, and restores remove the marks.
import { deletionValues, type SoftDelete } from '../../entity/key/soft-delete.js'
import type { EntityModel } from '../../entity/model.js'
import { type Change, changeOf } from '../../expression/change/update-change.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'

/** The changes of a delete at a time: the mark and, if deleted items are purged, their time to live. */
export function deletingChanges(model: EntityModel, soft: SoftDelete, now: Date): readonly Change[] {
  const root = rootOf(model)
  return deletionValues(model, soft, now).map(([property, value]) =>
    changeOf(root, 'set', [property], [value]),
  )
}

/** The changes of a restore: both are removed. */
export function restoringChanges(model: EntityModel, { property, purge }: SoftDelete): readonly Change[] {
  const properties = purge === undefined ? [property] : [property, purge.property]
  return properties.map((each) => changeOf(rootOf(model), 'remove', [each], []))
}

// The library itself changes what updates must not change.
const rootOf = ({ name: entity, paths: codec, schema }: EntityModel): UpdateRoot => ({
  entity,
  codec,
  schema,
  fixed: [],
})
