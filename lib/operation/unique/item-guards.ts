// Guards of an item: one for each unique value that it has.
import { invalid } from '../../entity/codec/codec.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import { guardKey, guardText } from '../../entity/unique/guard-key.js'
import { guardNames, type UniqueValue } from '../../entity/unique/unique-values.js'
import type { GuardItem } from '../ground/faces.js'

const noGuards: readonly GuardItem[] = Object.freeze([])

/** What the marker of the kind holds in a guard, if the table has one. */
const guardKind = 'dyntastic:unique'

/** The guards of the unique values of a stored item; none if there is no item. */
export function itemGuards(model: EntityModel, stored: StoredItem | undefined): readonly GuardItem[] {
  if (stored === undefined) return noGuards
  const { name, unique, key, managed, kind, softDelete } = memberOf(model, stored)
  // The values of a deleted item are free.
  if (softDelete !== undefined && Object.hasOwn(stored, softDelete.name)) return noGuards
  return unique.flatMap((value): readonly GuardItem[] => {
    const text = guardText(name, value.names, storedValues(stored, value))
    if (text === undefined) return []
    const guard: StoredItem = guardKey(key, text)
    const ttl = managed.ttl === undefined ? undefined : stored[managed.ttl]
    // The guard of an item that expires is deleted as the item is.
    if (managed.ttl !== undefined && ttl !== undefined && 'N' in ttl) guard[managed.ttl] = ttl
    if (kind !== undefined) guard[kind.name] = { S: guardKind }
    guard[guardNames.what] = { S: JSON.stringify([name, value.names]) }
    guard[guardNames.of] = { M: keyOfItem(model, stored) }
    return [{ text, properties: value.properties, stored: guard }]
  })
}

/** The key of a stored item, alone. */
export function keyOfItem({ key }: EntityModel, stored: StoredItem): StoredItem {
  const part: StoredItem = {}
  for (const { name } of [...key.partition, ...key.sort]) {
    const value = stored[name]
    if (value !== undefined) part[name] = value
  }
  return part
}

// An item of a union is of one of the entities; one that is of none has no unique values.
function memberOf(
  model: EntityModel,
  stored: StoredItem,
): Pick<EntityModel, 'name' | 'unique' | 'key' | 'managed' | 'kind' | 'softDelete'> {
  if (model.discriminator === undefined) return model
  try {
    return model.reader(stored, 'read')
  } catch {
    const { name, key, managed, kind } = model
    return { name, key, managed, kind, unique: [], softDelete: undefined }
  }
}

// As they are written: several stored forms may be read as one value.
function storedValues(
  stored: StoredItem,
  { names, codecs }: UniqueValue,
): readonly (AttributeValue | undefined)[] {
  return names.map((name, at) => {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    const codec = codecs[at]
    if (value === undefined || codec === undefined || codec.fidelity === 'exact') return value
    const read = codec.decode(value, [])
    return read === invalid ? value : codec.encode(read)
  })
}
