// What size() says of a stored value.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'

/**
 * The size that DynamoDB's `size` function gives; `undefined` for types without one (N, BOOL, NULL). Binary is counted in bytes, sets,
 * lists and maps in members. Text is counted in UTF-16 code units, as DynamoDB does (not in UTF-8 bytes, as for its limits).
 */
export function sizeOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length
  if ('B' in value) return value.B.length
  if ('SS' in value) return value.SS.length
  if ('NS' in value) return value.NS.length
  if ('BS' in value) return value.BS.length
  if ('L' in value) return value.L.length
  return 'M' in value ? Object.keys(value.M).length : undefined
}
