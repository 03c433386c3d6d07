// Reading of selected attributes from the text of a response.
import type { Codec } from '../codec/codec.js'
import type { Node } from '../codec/node.js'
import { unread } from '../text/body.js'
import { objectScan, type ScannedField } from './object-scan.js'
import type { ItemCodec } from './scanned-item.js'

/** What a projection returns of an item, and what of that was selected. */
export interface Selection {
  readonly properties: readonly string[]
  /** Properties that are read next to the selected ones, for what looks at the item. */
  readonly others: readonly string[]
  /** Those of them that are read only if they are stored as attributes of their own. */
  readonly stored: readonly string[]
  /** Marks what was selected as a part of an item. */
  mark(part: object): object
}

/**
 * Makes the reader of selected attributes, each as in the whole item: absent ones have their defaults. An item with
 * any other attribute than these and the strings that are kept is `unread`.
 */
export function selectionCodec(codec: Codec, { properties, others, stored, mark }: Selection): ItemCodec {
  const fields = [...properties, ...others].flatMap((property) => {
    const field = fieldOf(codec, property)
    return field === undefined ? [] : stored.includes(property) ? withoutDefault(field) : field
  })
  const { item } = objectScan({
    fields,
    drops: false,
    contextualDecode: fields.some((field) => field.contextualDecode),
    isPart: true,
    // What is around the value was not read.
    passes: () => false,
  })
  const selected = (read: object): object => {
    if (others.length === 0) return mark(read)
    const part: Record<string, unknown> = {}
    for (const property of properties)
      if (Object.hasOwn(read, property)) part[property] = Reflect.get(read, property)
    return mark(part)
  }
  return Object.freeze({
    at: codec.at,
    selected,
    scanItem(body, trail, kept) {
      const read = item(body, trail, kept)
      const lacking = read !== unread && stored.some((property) => !Object.hasOwn(Object(read), property))
      return lacking ? unread : read
    },
  } satisfies ItemCodec)
}

// What is absent is read from a key: its default would stand in for the value that is there.
function withoutDefault(field: ScannedField): ScannedField {
  const decode: ScannedField['decode'] = (stored, failures, trail) =>
    stored === undefined ? undefined : field.decode(stored, failures, trail)
  return { ...field, decode }
}

function fieldOf(codec: Codec, property: string): ScannedField | undefined {
  const step = codec.at(property)
  if (step === undefined) return undefined
  const node = step.codec as Node
  const { contextualDecode } = node
  return { key: property, name: String(step.name), node, contextualDecode, decode: node.decode }
}
