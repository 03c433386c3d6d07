// Binary values: B, as plain Uint8Array or, if the struct requires one, as Buffer.
import { ofThisRealm } from '../../util/own-realm.js'
import { invalid } from '../codec/codec.js'
import { type Core, mismatch, type Wire } from '../codec/node.js'
import { scanBinaryAs } from '../scan/scalar-scan.js'

/** Returns the bytes as a plain Uint8Array that shares the memory. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return Object.getPrototypeOf(bytes) === Uint8Array.prototype
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Makes the codec of `instance(Uint8Array)` and `instance(Buffer)`. */
export function binaryCore(make: (bytes: Uint8Array) => Uint8Array): Core {
  return {
    types: ['B'],
    fidelity: 'exact',
    // A copy: what the caller later writes into the bytes is not part of the item.
    parse: (given) => {
      const value = ofThisRealm(given)
      return value instanceof Uint8Array ? make(new Uint8Array(value)) : invalid
    },
    encode: (value) => ({ B: plainBytes(value as Uint8Array) }),
    decode(stored: Wire | undefined, failures) {
      const bytes = stored?.B
      return bytes instanceof Uint8Array ? make(plainBytes(bytes)) : mismatch(stored, ['B'], failures)
    },
    scan: scanBinaryAs((bytes) => make(plainBytes(bytes))),
  }
}

/** Returns the same bytes as a Buffer. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
