// Printing of keys for messages.

/** Returns a key as a string: `{ userId: 'u1' }`. */
export function keyInWords(key: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(key).map(([name, value]) => `${name}: ${valueInWords(value)}`)
  return `{ ${parts.join(', ')} }`
}

function valueInWords(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (value instanceof Uint8Array) return `binary ${Buffer.from(value).toString('base64')}`
  return value instanceof Date ? value.toISOString() : String(value)
}
