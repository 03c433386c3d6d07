// Integers of any size: N, up to DynamoDB's 38 significant digits.
import { bigint } from 'superstruct'
import { invalid } from '../codec/codec.js'
import { decimalFault, exactBigInt } from '../codec/decimal.js'
import { type CodecRow, mismatch, refuse, type Wire } from '../codec/node.js'
import { scanNumberAs } from '../scan/scalar-scan.js'
import type { Failure } from '../struct/failure.js'
import { unread } from '../text/body.js'

/** Parses a bigint that DynamoDB can store. */
export function parseBigInt(value: bigint, failures: Failure[]): bigint | typeof invalid {
  const fault = decimalFault(String(value))
  return fault === undefined ? value : refuse(failures, fault, value)
}

export const bigintRow: CodecRow = {
  doc: 'N, up to 38 digits.',
  kinds: ['bigint'],
  forms: ['number', 'decimal'],
  reference: () => bigint(),
  make: () => ({
    types: ['N'],
    fidelity: 'exact',
    sample: 'number',
    numeric: 'bigint',
    parse: (value, failures) => (typeof value === 'bigint' ? parseBigInt(value, failures) : invalid),
    encode: (value) => ({ N: String(value) }),
    decode(stored: Wire | undefined, failures) {
      if (typeof stored?.N !== 'string') return mismatch(stored, ['N'], failures)
      return exactBigInt(stored.N) ?? refuse(failures, 'expected an integer', stored)
    },
    scan: scanNumberAs((text) => exactBigInt(text) ?? unread),
  }),
}
