// The changes that keep the managed attributes of an item that is updated: version and times.
import type { EntityModel } from '../entity/model.js'
import { pathText } from '../errors/failures.js'
import { type Change, changeOf } from '../expression/update-change.js'
import type { UpdateRoot } from '../expression/update-place.js'
import type { UpdateTarget } from './update-target.js'

/**
 * The changes that keep the managed attributes: one version more, updated now and, where the update may create the item, created now.
 */
export function stampChanges(
  model: EntityModel,
  root: UpdateRoot,
  target: UpdateTarget,
  upsert: boolean,
): readonly Change[] {
  const { version, created, updated } = model.managed
  const { now } = target
  // The library itself may change what updates must leave alone.
  const own: UpdateRoot = { ...root, fixed: [] }
  const changes: Change[] = []
  if (version !== undefined) changes.push(versionChange(own, version, target.version))
  if (updated !== undefined) changes.push(changeOf(own, 'set', [updated], [now]))
  if (created !== undefined && upsert) changes.push(changeOf(own, 'setIfMissing', [created], [now]))
  return changes
}

// The version that was read is guarded, so that the next one is known; without one it is counted on from what is stored.
function versionChange(root: UpdateRoot, property: string, read: number | undefined): Change {
  if (read !== undefined) return changeOf(root, 'set', [property], [read + 1])
  const counted = (
    attr: (path: string) => { ifNotExists(value: number): { plus(value: number): unknown } },
  ) =>
    attr(pathText([property]))
      .ifNotExists(0)
      .plus(1)
  return changeOf(root, 'set', [property], [counted])
}
