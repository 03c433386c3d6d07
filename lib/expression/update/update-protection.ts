// The attributes that updates must not change: key attributes, attributes managed by the library, and immutable ones.

import type { EntityModel } from '../../entity/model.js'
import { optionsOf } from '../../entity/struct/attribute.js'
import { childrenOf } from '../../entity/struct/probe.js'
import type { AnyStruct } from '../../entity/struct/struct.js'
import type { FixedPath } from '../need/update-place.js'
import type { PathSteps } from '../path/path.js'

/**
 * Returns what updates of an entity must not change, with the reasons: key attributes, the version, the timestamps, and
 * attributes that are `immutable`, also inside objects (not inside lists, records and unions, which are replaced as a
 * whole).
 */
export function fixedPaths({ key, managed, schema }: EntityModel): readonly FixedPath[] {
  const fixed: FixedPath[] = []
  for (const { property } of [...key.partition, ...key.sort])
    fixed.push({ steps: [property], reason: 'is part of the key' })
  for (const property of [managed.version, managed.created, managed.updated])
    if (property !== undefined) fixed.push({ steps: [property], reason: 'is managed by the library' })
  addImmutable(schema, [], new Set(), fixed)
  return Object.freeze(fixed)
}

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
