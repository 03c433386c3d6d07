// A vector index of a table that declares its keys, as an entity has it.
import { definitionError, type KeyContext } from '../../table/attribute-lookup.js'
import type { DeclaredVectorIndex } from '../../table/declared-keys.js'
import type { TemplateIndex } from '../../table/descriptor.js'
import type { Key } from '../key.js'
import { defineVectorIndex, type VectorIndexDefinition } from './vector-index.js'

/**
 * Returns a vector index that a table declares, for one of its entities. Partition and filters are attributes of the
 * entity: a search gives their values, and no template makes them.
 * @throws EntityDefinitionError
 */
export function declaredVector(
  context: KeyContext,
  primary: Key,
  label: string,
  index: TemplateIndex,
  { name, attribute, distance, partition, filter, projection }: DeclaredVectorIndex,
): VectorIndexDefinition {
  const place = `indexes.${label}`
  const { index: _, ...sides } = index
  for (const side of Object.keys(sides))
    throw definitionError(
      context,
      `${place}: \`${side}\` does not apply here: the table defines the whole vector index`,
    )
  const named = (stored: string, what: string): string => {
    const property = propertyStoredAs(context, stored)
    if (property !== undefined) return property
    throw definitionError(
      context,
      `${place}: the ${what} of the index is '${stored}', and the entity has no attribute of that stored name`,
    )
  }
  // What an entity does not have is not in its part of the index.
  const projected =
    typeof projection === 'string'
      ? projection
      : projection.flatMap((each) => propertyStoredAs(context, each) ?? [])
  return {
    ...defineVectorIndex(
      context,
      primary,
      { label, name, place },
      {
        vector: named(attribute, 'vector'),
        distance,
        partition: partition === undefined ? undefined : named(partition, 'partition'),
        filter: filter.map((each) => named(each, 'filter')),
        projection: projected,
      },
    ),
    projection,
  }
}

/** The property of a stored name; `undefined` if there is none. */
export function propertyStoredAs({ properties, codec }: KeyContext, name: string): string | undefined {
  return properties.find((property) => codec.at(property)?.name === name)
}
