// Stored attributes of keys that are made of others: printed from an item, and read back.
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import { type Computed, printComputed, readComputed } from './computed.js'
import { type KeyRefusal, printStored } from './template/print-template.js'
import { readTemplate } from './template/read-template.js'
import type { Template } from './template/slot.js'

/** The key attribute of a stored item; `undefined` if an attribute that it needs is absent. */
export function printMade(
  template: Template | Computed,
  stored: StoredItem,
): AttributeValue | KeyRefusal | undefined {
  return 'slots' in template ? printStored(template, stored) : printComputed(template, stored)
}

/**
 * The values that a key attribute was made of, by property, as far as it has them; `undefined` if it was not made by
 * this template. Of a partial template, it is not certain which values there were.
 * @param known values read from other attributes of the key: this one must agree with them
 */
export function readMade(
  template: Template | Computed,
  stored: AttributeValue,
  known: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> | undefined {
  if (!('slots' in template)) return readComputed(template, stored)
  return template.partial ? {} : readTemplate(template, stored, known)
}
