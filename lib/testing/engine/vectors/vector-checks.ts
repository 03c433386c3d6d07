// Checks of written items by the vector indexes of their table.
import { attributeOf, fits } from '../storage/entry-keys.js'
import type { VectorSchema } from '../storage/table-schema.js'
import { floatOf } from '../values/float-vectors.js'
import { invalid } from '../values/service-failure.js'
import { emptyIndexKey, emptyKind } from '../values/value-checks.js'
import { valueBytes } from '../values/value-sizes.js'
import { typeOf, type WireItem, type WireValue } from '../values/wire.js'

/** "Partition keys: 2,048 bytes". */
const maximumPartitionBytes = 2048

/**
 * Refuses an item that does not fit a vector index. "The vector attribute must be a list of numbers with dimensions
 * matching the index configuration; vector values must fit in 32-bit IEEE-754 floating point format; partition key and
 * inline filter attributes defined in the search schema must have data types matching the index schema definition"
 * ("PutItem"). An item may lack any of them: it is then not in the index, or not found by the filter.
 */
export function checkVector(index: VectorSchema, item: WireItem, looksAt: (name: string) => boolean): void {
  const { partition, filters, name: indexName } = index
  for (const attribute of partition === undefined ? filters : [partition, ...filters]) {
    const { name, type } = attribute
    const value = looksAt(name) ? attributeOf(item, name) : undefined
    if (value === undefined) continue
    if (!fits(value, attribute))
      throw invalid(
        `One or more parameter values were invalid. Attribute '${name}' type mismatch. Expected: ${type}, Actual: ${typeOf(value)}. IndexName: ${indexName}`,
      )
    if (attribute !== partition) continue
    if (emptyKind(value) !== undefined) throw emptyIndexKey(indexName, name, value)
    if (valueBytes(value) > maximumPartitionBytes)
      throw invalid(
        `One or more parameter values were invalid: Aggregate size for HASH key attributes exceeds the maximum of ${maximumPartitionBytes} bytes`,
      )
  }
  const value = looksAt(index.attribute) ? attributeOf(item, index.attribute) : undefined
  if (value !== undefined) refuseMisfit(value, index)
}

// Messages do not show numbers of a vector.
function refuseMisfit(value: WireValue, { attribute, dimensions, name }: VectorSchema): void {
  const refusal = (what: string) =>
    invalid(`One or more parameter values were invalid. ${what}IndexName: ${name}`)
  if (value.L === undefined)
    throw refusal(`Invalid type for parameter ${attribute}, Expected: 32-bit floating point number list `)
  if (value.L.length !== dimensions)
    throw refusal(
      `Invalid size for parameter ${attribute}, Expected: ${dimensions}, Actual: ${value.L.length} `,
    )
  for (const [at, element] of value.L.entries()) {
    if (element.N === undefined)
      throw refusal(
        `Invalid type for parameter ${attribute}[${at}], Expected: 32-bit floating point number, Actual: ${typeOf(element)}. `,
      )
    if (floatOf(element) === undefined)
      throw refusal(
        `Invalid value for parameter ${attribute}[${at}], Value is outside valid range [-3.4028235E38, 3.4028235E38]. `,
      )
  }
}
