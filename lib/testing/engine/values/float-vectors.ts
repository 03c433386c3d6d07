// Vectors of 32-bit floats, as vector indexes keep them: reading, writing and comparing them.
import { normalNumber } from './decimal.js'
import type { WireValue } from './wire.js'

/** The largest finite 32-bit float. */
const largest = 3.4028234663852886e38

/** The 32-bit float of a number; `undefined` if the value is not a number, or beyond what a float can hold. */
export function floatOf({ N: text }: WireValue): number | undefined {
  // Number() reads '' as 0.
  const float = text === undefined || text === '' ? Number.NaN : Math.fround(Number(text))
  return Math.abs(float) <= largest ? float : undefined
}

/** The vector that a list of numbers is; `undefined` if it is not one of this many dimensions. */
export function vectorOf(value: WireValue | undefined, dimensions: number): Float32Array | undefined {
  const list = value?.L
  if (list === undefined || list.length !== dimensions) return undefined
  const vector = new Float32Array(dimensions)
  for (let at = 0; at < dimensions; at += 1) {
    const float = floatOf(list[at] ?? {})
    if (float === undefined) return undefined
    vector[at] = float
  }
  return vector
}

/** A vector as a list of numbers, each in the shortest text that is the same 32-bit float. */
export function vectorValue(vector: Float32Array): WireValue {
  return { L: Array.from(vector, (float) => ({ N: floatText(float) })) }
}

// Nine significant digits tell any two floats apart. The service writes plain decimals, and zero without a sign.
function floatText(float: number): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const text = float.toPrecision(digits)
    if (Math.fround(Number(text)) === float) return normalNumber(text)
  }
  return normalNumber(float.toPrecision(9))
}

// Four sums next to each other, because one alone would wait for each addition.
/** The dot product of two vectors of the same length, in doubles. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  const end = a.length & ~3
  let [first, second, third, fourth] = [0, 0, 0, 0]
  for (let at = 0; at < end; at += 4) {
    first += (a[at] as number) * (b[at] as number)
    second += (a[at + 1] as number) * (b[at + 1] as number)
    third += (a[at + 2] as number) * (b[at + 2] as number)
    fourth += (a[at + 3] as number) * (b[at + 3] as number)
  }
  for (let at = end; at < a.length; at += 1) first += (a[at] as number) * (b[at] as number)
  return first + second + (third + fourth)
}

/** The square of the Euclidean distance of two vectors of the same length, in doubles. */
export function squaredDistance(a: Float32Array, b: Float32Array): number {
  const end = a.length & ~1
  let [first, second] = [0, 0]
  for (let at = 0; at < end; at += 2) {
    const one = (a[at] as number) - (b[at] as number)
    const two = (a[at + 1] as number) - (b[at + 1] as number)
    first += one * one
    second += two * two
  }
  if (end < a.length) first += ((a[end] as number) - (b[end] as number)) ** 2
  return first + second
}
