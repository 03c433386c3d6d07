// Paths that a projection needs besides the selected ones, and the part of a stored item that it returns.

import { type Key, readableIn } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { isVersioned } from '../../entity/versions/schema-versions.js'
import type { PrintablePath } from '../../expression/path/printed-path.js'

/** Returns key attributes as paths of a projection. */
export function keyPaths(keys: readonly Key[]): PrintablePath[] {
  return keys.flatMap(({ partition, sort }) =>
    [...partition, ...sort].map(({ property, name }) => ({ text: property, names: [name] })),
  )
}

/**
 * Returns the paths that a read of these paths requests: also the keys that are made of them, what tells kinds apart,
 * and what tells the members of a union apart. None, which is the whole item, if nothing less tells the members apart,
 * and if an item may be of an older version, which is upgraded as a whole.
 */
export function projectedPaths(
  model: EntityModel,
  select: readonly PrintablePath[],
): readonly PrintablePath[] {
  const { discriminator, kind, bounds, deletion, plain } = model
  if (isVersioned(model)) return []
  if (select.length === 0 || (plain && (discriminator ?? kind ?? bounds ?? deletion) === undefined))
    return select
  if (discriminator !== undefined && discriminator.names === undefined) return []
  const names = [
    ...madeOf(model, select),
    ...(discriminator?.names ?? []),
    ...(kind === undefined ? [] : [kind.name]),
    ...(bounds?.loose ?? []).map(({ name }) => name),
    ...(deletion?.names ?? []),
  ]
  return [...select, ...names.map((name) => ({ text: name, names: [name] }))]
}

// The key attributes that are made of selected attributes: items of other libraries may have these in their keys alone.
function madeOf({ members }: EntityModel, select: readonly PrintablePath[]): readonly string[] {
  const selected = new Set(select.map(({ names }) => String(names[0])))
  const parts = members.flatMap(({ key }) => (key.made ? key.parts : []))
  const made = parts.filter(
    (part) => part.template !== undefined && readableIn(part).some(({ name }) => selected.has(name)),
  )
  return [...new Set(made.map(({ name }) => name))]
}

/** Returns these attributes of a stored item, if it has them. */
export function storedPart(stored: StoredItem, names: readonly string[]): StoredItem {
  const part: StoredItem = {}
  for (const name of names) {
    // Only own properties count: `constructor` is an ordinary name.
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (value !== undefined) part[name] = value
  }
  return part
}
