import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { near, scoped, shelved, shelves, shelvesTable } from '../shelves.js'
import { keys, openEngine } from '../ways-in.js'

const prefix = 'One or more parameter values were invalid: '
const schema = (...all: [string, string][]) =>
  all.map(([AttributeName, SearchSchemaElementType]) => ({ AttributeName, SearchSchemaElementType }))
const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`)

describe('vector rules', () => {
  it('are met by a table, which is described with its indexes', () => {
    const engine = shelves()
    engine.run('PutItem', { TableName: 'shelves', Item: shelved('a', [1, 0, 0], { title: { S: 'A' } }) })
    engine.run('PutItem', {
      TableName: 'shelves',
      Item: shelved('b', [1, 0, 0], { tenant: { S: 't' }, note: { S: 'x' } }),
    })
    const { Table } = engine.run('DescribeTable', { TableName: 'shelves' }) as {
      Table: Record<string, unknown>
    }
    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/shelves/index'
    const first = 'pk'.length + 1 + 'embedding'.length + 12
    expect(Table['VectorIndexes']).to.deep.equal([
      {
        ...near,
        IndexStatus: 'ACTIVE',
        IndexSizeBytes: first + 'titleA'.length + first + 'tenanttnotex'.length,
        ItemCount: 2,
        IndexArn: `${arn}/near`,
      },
      {
        ...scoped,
        IndexStatus: 'ACTIVE',
        IndexSizeBytes: first + 'tenantt'.length,
        ItemCount: 1,
        IndexArn: `${arn}/scoped`,
      },
    ])
    expect(Table['AttributeDefinitions']).to.deep.equal(shelvesTable.AttributeDefinitions)
  })

  it('leave the index out of a table that is being created', () => {
    const engine = shelves({ clock: engineClock(0), tableDelay: 1000 })
    const { Table } = engine.run('DescribeTable', { TableName: 'shelves' })
    expect(Table).to.have.nested.property('VectorIndexes[0].IndexStatus', 'CREATING')
    expect(Table).not.to.have.nested.property('VectorIndexes[0].Backfilling')
  })

  const refused: [string, object, string][] = [
    [
      'a provisioned table',
      { BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      `${prefix}Vector indexes are only supported for PAY_PER_REQUEST tables`,
    ],
    ['an empty list', { VectorIndexes: [] }, `${prefix}List of VectorIndexes is empty`],
    [
      '4,097 dimensions',
      { VectorIndexes: [{ ...near, Dimensions: 4097 }, scoped] },
      `${prefix}Number of dimensions must be between 1 and 4096 inclusive.`,
    ],
    [
      'six indexes',
      { VectorIndexes: [scoped, ...many(5).map((name) => ({ ...near, IndexName: `i-${name}` }))] },
      `${prefix}VectorIndex count exceeds the per-table limit of 5`,
    ],
    [
      'two dimensions for one attribute',
      { VectorIndexes: [near, { ...scoped, Dimensions: 4 }] },
      `${prefix}Conflicting attribute definition for 'embedding'. All VectorIndexes on the same vector attribute must use the same dimensions.`,
    ],
    [
      'an attribute of the search schema without a definition',
      { VectorIndexes: [{ ...scoped, SearchSchema: schema(['shelf', 'HASH']) }] },
      `${prefix}One element in SearchSchema is not defined in attribute definitions`,
    ],
    [
      'the key as a vector',
      { VectorIndexes: [{ ...near, VectorAttribute: { AttributeName: 'pk' } }, scoped] },
      `${prefix}Conflicting attribute definition for 'pk'. An attribute cannot be defined in AttributeDefinitions when used as a VectorAttribute.`,
    ],
    [
      'two indexes of one name',
      { VectorIndexes: [near, { ...scoped, IndexName: 'near' }] },
      `${prefix}Duplicate index name: near`,
    ],
    [
      'the name of a global index',
      {
        GlobalSecondaryIndexes: [
          { IndexName: 'near', KeySchema: keys('lang'), Projection: { ProjectionType: 'ALL' } },
        ],
      },
      `${prefix}Duplicate index name: near`,
    ],
    [
      'two partition keys',
      { VectorIndexes: [{ ...scoped, SearchSchema: schema(['tenant', 'HASH'], ['lang', 'HASH']) }] },
      `${prefix}SearchSchema can have at most one HASH element`,
    ],
    [
      'one attribute in two roles',
      {
        VectorIndexes: [
          {
            ...scoped,
            SearchSchema: schema(['tenant', 'HASH'], ['tenant', 'INLINE_FILTER'], ['lang', 'INLINE_FILTER']),
          },
        ],
      },
      `${prefix}Duplicate AttributeName in SearchSchema: tenant`,
    ],
    [
      'a projection without attributes',
      { VectorIndexes: [{ ...near, Projection: { ProjectionType: 'INCLUDE' } }, scoped] },
      `${prefix}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
    ],
    [
      'an attribute that nothing uses',
      { VectorIndexes: [near] },
      `${prefix}Some AttributeDefinitions are not used. AttributeDefinitions: [pk, tenant, lang], keys used: [pk]`,
    ],
    [
      'another distance',
      { VectorIndexes: [{ ...near, DistanceFunction: 'cosine' }] },
      "1 validation error detected: Value 'cosine' at 'vectorIndexes.1.member.distanceFunction' failed to satisfy constraint: Member must satisfy enum value set: [DOT_PRODUCT, COSINE, EUCLIDEAN]",
    ],
    [
      'an index without a vector attribute',
      { VectorIndexes: [{ ...near, VectorAttribute: {} }] },
      "1 validation error detected: Value null at 'vectorIndexes.1.member.vectorAttribute.attributeName' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [title, more, message] of refused)
    it(`refuse ${title}`, () => {
      const { refusal } = openEngine()
      expect(refusal('CreateTable', { ...shelvesTable, ...more })).to.include({
        type: 'ValidationException',
        message,
      })
    })

  it('refuse 19 filters, and 21 attributes in all', () => {
    const { refusal } = openEngine()
    const table = (filters: number, projected: number) => ({
      ...shelvesTable,
      AttributeDefinitions: ['pk', ...many(filters)].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      VectorIndexes: [
        {
          ...near,
          SearchSchema: many(filters).map((name) => schema([name, 'INLINE_FILTER'])[0]),
          Projection: {
            ProjectionType: 'INCLUDE',
            NonKeyAttributes: Array.from({ length: projected }, (_, at) => `p${at}`),
          },
        },
      ],
    })
    expect(refusal('CreateTable', table(19, 1)).message).to.equal(
      `${prefix}Number of INLINE_FILTER elements exceeds the limit of 18`,
    )
    expect(refusal('CreateTable', table(10, 10)).message).to.equal(
      `${prefix}Number of projected attributes of vector index near exceeds the limit of 20`,
    )
    openEngine().run('CreateTable', table(10, 9))
  })
})
