// Known parts of an item before it is updated: its key, what the caller passed, or the item as it was read.
import { invalid } from '../../entity/codec/codec.js'
import { parseOperand } from '../../entity/codec/trail.js'
import { isPart, markOf } from '../../entity/item/item-mark.js'
import type { KeyValues } from '../../entity/key/key-values.js'
import { withReadAttributes } from '../../entity/key/read-attributes.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { indexGroups } from './index-groups.js'

/** Stored attributes of an item, as far as they are known. */
export interface KnownItem {
  readonly stored: StoredItem
  /** The names that are known, also if the attribute is absent; `undefined` if all are. */
  readonly names: ReadonlySet<string> | undefined
  /** The names that the key of the item determines: these cannot change. */
  readonly fixed: ReadonlySet<string>
}

/** Whether an attribute is known, or known to be absent. */
export function isKnown({ names }: KnownItem, name: string): boolean {
  return names === undefined || names.has(name)
}

/** Returns what the key of an item tells. Attributes that a template does not store as they are stay unknown. */
export function knownByKey(model: EntityModel, { stored }: KeyValues): KnownItem {
  const known = withReadAttributes([model.key], stored)
  const names = new Set(Object.keys(known))
  return { stored: known, names, fixed: names }
}

/**
 * Returns what the argument of an update tells: its key, and the attributes of an item that index keys are made of. The
 * item may be out of date, so what was taken from it must be a condition of the update.
 */
export function knownByArgument(model: EntityModel, key: KeyValues, argument: unknown): KnownItem {
  const known = knownByKey(model, key)
  if (typeof argument !== 'object' || argument === null || model.discriminator !== undefined) return known
  const given: object = argument
  const whole = markOf(given) === model.inspect && !isPart(given)
  const stored: StoredItem = { ...known.stored }
  const names = new Set(known.names)
  for (const { sources } of indexGroups(model))
    for (const { property, name, codec } of sources.values()) {
      if (known.fixed.has(name)) continue
      const value: unknown = Object.hasOwn(given, property) ? Reflect.get(given, property) : undefined
      if (value === undefined) {
        if (whole) names.add(name)
        continue
      }
      const parsed = parseOperand(codec, value, [])
      const wire = parsed === invalid ? undefined : codec.encode(parsed)
      if (wire === undefined) continue
      stored[name] = wire
      names.add(name)
    }
  return { stored, names, fixed: known.fixed }
}

/** Returns what is known of an item that was read, or that does not exist. */
export function knownByRead(model: EntityModel, key: KeyValues, read: StoredItem | undefined): KnownItem {
  const byKey = knownByKey(model, key)
  const whole = { ...byKey.stored, ...withReadAttributes([model.key], read ?? {}) }
  return { stored: whole, names: undefined, fixed: byKey.fixed }
}
