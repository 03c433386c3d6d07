// Result of `explain()` of a search: its request as data and as readable text, without a number of the vector.
import type { VectorIndexDefinition } from '../../entity/key/indexes/vector-index.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { shownVector } from '../../entity/struct/vector.js'
import type { VectorDistance } from '../../entity/table/table-options.js'
import type { SearchVectorsInput } from '../ground/request.js'

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

const nearness = {
  cosine: 'cosine: scores from 0 (the same direction) to 2 (opposite), lower is nearer',
  euclidean: 'euclidean: scores from 0 up, lower is nearer',
  dotProduct: 'dot product: higher scores are nearer',
} as const

/**
 * An explained search. `String(explanation)` and inspection show it as aligned lines. It contains the values of its
 * conditions, so do not show it to others; the vector shows as `vector(1024)`.
 */
export class SearchExplanation {
  readonly operation = 'SearchVectors'
  /** The index name in DynamoDB. */
  readonly index: string
  readonly vector: string
  readonly distance: VectorDistance
  readonly top: number
  /** The expressions as they are sent. */
  readonly condition: string | undefined
  readonly projection: string | undefined
  readonly names: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, AttributeValue>>
  /** Why the search cannot run as it is; `undefined` if it can. */
  readonly problem: string | undefined
  readonly warnings: readonly string[]
  /** The search in words, as lines. */
  readonly lines: readonly string[]

  /** @internal */
  constructor(
    index: VectorIndexDefinition,
    input: Omit<SearchVectorsInput, 'SearchVector'>,
    { full, problem, warnings }: { full: boolean; problem: string | undefined; warnings: readonly string[] },
  ) {
    this.index = index.name
    this.vector = shownVector(index.dimensions)
    this.distance = index.distance
    this.top = input.TopK
    this.condition = input.SearchConditionExpression
    this.projection = input.ProjectionExpression
    this.names = input.ExpressionAttributeNames ?? {}
    // The SDK's type of values and ours are equivalent.
    this.values = (input.ExpressionAttributeValues ?? {}) as Readonly<Record<string, AttributeValue>>
    this.problem = problem
    this.warnings = warnings
    this.lines = linesOf(this, index, full)
    Object.freeze(this)
  }

  /** Returns the search as aligned lines. */
  toString(): string {
    return this.lines.join('\n')
  }

  [inspectSymbol](): string {
    return this.toString()
  }
}

function linesOf(shown: SearchExplanation, { label, name, property }: VectorIndexDefinition, full: boolean) {
  const pairs = (entries: object) =>
    Object.entries(entries).map(
      ([key, value]) => `${key} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['operation', `SearchVectors of the vector index ${label === name ? label : `${label} ('${name}')`}`],
    ['nearest', `the ${shown.top} nearest to a ${shown.vector} in ${property}`],
    ['distance', nearness[shown.distance]],
    ['condition', shown.condition],
    ['projection', shown.projection],
    ['names', pairs(shown.names).join(', ') || undefined],
    ['values', pairs(shown.values).join(', ') || undefined],
    ['whole items', full ? 'fetched by BatchGetItem, in the order of the search' : undefined],
    ['problem', shown.problem],
    ...shown.warnings.map((warning): [string, string] => ['warning', warning]),
  ]
  return Object.freeze(rows.flatMap(([title, text]) => (text === undefined ? [] : [title.padEnd(15) + text])))
}
