import { expect } from 'chai'
import { readSearch } from '../../../../lib/testing/engine/items/search-request.js'

const value = { ':p': { S: 'p' } }

describe('search request', () => {
  it('reads key conditions, filter and projection together', () => {
    const { keys, filter, paths } = readSearch('Query', {
      KeyConditionExpression: 'pk = :p',
      FilterExpression: 'a = :p',
      ProjectionExpression: 'b, #c',
      ExpressionAttributeNames: { '#c': 'c' },
      ExpressionAttributeValues: value,
    })
    expect([...(keys ?? [])]).to.have.length(1)
    expect(filter?.kind).to.equal('compare')
    expect(paths).to.deep.equal([['b'], ['c']])
  })

  const refused: ['Query' | 'Scan', object, string][] = [
    [
      'Query',
      {},
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    ],
    [
      'Query',
      { Limit: 0, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: value },
      'Limit must be greater than or equal to 1',
    ],
    [
      'Query',
      { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: value, Select: 'SPECIFIC_ATTRIBUTES' },
      '1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      'Query',
      {
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: value,
        Select: 'COUNT',
        ProjectionExpression: 'a',
      },
      '1 validation error detected: Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      'Scan',
      { Select: 'ALL_ATTRIBUTES', AttributesToGet: ['a'] },
      'Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES',
    ],
    [
      'Scan',
      { FilterExpression: 'a = :p', ScanFilter: {}, ExpressionAttributeValues: value },
      'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {ScanFilter} Expression parameters: {FilterExpression}',
    ],
    [
      'Scan',
      { ExclusiveStartKey: { a: {} } },
      'The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      'Scan',
      { ExclusiveStartKey: { a: { N: 'x' } } },
      'The parameter cannot be converted to a numeric value: x',
    ],
    [
      'Scan',
      { ExpressionAttributeValues: value },
      'ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null',
    ],
  ]
  for (const [kind, input, message] of refused)
    it(`refuses ${kind} ${JSON.stringify(input)}`, () =>
      expect(() => readSearch(kind, { ...input })).to.throw(message))
})
