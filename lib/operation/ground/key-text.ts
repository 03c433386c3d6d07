// Keys as strings that are equal for equal keys, to match responses to requests and to find duplicates.

import { canonicalDecimal } from '../../entity/codec/decimal.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'

/**
 * Returns a string that is the same for equal keys of one table, from a stored key or a whole stored item. DynamoDB
 * normalizes numbers (`1.0` comes back as `1`) and treats them as the same key. Keys of different tables may have the
 * same string.
 */
export function keyText(model: EntityModel, stored: StoredItem): string {
  const { partition, sort } = model.key
  let text = ''
  for (const { name } of partition) text = valueText(stored[name])
  // The length marks the end of the first part, whatever the parts contain.
  for (const { name } of sort) text = `${text.length}:${text}${valueText(stored[name])}`
  return text
}

/**
 * Returns the name of a table that may be given as an ARN (`arn:aws:dynamodb:eu-west-1:123456789012:table/users`): both
 * may be one table.
 */
export function plainName(table: string): string {
  return table.startsWith('arn:') ? table.slice(table.lastIndexOf('/') + 1) : table
}

const plainInteger = /^(?:0|-?[1-9]\d{0,37})$/

// The data type of a key attribute is the same for the whole table, so the string need not contain it.
function valueText(value: AttributeValue | undefined): string {
  if (value === undefined) return ''
  if ('S' in value) return value.S
  if ('N' in value) return plainInteger.test(value.N) ? value.N : (canonicalDecimal(value.N) ?? value.N)
  return 'B' in value ? Buffer.from(value.B).toString('latin1') : ''
}
