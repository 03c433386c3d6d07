// Entries of a vector index, by partition, and the exact search of them.
import { dotProduct, squaredDistance, vectorOf } from '../values/float-vectors.js'
import { keyText } from '../values/key-text.js'
import type { WireItem, WireValue } from '../values/wire.js'
import { attributeOf, fits } from './entry-keys.js'
import { OrderedTree, type Owner } from './ordered-tree.js'
import type { DistanceFunction } from './table-definition.js'
import type { VectorSchema } from './table-schema.js'

/** An item of a table, with its position there. */
interface KeptItem {
  readonly key: string
  readonly item: WireItem
}

/** An item in a vector index. */
export interface VectorEntry<S> {
  readonly stored: S
  readonly vector: Float32Array
  /** The square of its length. */
  readonly square: number
}

/** An entry that a search found. `rank` is smaller the nearer it is. */
export interface NearEntry<S> extends VectorEntry<S> {
  readonly rank: number
}

/** What a search looks for. */
export interface NearestRequest<S> {
  readonly query: Float32Array
  /** How many entries to find. */
  readonly top: number
  /** The value of the partition key, if the index has one. */
  readonly partition: WireValue | undefined
  accepts(stored: S): boolean
}

/** The items of one vector index: those with a vector and, if the index has a partition key, a value of it. */
export class VectorEntries<S extends KeptItem = KeptItem> {
  constructor(
    readonly schema: VectorSchema,
    private readonly tree: OrderedTree<VectorEntry<S>> = new OrderedTree(),
  ) {}

  get size(): number {
    return this.tree.size
  }

  copy(): VectorEntries<S> {
    return new VectorEntries(this.schema, this.tree.copy())
  }

  /** Follows a change of an item. */
  replace(owner: Owner, before: S | undefined, next: S | undefined): void {
    const old = before && this.position(before)
    const now = next && this.position(next)
    const vector = next && this.vectorIn(next)
    if (old !== undefined && (old !== now || vector === undefined)) this.tree.delete(owner, old)
    if (next === undefined || now === undefined || vector === undefined) return
    this.tree.set(owner, now, { stored: next, vector, square: dotProduct(vector, vector) })
  }

  /** Calls `visit` with each entry. */
  each(visit: (entry: VectorEntry<S>) => void): void {
    this.tree.ascend(undefined, (entry) => {
      visit(entry)
      return true
    })
  }

  /** Returns the nearest entries, the nearest first; of equal ones, those that come first in the index. */
  nearest({ query, top, partition, accepts }: NearestRequest<S>): {
    readonly found: readonly NearEntry<S>[]
    readonly examined: number
  } {
    const rankOf = ranks[this.schema.distance](query)
    const prefix = partition === undefined ? '' : keyText(partition)
    const found: NearEntry<S>[] = []
    let examined = 0
    this.tree.ascend({ text: prefix, after: false }, (entry, key) => {
      if (!key.startsWith(prefix)) return false
      examined += 1
      if (!accepts(entry.stored)) return true
      const rank = rankOf(entry)
      const last = found.at(-1)
      if (found.length < top || (last !== undefined && rank < last.rank)) {
        found.splice(placeOf(found, rank), 0, { ...entry, rank })
        if (found.length > top) found.pop()
      }
      return true
    })
    return { found, examined }
  }

  /** Where an item stands in the index; `undefined` if it is not in it. */
  position({ item, key }: S): string | undefined {
    const { attribute, partition } = this.schema
    if (attributeOf(item, attribute) === undefined) return undefined
    if (partition === undefined) return key
    const value = attributeOf(item, partition.name)
    return fits(value, partition) ? keyText(value) + key : undefined
  }

  // An item that was stored before the index may have anything in the place of the vector.
  private vectorIn({ item }: S): Float32Array | undefined {
    const { attribute, dimensions } = this.schema
    return vectorOf(attributeOf(item, attribute), dimensions)
  }
}

// The place behind all entries that are as near or nearer.
function placeOf(found: readonly { readonly rank: number }[], rank: number): number {
  let low = 0
  let high = found.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((found[middle]?.rank ?? 0) <= rank) low = middle + 1
    else high = middle
  }
  return low
}

type Rank = (
  query: Float32Array,
) => (entry: { readonly vector: Float32Array; readonly square: number }) => number

// COSINE and EUCLIDEAN find the smallest scores, DOT_PRODUCT the highest ("SearchVectors").
const ranks: { readonly [D in DistanceFunction]: Rank } = {
  COSINE: (query) => {
    const own = dotProduct(query, query)
    return ({ vector, square }) => {
      const scale = Math.sqrt(own * square)
      // A vector without a length has no direction: neither like another one nor opposite to it.
      const similarity = scale === 0 ? 0 : dotProduct(query, vector) / scale
      return Math.min(2, Math.max(0, 1 - similarity))
    }
  },
  EUCLIDEAN:
    (query) =>
    ({ vector }) =>
      Math.sqrt(squaredDistance(query, vector)),
  DOT_PRODUCT:
    (query) =>
    ({ vector }) =>
      -dotProduct(query, vector),
}

/** The score of an entry, in the precision in which the service reports it: that of a 32-bit float. */
export function scoreOf(distance: DistanceFunction, { rank }: { readonly rank: number }): number {
  return Math.fround(distance === 'DOT_PRODUCT' ? -rank : rank)
}
