// Stored items as DynamoDB's JSON has them: binary is base64 text.
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { AnyStoredItem } from 'dyntastic'

/** What Lambda, exports and the CLI show of a stored item. */
export function asJson(item: Record<string, AttributeValue>): AnyStoredItem {
  const text = JSON.stringify(item, (_name, value: unknown) => {
    // Bytes have a toJSON of their own if they are a Buffer: the replacer sees its result.
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
    return value
  })
  return JSON.parse(text) as AnyStoredItem
}
