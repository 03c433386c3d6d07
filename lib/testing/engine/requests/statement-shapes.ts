// Shapes of requests with PartiQL statements.
import { returnConsumedCapacity } from './item-shapes.js'
import { bool, list, type Members, oneOf, required, structure, text, value } from './shape.js'

const statement = {
  Statement: required(text({ min: 1, max: 8192 })),
  Parameters: list(value, { min: 1 }),
  ReturnValuesOnConditionCheckFailure: oneOf('ALL_OLD', 'NONE'),
}

export const executeStatement: Members = {
  ...statement,
  ConsistentRead: bool,
  NextToken: text({ min: 1, max: 32_768 }),
  ReturnConsumedCapacity: returnConsumedCapacity,
  Limit: { kind: 'integer', min: 1 },
}

export const batchExecuteStatement: Members = {
  Statements: required(
    list(structure('BatchStatementRequest', { ...statement, ConsistentRead: bool }), { min: 1, max: 25 }),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
}

export const executeTransaction: Members = {
  TransactStatements: required(list(structure('ParameterizedStatement', statement), { min: 1, max: 100 })),
  ClientRequestToken: text({ min: 1, max: 36 }),
  ReturnConsumedCapacity: returnConsumedCapacity,
}
