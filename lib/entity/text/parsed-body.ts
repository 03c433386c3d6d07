// Values of DynamoDB's JSON as the SDK represents them: binary as bytes, not as base64.

/**
 * Returns a response as the SDK's deserializer makes it from the text of the body; `undefined` for one that is left to
 * the SDK: with an attribute named `__proto__`, or binary that is not base64.
 * @throws SyntaxError if the text is not JSON.
 */
export function parsedBody(text: string): unknown {
  return responsePart(JSON.parse(text), text)
}

/**
 * Returns a part of a response as the SDK represents it, from the result of `JSON.parse`; `undefined` if it is left to
 * the SDK.
 */
export function responsePart(value: unknown, text: string): unknown {
  return !unusual.some((sign) => text.includes(sign)) || convert(value) ? value : undefined
}

// A string without any of these has neither binary nor that name. A tag and a name may be written with escapes.
const unusual = ['"B"', '"BS"', '__proto__', '\\u'] as const

// No other member anywhere in a response has such a name and such a value. Returns whether all of it could be
// converted.
function convert(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(convert)
  const map = value as Record<string, unknown>
  for (const name in map) {
    const member = map[name]
    if (name === '__proto__') return false
    if (name === 'B' && typeof member === 'string') {
      if (!isBase64(member)) return false
      map[name] = bytesOf(member)
    } else if (name === 'BS' && Array.isArray(member)) {
      if (!member.every(isBase64)) return false
      map[name] = member.map(bytesOf)
    } else if (!convert(member)) return false
  }
  return true
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/

function isBase64(member: unknown): boolean {
  return typeof member === 'string' && member.length % 4 === 0 && base64.test(member)
}

/** Returns the bytes of base64; `undefined` for any other text. */
export function binaryIn(text: string): Uint8Array | undefined {
  return isBase64(text) ? bytesOf(text) : undefined
}

function bytesOf(text: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(text, 'base64')
  return new Uint8Array(buffer, byteOffset, length)
}
