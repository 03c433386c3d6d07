import { expect } from 'chai'
import { Placeholders } from '../../../../lib/testing/engine/expressions/placeholders.js'
import {
  checkExpressionParameters,
  expressionReader,
} from '../../../../lib/testing/engine/expressions/request-expressions.js'

describe('request expressions', () => {
  const check = (input: Record<string, unknown>) => () =>
    checkExpressionParameters(
      input,
      ['FilterExpression', 'KeyConditionExpression', 'ProjectionExpression'],
      ['QueryFilter'],
    )

  it('do not go with the parameters that they replaced', () => {
    expect(check({ FilterExpression: 'a', QueryFilter: {} })).to.throw(
      'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {QueryFilter} Expression parameters: {FilterExpression}',
    )
    check({ QueryFilter: {} })()
  })

  it('are what placeholders need', () => {
    expect(check({ ExpressionAttributeNames: {} })).to.throw(
      'ExpressionAttributeNames can only be specified when using expressions',
    )
    expect(check({ ProjectionExpression: 'a', ExpressionAttributeValues: {} })).to.throw(
      'ExpressionAttributeValues can only be specified when using expressions: FilterExpression and KeyConditionExpression are null',
    )
    check({ FilterExpression: 'a', ExpressionAttributeValues: {}, ExpressionAttributeNames: {} })()
  })

  it('are read by their parameter', () => {
    const placeholders = new Placeholders({})
    expect(
      expressionReader({ FilterExpression: 'a' }, 'FilterExpression', placeholders)?.path(),
    ).to.deep.equal(['a'])
    expect(expressionReader({}, 'FilterExpression', placeholders)).to.equal(undefined)
    expect(() => expressionReader({ FilterExpression: '' }, 'FilterExpression', placeholders)).to.throw(
      /^Invalid FilterExpression/,
    )
  })
})
