// The stored form of a value: DynamoDB's AttributeValue, structurally the same as the SDK's.

/** One stored value, tagged with its DynamoDB data type ("Data types", Amazon DynamoDB Developer Guide). */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: Uint8Array }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { M: StoredItem }
  | { L: AttributeValue[] }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: Uint8Array[] }

/** A whole stored item, or a stored map: stored attribute names to values. */
export type StoredItem = { [name: string]: AttributeValue }

/** The tag of a stored value. */
export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS'

/** Returns the data type of a stored value: its only own tag. */
export function attributeType(stored: AttributeValue): AttributeType {
  for (const tag in stored) if (stored[tag as never] !== undefined) return tag as AttributeType
  return 'NULL'
}
