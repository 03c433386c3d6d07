// Parts of items that a search finds: what a vector index holds of them, and which must be read as a whole.
import type { VectorIndexDefinition } from '../../entity/key/indexes/vector-index.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { isVersioned } from '../../entity/versions/schema-versions.js'
import { isOlderPart } from '../get/older-part.js'
import type { SearchState } from './search-state.js'

/** The stored names of the attributes that a search returns of an index; `undefined` for all but the vector. */
export function partNames(
  { key }: EntityModel,
  { projection, partition, filters }: VectorIndexDefinition,
): ReadonlySet<string> | undefined {
  if (projection === 'all') return undefined
  const parts = [...key.partition, ...key.sort, ...(partition === undefined ? [] : [partition]), ...filters]
  return new Set([...parts.map(({ name }) => name), ...(projection === 'keys' ? [] : projection)])
}

/** The places of the hits whose items are fetched: all with `full()`, else those that may be of older versions. */
export function wholeHits(
  model: EntityModel,
  { full, index, select }: SearchState,
  results: readonly { readonly Item?: object | undefined }[],
): ReadonlySet<number> {
  const places = [...results.keys()]
  if (full) return new Set(places)
  if (!isVersioned(model)) return new Set()
  // A selection of an item that has versions requests no paths, and without them a search returns no vector.
  if (select.some(({ names }) => names[0] === index.attribute)) return new Set(places)
  const names = { stored: partNames(model, index), inKeys: new Set<string>() }
  return new Set(
    places.filter((at) => isOlderPart(model, (results[at]?.Item ?? {}) as StoredItem, () => names)),
  )
}
