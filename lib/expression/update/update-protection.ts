// The root of update paths, and what updates must not change: keys, managed attributes, immutable ones.

import type { EntityModel } from '../../entity/model.js'
import { optionsOf } from '../../entity/struct/attribute.js'
import { childrenOf } from '../../entity/struct/probe.js'
import type { AnyStruct } from '../../entity/struct/struct.js'
import { remembered } from '../../util/remembered.js'
import type { Condition } from '../condition/condition.js'
import { knownValues } from '../condition/path-root.js'
import type { FixedPath, UpdateRoot } from '../need/update-place.js'
import type { PathSteps } from '../path/path.js'

/**
 * Returns what updates of an entity must not change, with the reasons: key attributes, the version, the timestamps, and
 * attributes that are `immutable`, also inside objects (not inside lists, records and unions, which are replaced as a
 * whole); of a union of entities, also the attribute that tells its members apart.
 */
export function fixedPaths(model: EntityModel): readonly FixedPath[] {
  const { name, key, managed, schema, discriminator, bounds, members } = model
  const fixed: FixedPath[] = []
  if (discriminator?.property !== undefined)
    fixed.push({ steps: [discriminator.property], reason: `tells the entities of ${name} apart` })
  for (const { property } of key.attributes)
    fixed.push({ steps: [property], reason: inKey, wayOut: 'use move()' })
  for (const property of [managed.version, managed.created, managed.updated])
    if (property !== undefined) fixed.push({ steps: [property], reason: 'is managed by the library' })
  for (const { softDelete } of members)
    if (softDelete !== undefined)
      fixed.push({ steps: [softDelete.property], reason: byDeletes, wayOut: 'use delete() and restore()' })
  for (const { property } of bounds?.loose ?? []) fixed.push({ steps: [property], reason: inBounds })
  addImmutable(schema, [], new Set(), fixed)
  return Object.freeze(fixed)
}

const inKey = 'is part of the key'
const byDeletes = 'marks deleted items'
const inBounds = 'is what the repository is bound to'

/** Returns where the paths of moves begin: these may change the attributes of the key, too. */
export const moveRoot = remembered((model: EntityModel): UpdateRoot => {
  const root = rootOf(model)
  const bound = (model.bounds?.all ?? []).map(({ property }) => ({ steps: [property], reason: inBounds }))
  return Object.freeze({ ...root, fixed: [...root.fixed.filter(({ reason }) => reason !== inKey), ...bound] })
})

// Recursive structs are visited once on each way down.
function addImmutable(
  struct: AnyStruct,
  steps: PathSteps,
  around: ReadonlySet<AnyStruct>,
  fixed: FixedPath[],
): void {
  if (typeof struct.schema !== 'object' || struct.schema === null || around.has(struct)) return
  const within = new Set([...around, struct])
  for (const [key, , child] of childrenOf(struct, {})) {
    const path = [...steps, String(key)]
    if (optionsOf(child).immutable === true) fixed.push({ steps: path, reason: 'is immutable' })
    else addImmutable(child, path, within, fixed)
  }
}

/** Returns where the paths of updates begin: of a union, at an item of the entities that these conditions leave. */
export function updateRoot(model: EntityModel, conditions: readonly Condition[]): UpdateRoot {
  const root = rootOf(model)
  if (model.discriminator === undefined || conditions.length === 0) return root
  const left = model.narrowed(knownValues(conditions))
  if (left === model) return root
  const { codec, schema, fixed } = rootOf(left)
  const discriminator = root.fixed.filter(({ steps }) => steps[0] === model.discriminator?.property)
  return Object.freeze({ entity: model.name, codec, schema, fixed: [...discriminator, ...fixed] })
}

const rootOf = remembered(
  (model: EntityModel): UpdateRoot =>
    Object.freeze({ entity: model.name, codec: model.paths, schema: model.schema, fixed: fixedPaths(model) }),
)
