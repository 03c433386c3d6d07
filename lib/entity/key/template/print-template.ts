// Printing of keys from the values of an item.
import { utf8Length } from '../../../util/bytes.js'
import type { AttributeValue, StoredItem } from '../../struct/attribute-value.js'
import type { Slot, Template } from './slot.js'
import { isSurelyFit, slotText } from './text-writer.js'

/** Why a template gives no key: which attribute prevents it, and how. */
export interface KeyRefusal {
  /** The property; `undefined` if it is the key as a whole. */
  readonly property: string | undefined
  /** The reason, which follows the name: `has 12 digits before the point …`. */
  readonly message: string
}

/** Whether a template gave no key. */
export function isKeyRefusal(printed: AttributeValue | KeyRefusal | undefined): printed is KeyRefusal {
  return printed !== undefined && 'message' in printed
}

/**
 * Returns the key attribute that a template makes from values, each as the item has it; `undefined` if one that it
 * needs is absent; of a partial template, the text up to the first that is.
 * @param read returns the parsed value of a property.
 */
export function printTemplate(
  template: Template,
  read: (property: string) => unknown,
): AttributeValue | KeyRefusal | undefined {
  return printed(template, ({ property, codec }) => {
    const value = read(property)
    return value === undefined ? undefined : codec.encode(value)
  })
}

/** Returns the key attribute that a template makes from a stored item. */
export function printStored(template: Template, stored: StoredItem): AttributeValue | KeyRefusal | undefined {
  const text = template.functions?.write(stored)
  if (text !== undefined && isSurelyFit(template, text)) return { S: text }
  return printed(template, ({ name }) => (Object.hasOwn(stored, name) ? stored[name] : undefined))
}

function printed(
  template: Template,
  storedOf: (slot: Slot) => AttributeValue | undefined,
): AttributeValue | KeyRefusal | undefined {
  let text = ''
  for (const piece of template.pieces) {
    if (typeof piece === 'string') {
      text += piece
      continue
    }
    const stored = storedOf(piece)
    if (stored === undefined || 'NULL' in stored)
      return template.partial ? fitting(template, { S: text }) : undefined
    if (template.type !== 'S') return whole(template, piece, stored)
    const part = slotText(piece, stored)
    if (typeof part !== 'string') return { property: piece.property, message: part.trouble }
    text += part
  }
  return fitting(template, { S: text })
}

function whole(template: Template, { property }: Slot, stored: AttributeValue): AttributeValue | KeyRefusal {
  return template.type in stored
    ? fitting(template, stored)
    : { property, message: `is not stored as ${template.type}, the type of its key attribute` }
}

// DynamoDB accepts no empty key attribute, and none that exceeds its limits ("Partition key length", "Sort key
// length").
function fitting({ slots, most }: Template, value: AttributeValue): AttributeValue | KeyRefusal {
  const size = 'S' in value ? value.S : 'B' in value ? value.B : undefined
  if (size === undefined || (size.length > 0 && size.length * 3 <= most)) return value
  const bytes = typeof size === 'string' ? utf8Length(size) : size.length
  const property = slots.length === 1 ? slots[0]?.property : undefined
  if (bytes === 0) return { property, message: 'makes an empty key, but a key attribute must not be empty' }
  if (bytes <= most) return value
  const message = `makes a key of ${bytes} bytes, but this key attribute can have at most ${most}`
  return { property, message }
}
