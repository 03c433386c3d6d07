// The size of a stored value, as in DynamoDB's `size` function.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'

/**
 * Returns the result of DynamoDB's `size` function; `undefined` for types without a size (N, BOOL, NULL). The size of
 * binary is in bytes, that of sets, lists and maps in members. The size of a string is in UTF-16 code units, as in
 * DynamoDB (not in UTF-8 bytes, as for its limits).
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
