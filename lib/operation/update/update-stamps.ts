// The changes that keep the managed attributes of an item that is updated: version and times.
import { heldTime } from '../../entity/key/managed.js'
import type { EntityModel } from '../../entity/model.js'
import { pathText } from '../../errors/failures.js'
import { type Change, changeOf } from '../../expression/change/update-change.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'
import { remembered } from '../../util/remembered.js'
import type { UpdateTarget } from './update-target.js'

/**
 * The changes that keep the managed attributes: one version more, updated now and, where the update may create the item, created now.
 */
export function stampChanges(model: EntityModel, target: UpdateTarget, upsert: boolean): readonly Change[] {
  const { version, created, updated } = model.managed
  if ((version ?? created ?? updated) === undefined) return []
  const { root, counted } = stampsOf(model)
  const { now, version: read } = target
  const changes: Change[] = []
  if (version !== undefined && read !== undefined)
    // The version that was read is guarded, so that the next one is known.
    changes.push(changeOf(root, 'set', [version], [read + 1]))
  else if (counted !== undefined) changes.push(counted)
  if (updated !== undefined) changes.push(changeOf(root, 'set', [updated], [heldTime(model, updated, now)]))
  if (created !== undefined && upsert)
    changes.push(changeOf(root, 'setIfMissing', [created], [heldTime(model, created, now)]))
  return changes
}

interface Stamps {
  readonly root: UpdateRoot
  /** The version counted on from what is stored. */
  readonly counted: Change | undefined
}

const stampsOf = remembered(({ name, codec, schema, managed: { version } }: EntityModel): Stamps => {
  // The library itself may change what updates must leave alone.
  const root: UpdateRoot = { entity: name, codec, schema, fixed: [] }
  return { root, counted: version === undefined ? undefined : countedVersion(root, version) }
})

function countedVersion(root: UpdateRoot, property: string): Change {
  const counted = (
    attr: (path: string) => { ifNotExists(value: number): { plus(value: number): unknown } },
  ) =>
    attr(pathText([property]))
      .ifNotExists(0)
      .plus(1)
  return changeOf(root, 'set', [property], [counted])
}
