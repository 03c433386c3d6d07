// Vectors of 32-bit floats: L of numbers, each in the shortest text that is the same float.
import { invalid } from '../codec/codec.js'
import { type CodecRow, type Core, mismatch, refuse, type Wire } from '../codec/node.js'
import { vectorScan } from '../scan/vector-scan.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import {
  dimensionsOf,
  floatsOf,
  markedVector,
  shownVector,
  vector,
  vectorFault,
  withoutNumbers,
} from '../struct/vector.js'
import { floatTexts } from './float-text.js'

/** The largest finite 32-bit float. */
const largest = 3.4028234663852886e38

function vectorCore(dimensions: number): Core {
  return {
    types: ['L'],
    dimensions,
    parse(value, failures) {
      const floats = floatsOf(value, dimensions)
      if (floats !== undefined) return floats
      const { message = 'expected a vector', at } = vectorFault(value, dimensions) ?? {}
      failures.push({
        path: at === undefined ? [] : [at],
        message,
        value: withoutNumbers(at === undefined ? value : undefined),
      })
      return invalid
    },
    encode: (value) => ({ L: markedVector(floatTexts(value as Float32Array).map((N) => ({ N }))) }),
    decode(stored: Wire | undefined, failures) {
      const list = stored?.L
      if (!Array.isArray(list)) return mismatch(stored, ['L'], failures)
      if (list.length !== dimensions)
        return refuse(
          failures,
          `expected a vector of ${dimensions} dimensions, but one of ${list.length} is stored`,
          shownVector(list.length),
        )
      const floats = new Float32Array(dimensions)
      for (let at = 0; at < dimensions; at++) {
        const text = (list[at] as Wire).N
        const float = typeof text === 'string' ? Math.fround(numberIn(text)) : Number.NaN
        if (!(Math.abs(float) <= largest))
          return refuse(failures, unfit(list[at], at), shownVector(dimensions))
        floats[at] = float
      }
      return floats
    },
    scan: vectorScan(dimensions),
  }
}

/** Below this, and up to 22 places, a decimal is a quotient of two doubles that hold both parts exactly. */
const mostDigits = 1e15
const powers: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)

// Number(text), in a fraction of the time for plain decimals: a vector has a thousand of them. NaN for ''.
function numberIn(text: string): number {
  const negative = text.charCodeAt(0) === 45
  const start = negative ? 1 : 0
  let digits = 0
  let places = -1
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      digits = digits * 10 + (code - 48)
      if (places >= 0) places++
    } else if (code === 46 && places < 0 && at > start) places = 0
    else return Number(text)
  }
  if (text.length === start) return Number.NaN
  if (digits >= mostDigits || places > 22) return Number(text)
  const number = places > 0 ? digits / (powers[places] as number) : digits
  return negative ? -number : number
}

function unfit(stored: AttributeValue | undefined, at: number): string {
  const [type] = Object.keys(stored ?? {})
  return type === 'N'
    ? `[${at}] is not a number that a 32-bit float can hold`
    : `expected numbers in a vector, but [${at}] is stored as ${type}`
}

export const vectorRow: CodecRow = {
  doc: 'L of numbers, each in the shortest text that is the same 32-bit float; read as a `Float32Array`.',
  kinds: ['vector'],
  reference: ({ struct }) => vector(dimensionsOf(struct) ?? 1),
  make({ struct }) {
    const dimensions = dimensionsOf(struct)
    return dimensions === undefined ? undefined : vectorCore(dimensions)
  },
}
