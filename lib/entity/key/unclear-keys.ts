// Attributes that stand in the keys of an item alone, and cannot be read there.
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Key } from './key.js'

/**
 * Why attributes of an item are not known, although its keys were made of them: with `separators: 'keep'`, several
 * values may give one key.
 * @param stored the item as it was read
 * @param known the same, with what could be read from its keys
 * @param isNeeded whether an attribute is, by its stored name
 */
export function unclearFailures(
  keys: readonly Key[],
  stored: StoredItem,
  known: StoredItem,
  isNeeded: (name: string) => boolean = () => true,
): readonly Failure[] {
  return keys.flatMap(({ parts }) =>
    parts.flatMap(({ template, name: part }) => {
      if (template === undefined || !('slots' in template) || template.separators !== 'keep') return []
      if (template.partial || !Object.hasOwn(stored, part)) return []
      return template.slots.flatMap(({ name, property, format }): Failure[] => {
        if (format.lossy || Object.hasOwn(known, name) || !isNeeded(name)) return []
        const message = `cannot be read from the key attribute '${part}', because several values could have made its text: the Table has separators: 'keep'; query the table or an index that contains the attribute, or read whole items with full(), without a condition on it`
        return [{ path: [property], message, value: undefined }]
      })
    }),
  )
}
