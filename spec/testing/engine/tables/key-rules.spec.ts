import { expect } from 'chai'
import { booksTable, keys, openEngine } from '../ways-in.js'

const prefix = 'One or more parameter values were invalid: '
const definitions = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }))
const element = (AttributeName: string, KeyType = 'HASH') => ({ AttributeName, KeyType })
const index = (more: object) => ({
  IndexName: 'index',
  KeySchema: keys('genre'),
  Projection: { ProjectionType: 'ALL' },
  ...more,
})
const local = (more: object) => index({ KeySchema: keys('pk', 'year'), ...more })

describe('key rules', () => {
  const refused: [string, object, string][] = [
    [
      'a key that is not defined',
      { KeySchema: keys('x') },
      `${prefix}Some index key attributes are not defined in AttributeDefinitions. Keys: [x], AttributeDefinitions: [pk, sk, genre, year]`,
    ],
    [
      'one attribute twice',
      { KeySchema: [element('pk'), element('pk', 'RANGE')] },
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    ],
    [
      'a sort key first',
      { KeySchema: [element('pk', 'RANGE')] },
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      'two partition keys',
      { KeySchema: [element('pk'), element('sk')] },
      'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
    ],
    [
      'a key without definitions',
      { AttributeDefinitions: definitions('pk') },
      'Invalid KeySchema: Some index key attribute have no definition',
    ],
    [
      'attributes that no key uses',
      { GlobalSecondaryIndexes: undefined, LocalSecondaryIndexes: undefined },
      `${prefix}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    ],
    [
      'attributes that no index uses',
      { GlobalSecondaryIndexes: undefined },
      `${prefix}Some AttributeDefinitions are not used. AttributeDefinitions: [pk, sk, genre, year], keys used: [pk, sk, year]`,
    ],
    [
      'no global index in a list',
      { GlobalSecondaryIndexes: [] },
      `${prefix}List of GlobalSecondaryIndexes is empty`,
    ],
    [
      'no local index in a list',
      { LocalSecondaryIndexes: [] },
      `${prefix}List of LocalSecondaryIndexes is empty`,
    ],
    [
      'two indexes of one name',
      { GlobalSecondaryIndexes: [index({ IndexName: 'byYear' })] },
      `${prefix}Duplicate index name: byYear`,
    ],
    [
      'a projection without a type',
      { GlobalSecondaryIndexes: [index({ Projection: {} })] },
      `${prefix}Unknown ProjectionType: null`,
    ],
    [
      'attributes of a projection that names none',
      { GlobalSecondaryIndexes: [index({ Projection: { ProjectionType: 'ALL', NonKeyAttributes: ['a'] } })] },
      `${prefix}ProjectionType is ALL, but NonKeyAttributes is specified`,
    ],
    [
      'a projection that includes nothing',
      { GlobalSecondaryIndexes: [index({ Projection: { ProjectionType: 'INCLUDE' } })] },
      `${prefix}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
    ],
    [
      'one attribute twice in a projection',
      {
        GlobalSecondaryIndexes: [
          index({ Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a', 'a'] } }),
        ],
      },
      `${prefix}Cannot have two attributes with the same name`,
    ],
    [
      'capacity of an index on demand',
      {
        GlobalSecondaryIndexes: [
          index({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }),
        ],
      },
      `${prefix}ProvisionedThroughput should not be specified for index: index when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      'a local index without a sort key',
      { LocalSecondaryIndexes: [local({ KeySchema: keys('pk') })] },
      `${prefix}Index KeySchema does not have a range key for index: index`,
    ],
    [
      'a local index of another partition',
      { LocalSecondaryIndexes: [local({ KeySchema: keys('genre', 'year') })] },
      `${prefix}Index KeySchema does not have the same leading hash key as table KeySchema for index: index. index hash key: genre, table hash key: pk`,
    ],
    [
      'a local index of a table without a sort key',
      { KeySchema: keys('pk') },
      `${prefix}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    ],
    [
      'six local indexes',
      { LocalSecondaryIndexes: Array.from({ length: 6 }, (_, at) => local({ IndexName: `local${at}` })) },
      `${prefix}Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
    ],
    [
      '21 global indexes',
      { GlobalSecondaryIndexes: Array.from({ length: 21 }, (_, at) => index({ IndexName: `global${at}` })) },
      `${prefix}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
    ],
  ]
  for (const [title, more, message] of refused)
    it(`refuse ${title}`, () => {
      const { refusal } = openEngine()
      expect(refusal('CreateTable', { ...booksTable, ...more }).message).to.equal(message)
    })

  it('take up to four attributes for each side of a global index, partition attributes first', () => {
    const many = {
      AttributeDefinitions: definitions('pk', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      KeySchema: keys('pk'),
      LocalSecondaryIndexes: undefined,
    }
    const { run, refusal } = openEngine()
    const wide = ['a', 'b', 'c', 'd']
      .map((name) => element(name))
      .concat(['e', 'f', 'g', 'h'].map((name) => element(name, 'RANGE')))
    run('CreateTable', { ...booksTable, ...many, GlobalSecondaryIndexes: [index({ KeySchema: wide })] })
    const message = (KeySchema: object[]) =>
      refusal('CreateTable', {
        ...booksTable,
        ...many,
        TableName: 'other',
        GlobalSecondaryIndexes: [index({ KeySchema })],
      }).message
    expect(message([element('a'), element('b', 'RANGE'), element('c')])).to.match(
      /All HASH key elements must come before RANGE/,
    )
    expect(message(['a', 'b', 'c', 'd', 'e'].map((name) => element(name)))).to.match(
      /HASH key elements exceeds the limit of 4/,
    )
    expect(message([element('a'), element('a')])).to.match(/can appear only once/)
  })

  it('measure names of key attributes in bytes', () => {
    const name = 'é'.repeat(128)
    const table = { TableName: 'abc', BillingMode: 'PAY_PER_REQUEST', KeySchema: keys(name) }
    const { refusal } = openEngine()
    expect(refusal('CreateTable', { ...table, AttributeDefinitions: definitions(name) }).message).to.match(
      /'attributeDefinitions\.1\.member\.attributeName' failed .* less than or equal to 255$/,
    )
  })
})
