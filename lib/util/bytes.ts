// Lengths of strings in bytes of UTF-8, as DynamoDB counts them.

/** Returns the number of bytes of a string in UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
