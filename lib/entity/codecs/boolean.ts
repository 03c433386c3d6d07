// Booleans: BOOL.
import { boolean } from 'superstruct'
import { invalid } from '../codec/codec.js'
import { type CodecRow, mismatch, type Wire } from '../codec/node.js'
import { scanBoolean } from '../scan/scalar-scan.js'

export const booleanRow: CodecRow = {
  doc: 'BOOL.',
  kinds: ['boolean'],
  reference: () => boolean(),
  make: () => ({
    types: ['BOOL'],
    most: 1,
    parse: (value) => (typeof value === 'boolean' ? value : invalid),
    encode: (value) => ({ BOOL: value as boolean }),
    decode: (stored: Wire | undefined, failures) =>
      typeof stored?.BOOL === 'boolean' ? stored.BOOL : mismatch(stored, ['BOOL'], failures),
    scan: scanBoolean,
  }),
}
