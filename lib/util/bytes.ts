// Bytes: the lengths of strings in UTF-8, as DynamoDB counts them, and what is text or binary as a whole.
import { types } from 'node:util'

/** Returns the number of bytes of a string in UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/**
 * Whether an object is binary or a boxed string. Both are iterable, but are single values: their bytes and characters
 * are never meant.
 */
export function isTextOrBytes(value: object): boolean {
  return value instanceof Uint8Array || types.isStringObject(value)
}
