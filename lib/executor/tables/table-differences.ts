// What differs between the table that an entity needs and the one that exists: its key, and the indexes with theirs.
import type { CreateTableCommandInput, TableDescription } from '@aws-sdk/client-dynamodb'

/** One difference. `expected` and `found` are keys in words, such as `id (S), at (N)`; `found` is absent if the index does not exist. */
export interface TableDifference {
  readonly what: 'key' | 'index'
  /** The name of the index in DynamoDB. */
  readonly index?: string
  readonly expected: string
  readonly found?: string
}

type Part = Pick<TableDescription, 'KeySchema' | 'AttributeDefinitions'>
interface Index {
  readonly IndexName?: string | undefined
  readonly KeySchema?: Part['KeySchema']
}

/** What the entity needs and the table does not have. Indexes that the entity does not know are no difference. */
export function tableDifferences(
  needed: CreateTableCommandInput,
  existing: TableDescription,
): readonly TableDifference[] {
  // What does not describe a key, as of a mocked client, cannot be compared.
  if (existing.KeySchema === undefined) return []
  const differences: TableDifference[] = []
  const key = { expected: keyWords(needed.KeySchema, needed), found: keyWords(existing.KeySchema, existing) }
  if (key.expected !== key.found) differences.push({ what: 'key', ...key })
  const there = new Map(indexesOf(existing).map((index) => [index.IndexName, index]))
  for (const index of indexesOf(needed)) {
    const expected = keyWords(index.KeySchema, needed)
    const other = there.get(index.IndexName)
    const found = other === undefined ? undefined : keyWords(other.KeySchema, existing)
    if (expected === found) continue
    const difference = { what: 'index', index: String(index.IndexName), expected } as const
    differences.push(found === undefined ? difference : { ...difference, found })
  }
  return differences
}

function indexesOf({
  GlobalSecondaryIndexes = [],
  LocalSecondaryIndexes = [],
}:
  | Pick<TableDescription, 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'>
  | CreateTableCommandInput): readonly Index[] {
  return [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes]
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
