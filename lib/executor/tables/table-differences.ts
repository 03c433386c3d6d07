// Differences between the table that entities need and the existing one: key, indexes, projections and TTL.
import type {
  CreateTableCommandInput,
  Projection,
  TableDescription,
  TimeToLiveDescription,
} from '@aws-sdk/client-dynamodb'

/**
 * One difference, as text: keys such as `id (S, HASH), at (N, RANGE)`, kinds (`a local index`), projections (`ALL`,
 * `INCLUDE a, b`), or the name of the TTL attribute. `found` is absent if the table has no such index, or no TTL.
 */
export interface TableDifference {
  readonly what: 'key' | 'index' | 'projection' | 'ttl'
  /** The name of the index in DynamoDB. */
  readonly index?: string
  readonly expected: string
  readonly found?: string
}

type Part = Pick<TableDescription, 'KeySchema' | 'AttributeDefinitions'>
interface Index {
  readonly IndexName?: string | undefined
  readonly KeySchema?: Part['KeySchema']
  readonly Projection?: Projection | undefined
  readonly kind: string
}

/**
 * What the entities need and the table does not have. Indexes that the entities do not declare are not a difference.
 */
export function tableDifferences(
  needed: CreateTableCommandInput,
  existing: TableDescription,
): readonly TableDifference[] {
  // A response without a key, as from a mocked client, cannot be compared.
  if (existing.KeySchema === undefined) return []
  const differences: TableDifference[] = []
  const key = { expected: keyWords(needed.KeySchema, needed), found: keyWords(existing.KeySchema, existing) }
  if (key.expected !== key.found) differences.push({ what: 'key', ...key })
  const there = new Map(indexesOf(existing).map((index) => [index.IndexName, index]))
  for (const index of vectorsOf(needed)) {
    const name = String(index.IndexName)
    const other = vectorsOf(existing).find((each) => each.IndexName === name)
    const expected = vectorWords(index)
    const found = other && vectorWords(other)
    if (expected !== found)
      differences.push({ what: 'index', index: name, expected, ...(found !== undefined && { found }) })
    else if (other !== undefined && projectionWords(index) !== projectionWords(other))
      differences.push({
        what: 'projection',
        index: name,
        expected: projectionWords(index),
        found: projectionWords(other),
      })
  }
  for (const index of indexesOf(needed)) {
    const name = String(index.IndexName)
    const expected = keyWords(index.KeySchema, needed)
    const other = there.get(index.IndexName)
    if (other === undefined) {
      differences.push({ what: 'index', index: name, expected })
      continue
    }
    const compared = [
      ['index', index.kind, other.kind],
      ['index', expected, keyWords(other.KeySchema, existing)],
      ['projection', projectionWords(index), projectionWords(other)],
    ] as const
    for (const [what, wanted, found] of compared)
      if (wanted !== found) differences.push({ what, index: name, expected: wanted, found })
  }
  return differences
}

/** Differences in TTL, from its description. Without a description, the state of TTL is unknown. */
export function ttlDifferences(
  expected: string,
  description: TimeToLiveDescription | undefined,
): readonly TableDifference[] {
  if (description === undefined)
    return [{ what: 'ttl', expected, found: 'unknown, because DescribeTimeToLive is not allowed' }]
  const { TimeToLiveStatus: status, AttributeName: found } = description
  if (status === 'DISABLED' || status === undefined) return [{ what: 'ttl', expected }]
  // DynamoDB may take up to an hour to change TTL.
  if (status === 'DISABLING') return [{ what: 'ttl', expected, found: `${found}, which is being disabled` }]
  return found === expected ? [] : [{ what: 'ttl', expected, found: String(found) }]
}

function indexesOf({
  GlobalSecondaryIndexes = [],
  LocalSecondaryIndexes = [],
}:
  | Pick<TableDescription, 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'>
  | CreateTableCommandInput): readonly Index[] {
  return [
    ...GlobalSecondaryIndexes.map((index) => ({ ...index, kind: 'a global index' })),
    ...LocalSecondaryIndexes.map((index) => ({ ...index, kind: 'a local index' })),
  ]
}

type Vectors = NonNullable<TableDescription['VectorIndexes'] | CreateTableCommandInput['VectorIndexes']>

const vectorsOf = ({ VectorIndexes = [] }: { VectorIndexes?: Vectors | undefined }): Vectors => VectorIndexes

// `a vector index of embedding (1024, COSINE), tenant (HASH), lang (INLINE_FILTER)`
function vectorWords({
  VectorAttribute,
  Dimensions,
  DistanceFunction,
  SearchSchema = [],
}: Vectors[number]): string {
  const schema = SearchSchema.map(
    ({ AttributeName, SearchSchemaElementType: role }) => `, ${AttributeName} (${role})`,
  )
  return `a vector index of ${VectorAttribute?.AttributeName} (${Dimensions}, ${DistanceFunction})${schema.sort().join('')}`
}

function projectionWords({
  Projection: { ProjectionType, NonKeyAttributes = [] } = {},
}: Pick<Index, 'Projection'>): string {
  return [String(ProjectionType), [...NonKeyAttributes].sort().join(', ')]
    .filter((part) => part !== '')
    .join(' ')
}

function keyWords(
  schema: Part['KeySchema'] = [],
  { AttributeDefinitions = [] }: Part | CreateTableCommandInput,
): string {
  return schema
    .map(({ AttributeName, KeyType }) => {
      const type = AttributeDefinitions.find((each) => each.AttributeName === AttributeName)?.AttributeType
      return `${AttributeName} (${type}, ${KeyType})`
    })
    .join(', ')
}
