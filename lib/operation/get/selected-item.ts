// Selected part of a stored item, typed as in the whole item, with the values that stand for absent attributes there.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { setOwn } from '../../entity/codec/text.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import { currentItem } from '../../entity/versions/current-item.js'
import { isVersioned } from '../../entity/versions/schema-versions.js'
import type { PathSteps } from '../../expression/path/path.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'
import { storedPart } from '../ground/key-projection.js'
import { itemFromKeys } from './item-from-keys.js'

/**
 * Decodes the selected part of an item; what was read besides is left out. As in the whole item, defaults and empty
 * Sets replace absent attributes,
 * including those inside required maps. Whatever is below an absent optional map, or below a union, stays absent.
 * @param whole whether all of the item was read, so that it is upgraded if it is of an older version
 * @throws InvalidItemError if the stored data does not match the entity.
 */
export function selectedItem(
  model: EntityModel,
  stored: StoredItem,
  operation: string,
  select: readonly ResolvedPath[],
  whole = true,
): object {
  const reader = model.reader(stored, operation)
  const current = whole ? currentItem(reader, stored, operation) : stored
  const isNeeded = isSelected(select)
  const from = { model: reader, keys: [reader.key], operation, isNeeded }
  const part = selectedPart(model, reader.key.made ? itemFromKeys(from, current) : current, select)
  const item = reader.decodeItem(part, operation, true)
  if (current !== stored && reader.versions?.writesBack === true) reader.versions.origins.set(item, stored)
  for (const { steps } of select) complete(reader.codec, item, { M: part }, steps)
  return item
}

// Completes a value that was decoded in part, along the path.
function complete(codec: Codec, value: unknown, stored: AttributeValue | undefined, steps: PathSteps): void {
  const [step, ...rest] = steps
  // Members of a union have different attributes: one that is absent in one member has no default from another.
  if (step === undefined || (codec.members ?? []).length > 0) return
  if (typeof step === 'number') {
    if (!Array.isArray(value)) return
    // A projection of list elements shifts their indexes, so the path is applied to every element.
    for (const [index, element] of value.entries()) {
      const child = codec.at(step)?.codec
      const inside = stored !== undefined && 'L' in stored ? stored.L[index] : undefined
      if (child === undefined) continue
      if (rest.length > 0) complete(child, element, inside, rest)
      else value[index] = whole(child, inside) ?? element
    }
    return
  }
  if (typeof value !== 'object' || value === null || value instanceof Map) return
  const child = codec.at(step)
  if (child === undefined) return
  const inside = memberOf(stored, String(child.name))
  if (rest.length === 0) {
    const found = whole(child.codec, inside)
    if (found !== undefined) setOwn(value, step, found)
  } else if (inside === undefined) completeAbsent(child.codec, value, step, rest)
  else complete(child.codec, Reflect.get(value, step), inside, rest)
}

function memberOf(stored: AttributeValue | undefined, name: string): AttributeValue | undefined {
  return stored !== undefined && 'M' in stored && Object.hasOwn(stored.M, name) ? stored.M[name] : undefined
}

// The value as in the whole item; `undefined` if it is absent or incomplete, in which case the decoded part is kept.
function whole(codec: Codec, stored: AttributeValue | undefined): unknown {
  const value = codec.decode(stored, [])
  return value === invalid ? undefined : value
}

// A projection omits a map of which it has nothing. A required map gets its defaults; a map with its own default gets
// that.
function completeAbsent(codec: Codec, holder: object, step: string, rest: PathSteps): void {
  const otherwise = codec.decode(undefined, [])
  if (otherwise === undefined || otherwise === null) return
  const part: object = {}
  complete(codec, part, otherwise === invalid ? { M: {} } : codec.encode(otherwise), rest)
  if (Object.keys(part).length > 0) setOwn(holder, step, part)
}

/** Whether a selection has something of an attribute, by its stored name. */
export function isSelected(select: readonly ResolvedPath[]): (name: string) => boolean {
  return (name) => select.some(({ names }) => names[0] === name)
}

// DynamoDB has projected it, unless the whole item was read to tell its entity, or to upgrade it.
function selectedPart(model: EntityModel, stored: StoredItem, select: readonly ResolvedPath[]): StoredItem {
  const { discriminator } = model
  if ((discriminator !== undefined && discriminator.names === undefined) || isVersioned(model)) {
    const part = projected(
      { M: stored },
      select.map(({ names }) => names),
    )
    return part !== undefined && 'M' in part ? part.M : {}
  }
  return storedPart(
    stored,
    select.map(({ names }) => String(names[0])),
  )
}

// As a projection does it: elements of lists move up.
function projected(
  value: AttributeValue | undefined,
  paths: readonly PathSteps[],
): AttributeValue | undefined {
  if (value === undefined || paths.some(({ length }) => length === 0)) return value
  const steps = [...new Set(paths.map(([step]) => step as string | number))]
  const below = (step: string | number) =>
    paths.filter(([first]) => first === step).map(([, ...rest]) => rest)
  if ('L' in value) {
    const places = steps.filter((step): step is number => typeof step === 'number').sort((a, b) => a - b)
    const list = places.flatMap((place) => projected(value.L[place], below(place)) ?? [])
    return list.length === 0 ? undefined : { L: list }
  }
  if (!('M' in value)) return undefined
  const map: StoredItem = {}
  for (const step of steps) {
    const found = projected(memberOf(value, String(step)), below(step))
    if (found !== undefined) setOwn(map, String(step), found)
  }
  return Object.keys(map).length === 0 ? undefined : { M: map }
}
