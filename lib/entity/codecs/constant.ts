// Values from a short list: enums and literals, stored by the type of each value.

import { invalid } from '../codec/codec.js'
import { type CodecRow, type Core, mismatch, type View } from '../codec/node.js'
import { scanConstants } from '../scan/scalar-scan.js'
import { type AttributeType, type AttributeValue, attributeType } from '../struct/attribute-value.js'
import { unstorable } from '../struct/definition.js'
import { accepts, complaint } from '../struct/probe.js'
import { decodeNatural } from './natural.js'
import { encodeScalar, parseScalar } from './natural-scalar.js'

/** Makes the codec of a list of strings, numbers, bigints and booleans. */
function constantCore({ struct, path }: View, constants: readonly unknown[]): Core {
  // By stored form: 5n is read back as 5 if nothing else is specified.
  const byStored = new Map<string, unknown>()
  const types = new Set<AttributeType>()
  for (const constant of constants) {
    const stored = typeof constant === 'bigint' ? { N: String(constant) } : storedConstant(path, constant)
    byStored.set(identity(stored), constant === 0 ? 0 : constant)
    types.add(attributeType(stored))
  }
  const only = new Set([...byStored.values()])
  return {
    types: [...types],
    fidelity: 'exact',
    ...(types.has('N') && { numeric: 'few' }),
    text: constants.every((constant) => typeof constant === 'string'),
    only,
    parse: (value) => (only.has(value) ? (value === 0 ? 0 : value) : invalid),
    encode: encodeScalar,
    scan: constants.every((constant) => typeof constant === 'string') ? scanConstants(constants) : undefined,
    decode(stored, failures) {
      if (stored === undefined || !types.has(attributeType(stored)))
        return mismatch(stored, [...types], failures)
      const known = identity(stored)
      if (byStored.has(known)) return byStored.get(known)
      const value = decodeNatural(stored)
      failures.push({
        path: [],
        message: complaint(struct, value) ?? 'expected one of the values',
        value,
        quotes: [],
      })
      return invalid
    },
  }
}

function identity(stored: AttributeValue): string {
  const value = decodeNatural(stored)
  return `${attributeType(stored)} ${String(value)}`
}

function storedConstant(path: string, constant: unknown): AttributeValue {
  const parsed = parseScalar(constant, [])
  const stored = parsed === invalid ? undefined : encodeScalar(parsed)
  if (stored === undefined || typeof constant === 'object')
    throw unstorable(path, 'a value of the struct cannot be stored')
  return stored
}

// Returns the message of the struct for a value that it cannot have; `onNull` already has it if null is rejected.
function refusalOf({ struct, onNull }: View): string {
  return onNull ?? complaint(struct, {}) ?? ''
}

export const enumsRow: CodecRow = {
  doc: 'By the type of each value: S, N or BOOL.',
  kinds: ['enums'],
  make(view) {
    const { struct } = view
    const listed =
      typeof struct.schema === 'object' && struct.schema !== null ? Object.values(struct.schema) : []
    // Of two values with the same text (1 and '1'), the schema contains only one, but superstruct's message has both.
    const quoted = /^Expected one of `([\s\S]*)`, but received: /.exec(refusalOf(view))?.[1]
    const values = [...new Set([...listed, ...(quoted === undefined ? [] : jsonValues(quoted))])]
    return values.length === 0 ? undefined : constantCore(view, values)
  },
}

function jsonValues(list: string): unknown[] {
  try {
    const values: unknown = JSON.parse(`[${list}]`)
    return Array.isArray(values) ? values : []
  } catch {
    return []
  }
}

export const literalRow: CodecRow = {
  doc: 'By the type of the value: S, N, BOOL or NULL.',
  kinds: ['literal'],
  make(view) {
    const { struct, path, optional, onNull } = view
    const { schema } = struct
    if (schema !== null && schema !== undefined) return constantCore(view, [schema])
    const text = /^Expected the literal `([\s\S]*)`, but received: /.exec(refusalOf(view))?.[1]
    const found = readings(text ?? '').find((value) => accepts(struct, value))
    if (found !== undefined) return constantCore(view, [found])
    // literal(null) and literal(undefined): there is no other value.
    if (onNull === undefined) return { ...nothingElse, types: ['NULL'] }
    if (optional) return nothingElse
    throw unstorable(path, 'a literal() with this value cannot be stored')
  },
}

const nothingElse: Core = {
  types: [],
  parse: () => invalid,
  encode: () => undefined,
  decode: (stored, failures) => mismatch(stored, ['NULL'], failures),
}

function readings(text: string): unknown[] {
  const values: unknown[] = [text === 'true', text, Number(text)]
  if (/^-?\d{1,400}$/.test(text)) values.push(BigInt(text))
  return text.startsWith('"') ? [JSON.parse(text)] : values
}
