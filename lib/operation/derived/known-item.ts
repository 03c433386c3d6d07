// Known parts of an item before it is updated: its key, what the caller passed, or the item as it was read.
import { invalid } from '../../entity/codec/codec.js'
import { parseOperand } from '../../entity/codec/trail.js'
import { isPart, markOf } from '../../entity/item/item-mark.js'
import type { KeyAttributePart } from '../../entity/key/key.js'
import type { KeyValues } from '../../entity/key/key-values.js'
import type { ListedAttribute } from '../../entity/key/listed-attributes.js'
import { withReadAttributes } from '../../entity/key/read-attributes.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { remembered } from '../../util/remembered.js'
import { type IndexGroup, indexGroups } from './index-groups.js'

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
export function knownByKey(model: EntityModel, key: KeyValues): KnownItem {
  const { attributes, names } = exactKeyOf(model)
  const given = attributes.length === 0 ? undefined : attributesOf(attributes, key)
  if (given !== undefined) return { stored: given, names, fixed: names }
  const known = withReadAttributes([model.key], key.stored)
  const fixed = new Set(Object.keys(known))
  return { stored: known, names: fixed, fixed }
}

/** A key from which exactly the values that it was made of are read: no attributes if there may be others. */
interface ExactKey {
  readonly attributes: readonly KeyAttributePart[]
  /** The stored names of the key and its attributes. */
  readonly names: ReadonlySet<string>
}

// Formats may lose a part of a value, and separators that are kept as they are do not show where it ends.
const exactKeyOf = remembered(({ key }: EntityModel): ExactKey => {
  const isExact = key.parts.every(
    ({ template }) =>
      template !== undefined &&
      'slots' in template &&
      template.separators !== 'keep' &&
      template.slots.every(({ format }) => !format.lossy),
  )
  const attributes = isExact ? key.attributes : []
  return Object.freeze({
    attributes,
    names: new Set([...key.parts, ...attributes].map(({ name }) => name)),
  })
})

function attributesOf(
  attributes: readonly KeyAttributePart[],
  { values, stored }: KeyValues,
): StoredItem | undefined {
  const known: StoredItem = {}
  for (let at = 0; at < attributes.length; at++) {
    const { property, name, codec } = attributes[at] as KeyAttributePart
    const value = values[property]
    const wire = value === undefined ? undefined : codec.encode(value)
    if (wire === undefined) return undefined
    known[name] = wire
  }
  return Object.assign(known, stored)
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
  let passed: StoredItem | undefined
  let absent: string[] | undefined
  const groups = indexGroups(model)
  for (let group = 0; group < groups.length; group++) {
    const { listed } = groups[group] as IndexGroup
    for (let at = 0; at < listed.length; at++) {
      const { property, name, codec } = listed[at] as ListedAttribute
      if (known.fixed.has(name)) continue
      const value: unknown = Object.hasOwn(given, property) ? Reflect.get(given, property) : undefined
      if (value === undefined) {
        if (whole) absent = [...(absent ?? []), name]
        continue
      }
      const parsed = parseOperand(codec, value, [])
      const wire = parsed === invalid ? undefined : codec.encode(parsed)
      if (wire === undefined) continue
      passed ??= {}
      passed[name] = wire
    }
  }
  if (passed === undefined && absent === undefined) return known
  const { stored, fixed } = known
  const names = new Set([...fixed, ...Object.keys(passed ?? {}), ...(absent ?? [])])
  return { stored: { ...stored, ...passed }, names, fixed }
}

/** Returns what is known of an item that was read, or that does not exist. */
export function knownByRead(model: EntityModel, key: KeyValues, read: StoredItem | undefined): KnownItem {
  const byKey = knownByKey(model, key)
  const whole = { ...byKey.stored, ...withReadAttributes([model.key], read ?? {}) }
  return { stored: whole, names: undefined, fixed: byKey.fixed }
}
