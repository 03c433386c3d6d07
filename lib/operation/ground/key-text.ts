// Keys as text, equal for equal keys: how answers are matched to what was asked, and duplicates are found.

import { canonicalDecimal } from '../../entity/codec/decimal.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'

/**
 * A text that is the same for equal keys of one table, of a stored key as of a whole stored item: DynamoDB writes numbers in its own way
 * (`1.0` comes back as `1`), and takes them for the same key. Keys of different tables may have the same text.
 */
export function keyText(model: EntityModel, stored: StoredItem): string {
  const { partition, sort } = model.key
  let text = ''
  for (const { name } of partition) text = valueText(stored[name])
  // The length says where the first part ends, whatever the parts hold.
  for (const { name } of sort) text = `${text.length}:${text}${valueText(stored[name])}`
  return text
}

/** The name of a table that may be given as an ARN (`arn:aws:dynamodb:eu-west-1:123456789012:table/users`): both may be one table. */
export function plainName(table: string): string {
  return table.startsWith('arn:') ? table.slice(table.lastIndexOf('/') + 1) : table
}

const plainInteger = /^(?:0|-?[1-9]\d{0,37})$/

// The data type of a key attribute is the same for a whole table: it need not stand in the text.
function valueText(value: AttributeValue | undefined): string {
  if (value === undefined) return ''
  if ('S' in value) return value.S
  if ('N' in value) return plainInteger.test(value.N) ? value.N : (canonicalDecimal(value.N) ?? value.N)
  return 'B' in value ? Buffer.from(value.B).toString('latin1') : ''
}
