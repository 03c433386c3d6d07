// CreateTable inputs, most of them wrong in one part, for comparing two engines.
import { keys } from './ways-in.js'

const definitions = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }))
const element = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType })
const units = (ReadCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits: 1 })
const all = { Projection: { ProjectionType: 'ALL' } }

const base = {
  TableName: 'raw-tables',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keys('pk', 'sk'),
  AttributeDefinitions: definitions('pk', 'sk'),
}
const index = (more: object = {}) => ({ IndexName: 'index', KeySchema: keys('g'), ...all, ...more })
const local = (more: object = {}) => ({ IndexName: 'local', KeySchema: keys('pk', 'l'), ...all, ...more })
const withIndex = (...more: object[]) => ({
  ...base,
  AttributeDefinitions: definitions('pk', 'sk', 'g'),
  GlobalSecondaryIndexes: more.map((one) => index(one)),
})
const withLocal = (...more: object[]) => ({
  ...base,
  AttributeDefinitions: definitions('pk', 'sk', 'l'),
  LocalSecondaryIndexes: more.map((one) => local(one)),
})
const projecting = (Projection: unknown) => withIndex({ Projection })
const streaming = (StreamSpecification: object) => ({ ...base, StreamSpecification })
const { BillingMode: _, ...provisioned } = base

/** Each by what is special about it. */
export const tableCases: readonly (readonly [string, object])[] = [
  ['nothing', base],
  ['no name', { ...base, TableName: undefined }],
  ['a short name', { ...base, TableName: 'ab' }],
  ['a long name', { ...base, TableName: 'x'.repeat(256) }],
  ['spaces in the name', { ...base, TableName: 'a b c' }],
  ['no key', { ...base, KeySchema: undefined }],
  ['an empty key', { ...base, KeySchema: [] }],
  ['three key attributes', { ...base, KeySchema: [...keys('pk', 'sk'), element('x', 'RANGE')] }],
  ['the sort key first', { ...base, KeySchema: [element('sk', 'RANGE'), element('pk', 'HASH')] }],
  ['two partition keys', { ...base, KeySchema: [element('sk', 'HASH'), element('pk', 'HASH')] }],
  ['one attribute for both keys', { ...base, KeySchema: keys('pk', 'pk') }],
  ['a key of another kind', { ...base, KeySchema: [element('pk', 'X')] }],
  ['a key that is not defined', { ...base, KeySchema: keys('x') }],
  ['no definitions', { ...base, AttributeDefinitions: undefined }],
  ['a definition too many', { ...base, AttributeDefinitions: definitions('pk', 'sk', 'x') }],
  ['a definition twice', { ...base, AttributeDefinitions: definitions('pk', 'sk', 'sk') }],
  [
    'a type that keys do not have',
    { ...base, AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'BOOL' }] },
  ],
  ['capacity', { ...provisioned, ProvisionedThroughput: units(1) }],
  ['no capacity', { ...provisioned, BillingMode: 'PROVISIONED' }],
  ['no capacity and no mode', provisioned],
  ['capacity of 0', { ...provisioned, ProvisionedThroughput: units(0) }],
  ['a global index', withIndex({})],
  ['a global index of keys', projecting({ ProjectionType: 'KEYS_ONLY' })],
  ['a global index of some attributes', projecting({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] })],
  [
    'a global index that includes its key',
    projecting({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['pk'] }),
  ],
  ['no projection', projecting(undefined)],
  ['an empty projection', projecting({})],
  ['a projection of another kind', projecting({ ProjectionType: 'X' })],
  ['attributes of a projection of all', projecting({ ProjectionType: 'ALL', NonKeyAttributes: ['a'] })],
  ['a projection that includes nothing', projecting({ ProjectionType: 'INCLUDE' })],
  [
    'a projection that includes an empty list',
    projecting({ ProjectionType: 'INCLUDE', NonKeyAttributes: [] }),
  ],
  [
    'a projection of one attribute twice',
    projecting({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['a', 'a'] }),
  ],
  ['an index key that is not defined', withIndex({ KeySchema: keys('x') })],
  ['a short name of an index', withIndex({ IndexName: 'x' })],
  ['an empty list of global indexes', withIndex()],
  ['one index twice', withIndex({}, {})],
  ['an index with a sort key alone', withIndex({ KeySchema: [element('g', 'RANGE')] })],
  ['an index without a key', withIndex({ KeySchema: [] })],
  ['20 global indexes', withIndex(...Array.from({ length: 20 }, (_, at) => ({ IndexName: `index${at}` })))],
  ['21 global indexes', withIndex(...Array.from({ length: 21 }, (_, at) => ({ IndexName: `index${at}` })))],
  ['a local index', withLocal({})],
  [
    'a local index by the sort key',
    { ...withLocal({ KeySchema: keys('pk', 'sk') }), AttributeDefinitions: definitions('pk', 'sk') },
  ],
  ['a local index of another partition', withLocal({ KeySchema: keys('l', 'pk') })],
  [
    'a local index without a sort key',
    { ...withLocal({ KeySchema: keys('pk') }), AttributeDefinitions: definitions('pk', 'sk') },
  ],
  [
    'a local index of a table without one',
    { ...withLocal({}), KeySchema: keys('pk'), AttributeDefinitions: definitions('pk', 'l') },
  ],
  ['six local indexes', withLocal(...Array.from({ length: 6 }, (_, at) => ({ IndexName: `local${at}` })))],
  ['one local index twice', withLocal({}, {})],
  [
    'a local and a global index of one name',
    {
      ...base,
      AttributeDefinitions: definitions('pk', 'sk', 'l', 'g'),
      LocalSecondaryIndexes: [local({ IndexName: 'index' })],
      GlobalSecondaryIndexes: [index()],
    },
  ],
  ['a stream', streaming({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' })],
  ['a stream without a view', streaming({ StreamEnabled: true })],
  ['a view without a stream', streaming({ StreamEnabled: false, StreamViewType: 'NEW_IMAGE' })],
  ['no stream', streaming({ StreamEnabled: false })],
  ['a stream that says nothing', streaming({})],
]
