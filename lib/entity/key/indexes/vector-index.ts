// A vector index as defined: the vector, how vectors are compared, and what searches are limited by.
import { definitionError, type KeyContext, unknownAttribute } from '../../table/attribute-lookup.js'
import type { IndexDescriptor, VectorDistance } from '../../table/descriptor.js'
import type { TableVectorIndex } from '../../table/table.js'
import { checkKeyName, type Key, type KeyPart, keyPart } from '../key.js'

/** A vector index. */
export interface VectorIndexDefinition extends TableVectorIndex {
  /** The name in the definition. */
  readonly label: string
  /** The property of the vector. */
  readonly property: string
  readonly partition: KeyPart | undefined
  readonly filters: readonly KeyPart[]
}

/** "Vector indexes" in "Quotas in Amazon DynamoDB". */
export const vectorLimits = { indexes: 5, dimensions: 4096, filters: 18, projected: 20 } as const

/** What an index has to say about its vector; of a table that declares its keys, by the names of properties. */
export interface VectorSides {
  readonly vector: string
  readonly distance: VectorDistance | undefined
  readonly partition: string | undefined
  readonly filter: readonly string[]
  readonly projection: 'all' | 'keys' | readonly string[]
}

/**
 * Returns the sides of an index that an entity defines.
 * @throws EntityDefinitionError if it has what only other indexes have.
 */
export function vectorSides(context: KeyContext, place: string, descriptor: IndexDescriptor): VectorSides {
  const { vector, distance, partition, filter = [], projection = 'all' } = descriptor
  for (const other of ['sort', 'local'] as const)
    if (descriptor[other] !== undefined)
      throw definitionError(context, `${place}: a vector index has no \`${other}\``)
  if (partition !== undefined && typeof partition !== 'string')
    throw definitionError(context, `${place}.partition: a vector index is partitioned by one attribute`)
  return { vector: String(vector), distance, partition, filter, projection }
}

/**
 * Returns a vector index.
 * @throws EntityDefinitionError if DynamoDB cannot have it: an attribute that is not a vector, or of more than 4,096
 * dimensions; a partition or a filter that is not a string, a number or binary; more than 18 filters, or 20 attributes
 * in all ("Vector indexes").
 */
export function defineVectorIndex(
  context: KeyContext,
  primary: Key,
  { label, name, place }: { readonly label: string; readonly name: string; readonly place: string },
  sides: VectorSides,
): VectorIndexDefinition {
  const { vector, distance } = sides
  const step = context.properties.includes(vector) ? context.codec.at(vector) : undefined
  if (step === undefined)
    throw definitionError(context, `${place}.vector: ${unknownAttribute(context, vector)}`)
  const { dimensions } = step.codec
  if (dimensions === undefined)
    throw definitionError(
      context,
      `${place}.vector: '${vector}' is not a vector; declare it as vector(dimensions)`,
    )
  if (dimensions > vectorLimits.dimensions)
    throw definitionError(
      context,
      `${place}.vector: '${vector}' has ${dimensions} dimensions, but a vector index can have at most ${vectorLimits.dimensions}`,
    )
  if (distance === undefined)
    throw definitionError(context, `${place} needs a \`distance\`: 'cosine', 'euclidean' or 'dotProduct'`)
  const attribute = String(step.name)
  checkKeyName(context, `${place}.vector`, attribute)
  const partition =
    sides.partition === undefined ? undefined : keyPart(context, sides.partition, `${place}.partition`)
  const filters = sides.filter.map((property) => keyPart(context, property, `${place}.filter`))
  const searched = [...(partition === undefined ? [] : [partition]), ...filters]
  refuseRepeats(context, place, searched)
  const projection = projected(
    context,
    place,
    { attribute, keyParts: [...primary.parts, ...searched] },
    sides,
  )
  const count = 1 + filters.length + (typeof projection === 'string' ? 0 : projection.length)
  if (filters.length > vectorLimits.filters)
    throw definitionError(
      context,
      `${place}.filter names ${filters.length} attributes, but a vector index can have at most ${vectorLimits.filters} filters`,
    )
  if (count > vectorLimits.projected)
    throw definitionError(
      context,
      `${place}: the vector, its filters and its projection are ${count} attributes, but a vector index can have at most ${vectorLimits.projected}`,
    )
  return Object.freeze({
    label,
    name,
    property: vector,
    attribute,
    dimensions,
    distance,
    partition,
    filters: Object.freeze(filters),
    projection,
  })
}

function refuseRepeats(context: KeyContext, place: string, parts: readonly KeyPart[]): void {
  const names = parts.map(({ property }) => property)
  const twice = names.find((each, at) => names.indexOf(each) < at)
  if (twice !== undefined)
    throw definitionError(context, `${place}: '${twice}' is named twice, as partition or filter`)
}

function projected(
  context: KeyContext,
  place: string,
  { attribute, keyParts }: { readonly attribute: string; readonly keyParts: readonly KeyPart[] },
  { projection }: VectorSides,
): 'all' | 'keys' | readonly string[] {
  if (typeof projection === 'string') return projection
  const there = new Set(keyParts.map(({ name }) => name))
  const names = new Set<string>()
  for (const property of projection) {
    const step = context.properties.includes(property) ? context.codec.at(property) : undefined
    if (step === undefined)
      throw definitionError(context, `${place}.projection: ${unknownAttribute(context, property)}`)
    const name = String(step.name)
    if (name === attribute)
      throw definitionError(
        context,
        `${place}.projection: '${property}' is the vector, which the index has in any case; searches read it with select('${property}')`,
      )
    checkKeyName(context, `${place}.projection`, name)
    if (!there.has(name)) names.add(name)
  }
  // An INCLUDE projection without an attribute in addition to the keys is 'keys'.
  return names.size === 0 ? 'keys' : Object.freeze([...names])
}
