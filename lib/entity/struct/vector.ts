// `vector(dimensions)`: the struct of vectors of 32-bit floats, as vector indexes have them.
import { types } from 'node:util'
import { type Context, Struct } from 'superstruct'
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { kindOf } from '../../errors/failures.js'
import { rootContext, type StructEntry } from './struct.js'

/** The schema of a vector: the number of its dimensions. Only vectors have such a schema. */
export interface VectorSchema {
  readonly dimensions: number
}

/** What can be given for a vector: an array of numbers is converted. */
export type VectorInput = Float32Array | readonly number[]

/** A struct of vectors. */
export interface VectorStruct extends Struct<Float32Array, VectorSchema> {}

/** No item holds a list of more numbers ("Item size": 400 KB). */
const mostDimensions = 200_000
/** Given to the validator of a struct, it returns the number of dimensions, through any wrapper. */
const dimensionsMark: unique symbol = Symbol.for('dyntastic.dimensions')
/** The largest finite 32-bit float. */
const largest = 3.4028234663852886e38

/**
 * A vector of 32-bit floats with this many dimensions, such as an embedding: a `Float32Array`; inputs may be arrays of
 * numbers, which are rounded to 32 bits. It is stored as a list of numbers (L), each in the shortest text that is the
 * same float, and read back bit for bit. Only -0 has no stored form of its own: it becomes 0. Errors, explanations
 * and the inspection of items show it as `vector(1024)`.
 * @example
 * attributes: { docId: string(), embedding: vector(1024) }
 * // documents.save({ docId: 'd1', embedding: [0.1, …] })
 * // PutItem { Item: { docId: { S: 'd1' }, embedding: { L: [{ N: '0.1' }, …] } } }
 * @throws EntityDefinitionError if `dimensions` is not an integer from 1 to 200,000; a vector index has at most 4,096.
 */
export function vector(dimensions: number): VectorStruct {
  if (
    arguments.length !== 1 ||
    !Number.isInteger(dimensions) ||
    dimensions < 1 ||
    dimensions > mostDimensions
  )
    throw new EntityDefinitionError({
      detail: `vector() takes the number of dimensions, an integer from 1 to ${mostDimensions}, such as vector(1024)`,
    })
  const struct: VectorStruct = new Struct<Float32Array, VectorSchema>({
    type: 'vector',
    schema: Object.freeze({ dimensions }),
    coercer: (value) => (Array.isArray(value) ? (floatsOf(value, dimensions) ?? value) : value),
    validator(value, { path }) {
      const fault = vectorFault(value, dimensions)
      if (fault === undefined) return true
      const { message, at } = fault
      return at === undefined
        ? { message, value: withoutNumbers(value) }
        : { message, path: [...path, at], value: undefined }
    },
    *entries(value: unknown): Generator<[string, unknown, Struct<never>]> {
      // superstruct looks at no more than the methods of a struct.
      if (value === dimensionsMark) yield ['dimensions', dimensions, struct as unknown as Struct<never>]
    },
  })
  return struct
}

/** The number of dimensions of a struct of vectors; `undefined` if it is another struct. */
export function dimensionsOf(struct: {
  entries(value: unknown, context: Context): Iterable<StructEntry | readonly unknown[]>
}): number | undefined {
  for (const [key, dimensions] of struct.entries(dimensionsMark, rootContext(dimensionsMark) as Context))
    if (key === 'dimensions') return dimensions as number
  return undefined
}

/** What is wrong with a value: at an element of it, or with the whole. Never shows a number. */
export interface VectorFault {
  readonly message: string
  readonly at?: number
}

/** What is wrong with a value that should be a vector; `undefined` if nothing is. */
export function vectorFault(value: unknown, dimensions: number): VectorFault | undefined {
  if (!Array.isArray(value) && !types.isFloat32Array(value))
    return {
      message: `expected a vector of ${dimensions} dimensions, as a Float32Array or an array of numbers, not ${kindOf(value)}`,
    }
  const { length } = value
  if (length !== dimensions)
    return { message: `expected a vector of ${dimensions} dimensions, not one of ${length}` }
  for (let at = 0; at < length; at++) {
    const number: unknown = value[at]
    if (typeof number !== 'number') return { message: `expected a number, not ${kindOf(number)}`, at }
    if (!Number.isFinite(number)) return { message: `${number} cannot be stored`, at }
    if (!(Math.abs(Math.fround(number)) <= largest)) return { message: 'too large for a 32-bit float', at }
  }
  return undefined
}

/** How errors, explanations and inspection show a vector. */
export const shownVector = (dimensions: number): string => `vector(${dimensions})`

const vectorMark: unique symbol = Symbol.for('dyntastic.vector')

/** Marks a stored list as that of a vector, so that explanations do not show its numbers. */
export function markedVector<L extends readonly unknown[]>(list: L): L {
  return Object.defineProperty(list, vectorMark, { value: true })
}

/** Whether a stored list is that of a vector. */
export function isMarkedVector(list: unknown): list is readonly unknown[] {
  return Array.isArray(list) && Reflect.get(list, vectorMark) === true
}

/** The same value, or what stands in errors for one that holds numbers. */
export function withoutNumbers(value: unknown): unknown {
  return Array.isArray(value) || types.isTypedArray(value) ? shownVector(value.length) : value
}

/** A copy of a vector as it will be read back; `undefined` if a value is not one. */
export function floatsOf(value: unknown, dimensions: number): Float32Array | undefined {
  if (!Array.isArray(value) && !types.isFloat32Array(value)) return undefined
  if (value.length !== dimensions) return undefined
  const floats = new Float32Array(dimensions)
  for (let at = 0; at < dimensions; at++) {
    const number: unknown = value[at]
    if (typeof number !== 'number') return undefined
    // DynamoDB stores -0 as 0.
    const float = Math.fround(number) + 0
    if (!(Math.abs(float) <= largest)) return undefined
    floats[at] = float
  }
  return floats
}
