// What a read of selected paths makes of a stored item: typed as these paths of the whole item, and so with the values that are absent there.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { setOwn } from '../../entity/codec/text.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import type { PathSteps } from '../../expression/path/path.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'

/**
 * The selected part of an item. A default, and an empty Set, stand for what is absent, as in the whole item, also inside of maps that must be
 * there; what is below an absent optional map, and below a union, is absent.
 * @throws InvalidItemError if the stored data does not fit the entity.
 */
export function selectedItem(
  model: EntityModel,
  stored: StoredItem,
  operation: string,
  select: readonly ResolvedPath[],
): object {
  const item = model.decodeItem(stored, operation, true)
  for (const { steps } of select) complete(model.codec, item, { M: stored }, steps)
  return item
}

// Adds what the path says of a value that was decoded in part.
function complete(codec: Codec, value: unknown, stored: AttributeValue | undefined, steps: PathSteps): void {
  const [step, ...rest] = steps
  // Members of a union differ in what they have: what is absent in one is no default of another.
  if (step === undefined || (codec.members ?? []).length > 0) return
  if (typeof step === 'number') {
    if (!Array.isArray(value)) return
    // Places of a list that is read in part move up: what was asked of one is asked of each.
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

// A value as the whole item has it; `undefined` if it is absent, or not whole: then its part stands.
function whole(codec: Codec, stored: AttributeValue | undefined): unknown {
  const value = codec.decode(stored, [])
  return value === invalid ? undefined : value
}

// A projection leaves out a map of which it has nothing. One that must be there has its defaults; one with a default of its own is that one.
function completeAbsent(codec: Codec, holder: object, step: string, rest: PathSteps): void {
  const otherwise = codec.decode(undefined, [])
  if (otherwise === undefined || otherwise === null) return
  const part: object = {}
  complete(codec, part, otherwise === invalid ? { M: {} } : codec.encode(otherwise), rest)
  if (Object.keys(part).length > 0) setOwn(holder, step, part)
}
