// Shapes of requests for tables, their indexes, tags and time to live.
import { tableName } from './item-shapes.js'
import { bool, list, type Members, oneOf, required, structure, text } from './shape.js'

const named = text({ min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/ })
const units = required({ kind: 'long', min: 1 } as const)
const throughput = structure('ProvisionedThroughput', { ReadCapacityUnits: units, WriteCapacityUnits: units })
const onDemand = structure('OnDemandThroughput', {
  MaxReadRequestUnits: { kind: 'long' },
  MaxWriteRequestUnits: { kind: 'long' },
})
const warm = structure('WarmThroughput', {
  ReadUnitsPerSecond: { kind: 'long' },
  WriteUnitsPerSecond: { kind: 'long' },
})

const attributeDefinition = structure('AttributeDefinition', {
  AttributeName: required(text({ min: 1, max: 255 })),
  AttributeType: required(oneOf('B', 'N', 'S')),
})
const keyElements = (max: number) =>
  required(
    list(
      structure('KeySchemaElement', {
        AttributeName: required(text({ min: 1, max: 255 })),
        KeyType: required(oneOf('HASH', 'RANGE')),
      }),
      { min: 1, max },
    ),
  )
const projection = structure('Projection', {
  ProjectionType: oneOf('ALL', 'INCLUDE', 'KEYS_ONLY'),
  NonKeyAttributes: list(text({ min: 1, max: 255 }), { min: 1, max: 20 }),
})
const localIndex = structure('LocalSecondaryIndex', {
  IndexName: required(named),
  KeySchema: keyElements(2),
  Projection: required(projection),
})
/** "Up to four attributes for each of partition and sort key" of a global index. */
const globalIndex = {
  IndexName: required(named),
  KeySchema: keyElements(8),
  Projection: required(projection),
  ProvisionedThroughput: throughput,
  OnDemandThroughput: onDemand,
  WarmThroughput: warm,
}
const vectorIndex = {
  IndexName: required(named),
  VectorAttribute: required(
    structure('VectorAttributeDefinition', { AttributeName: required(text({ min: 1, max: 65535 })) }),
  ),
  SearchSchema: list(
    structure('SearchSchemaElement', {
      AttributeName: required(text({ min: 1, max: 65535 })),
      SearchSchemaElementType: required(oneOf('HASH', 'INLINE_FILTER')),
    }),
    { min: 1 },
  ),
  Projection: required(projection),
  Dimensions: required({ kind: 'long', min: 1 } as const),
  DistanceFunction: required(oneOf('DOT_PRODUCT', 'COSINE', 'EUCLIDEAN')),
}
const stream = structure('StreamSpecification', {
  StreamEnabled: required(bool),
  StreamViewType: oneOf('NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'),
})
const encryption = structure('SSESpecification', {
  Enabled: bool,
  SSEType: oneOf('AES256', 'KMS'),
  KMSMasterKeyId: text(),
})
const billingMode = oneOf('PROVISIONED', 'PAY_PER_REQUEST')
const tableClass = oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS')
const tag = structure('Tag', {
  Key: required(text({ min: 1, max: 128 })),
  Value: required(text({ min: 0, max: 256 })),
})

export const createTable: Members = {
  AttributeDefinitions: required(list(attributeDefinition)),
  TableName: tableName,
  BillingMode: billingMode,
  ProvisionedThroughput: throughput,
  KeySchema: keyElements(2),
  LocalSecondaryIndexes: list(localIndex),
  GlobalSecondaryIndexes: list(structure('GlobalSecondaryIndex', globalIndex)),
  VectorIndexes: list(structure('VectorIndex', vectorIndex)),
  StreamSpecification: stream,
  SSESpecification: encryption,
  Tags: list(tag),
  TableClass: tableClass,
  DeletionProtectionEnabled: bool,
  OnDemandThroughput: onDemand,
  WarmThroughput: warm,
  ResourcePolicy: text(),
}

export const updateTable: Members = {
  AttributeDefinitions: list(attributeDefinition),
  TableName: tableName,
  BillingMode: billingMode,
  ProvisionedThroughput: throughput,
  GlobalSecondaryIndexUpdates: list(
    structure('GlobalSecondaryIndexUpdate', {
      Update: structure('UpdateGlobalSecondaryIndexAction', {
        IndexName: required(named),
        ProvisionedThroughput: throughput,
        OnDemandThroughput: onDemand,
        WarmThroughput: warm,
      }),
      Create: structure('CreateGlobalSecondaryIndexAction', globalIndex),
      Delete: structure('DeleteGlobalSecondaryIndexAction', { IndexName: required(named) }),
    }),
  ),
  VectorIndexUpdates: list(
    structure('VectorIndexUpdate', {
      Create: structure('CreateVectorIndexAction', vectorIndex),
      Delete: structure('DeleteVectorIndexAction', { IndexName: required(named) }),
    }),
  ),
  StreamSpecification: stream,
  SSESpecification: encryption,
  TableClass: tableClass,
  DeletionProtectionEnabled: bool,
  OnDemandThroughput: onDemand,
  WarmThroughput: warm,
}

export const aboutTable: Members = { TableName: tableName }

export const listTables: Members = {
  ExclusiveStartTableName: named,
  Limit: { kind: 'integer', min: 1, max: 100 },
}

export const updateTimeToLive: Members = {
  TableName: tableName,
  TimeToLiveSpecification: required(
    structure('TimeToLiveSpecification', {
      Enabled: required(bool),
      AttributeName: required(text({ min: 1, max: 255 })),
    }),
  ),
}

const arn = required(text({ min: 1, max: 1283 }))

export const tagResource: Members = { ResourceArn: arn, Tags: required(list(tag)) }
export const untagResource: Members = {
  ResourceArn: arn,
  TagKeys: required(list(text({ min: 1, max: 128 }))),
}
export const listTagsOfResource: Members = { ResourceArn: arn, NextToken: text() }

export const describeLimits: Members = {}
export const describeEndpoints: Members = {}
export const describeContinuousBackups: Members = { TableName: tableName }
