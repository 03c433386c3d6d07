// Shapes of requests for single items, batches and transactions.
import { bool, item, list, type Members, map, oneOf, required, structure, text, value } from './shape.js'

/** The name of a table, or its ARN. */
export const tableName = required(text({ min: 1, max: 1024, pattern: /^[a-zA-Z0-9_.-]+$/ }))

export const returnConsumedCapacity = oneOf('INDEXES', 'TOTAL', 'NONE')
const returnItemCollectionMetrics = oneOf('SIZE', 'NONE')
const returnValues = oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW')
const onConditionFailure = oneOf('ALL_OLD', 'NONE')

const placeholders = {
  ExpressionAttributeNames: map(text(), { className: 'java.lang.String' }),
  ExpressionAttributeValues: item,
}

const operator = oneOf(
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
)
const conditions = map(
  structure('Condition', { ComparisonOperator: required(operator), AttributeValueList: list(value) }),
)
const conditionalOperator = oneOf('OR', 'AND')
const expected = map(
  structure('ExpectedAttributeValue', {
    Value: value,
    Exists: bool,
    ComparisonOperator: operator,
    AttributeValueList: list(value),
  }),
)

const written = {
  TableName: tableName,
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
  ReturnValues: returnValues,
  ReturnValuesOnConditionCheckFailure: onConditionFailure,
  Expected: expected,
  ConditionalOperator: conditionalOperator,
  ConditionExpression: text(),
  ...placeholders,
}

export const putItem: Members = { ...written, Item: required(item) }
export const deleteItem: Members = { ...written, Key: required(item) }
export const updateItem: Members = {
  ...written,
  Key: required(item),
  UpdateExpression: text(),
  AttributeUpdates: map(
    structure('AttributeValueUpdate', { Value: value, Action: oneOf('ADD', 'PUT', 'DELETE') }),
  ),
}

const attributesToGet = list(text({ max: 65535 }), { min: 1, max: 255 })
const projecting = {
  AttributesToGet: attributesToGet,
  ProjectionExpression: text(),
  ExpressionAttributeNames: placeholders.ExpressionAttributeNames,
}

export const getItem: Members = {
  TableName: tableName,
  Key: required(item),
  ConsistentRead: bool,
  ReturnConsumedCapacity: returnConsumedCapacity,
  ...projecting,
}

const batchKeys = { min: 1, max: 1024, pattern: /^[a-zA-Z0-9_.:/-]+$/ }

export const batchGetItem: Members = {
  RequestItems: required(
    map(
      structure('KeysAndAttributes', {
        Keys: required(list(item, { min: 1, max: 100 })),
        ConsistentRead: bool,
        ...projecting,
      }),
      {
        min: 1,
        max: 100,
        keys: batchKeys,
      },
    ),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
}

const writeRequest = structure('WriteRequest', {
  PutRequest: structure('PutRequest', { Item: required(item) }),
  DeleteRequest: structure('DeleteRequest', { Key: required(item) }),
})

export const batchWriteItem: Members = {
  RequestItems: required(
    map(list(writeRequest, { min: 1, max: 25 }), {
      min: 1,
      max: 25,
      keys: batchKeys,
      className: 'WriteRequest',
    }),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
}

const transacted = {
  TableName: tableName,
  ConditionExpression: text(),
  ReturnValuesOnConditionCheckFailure: onConditionFailure,
  ...placeholders,
}

export const transactWriteItems: Members = {
  TransactItems: required(
    list(
      structure('TransactWriteItem', {
        ConditionCheck: structure('ConditionCheck', {
          ...transacted,
          Key: required(item),
          ConditionExpression: required(text()),
        }),
        Put: structure('Put', { ...transacted, Item: required(item) }),
        Delete: structure('Delete', { ...transacted, Key: required(item) }),
        Update: structure('Update', {
          ...transacted,
          Key: required(item),
          UpdateExpression: required(text()),
        }),
      }),
      { min: 1, max: 100 },
    ),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
  ClientRequestToken: text({ min: 1, max: 36 }),
}

export const transactGetItems: Members = {
  TransactItems: required(
    list(
      structure('TransactGetItem', {
        Get: structure('Get', {
          TableName: tableName,
          Key: required(item),
          ProjectionExpression: text(),
          ExpressionAttributeNames: placeholders.ExpressionAttributeNames,
        }),
      }),
      { min: 1, max: 100 },
    ),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
}

const searched: Members = {
  TableName: tableName,
  IndexName: text({ min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/ }),
  Select: oneOf('SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'),
  AttributesToGet: attributesToGet,
  ConsistentRead: bool,
  ConditionalOperator: conditionalOperator,
  ExclusiveStartKey: item,
  ReturnConsumedCapacity: returnConsumedCapacity,
  ProjectionExpression: text(),
  FilterExpression: text(),
  ...placeholders,
}

export const query: Members = {
  ...searched,
  Limit: { kind: 'integer' },
  ScanIndexForward: bool,
  KeyConditions: conditions,
  QueryFilter: conditions,
  KeyConditionExpression: text(),
}

export const searchVectors: Members = {
  TableName: tableName,
  IndexName: required(text({ min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/ })),
  SearchVector: required(list(value)),
  TopK: required({ kind: 'integer' } as const),
  SearchConditionExpression: text(),
  ProjectionExpression: text(),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ...placeholders,
}

export const scan: Members = {
  ...searched,
  Limit: { kind: 'integer', min: 1 },
  TotalSegments: { kind: 'integer', min: 1, max: 1_000_000 },
  Segment: { kind: 'integer', min: 0, max: 999_999 },
  ScanFilter: conditions,
}
