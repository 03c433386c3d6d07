// Lengths of text in bytes of UTF-8, as DynamoDB counts them.

/** The number of bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
