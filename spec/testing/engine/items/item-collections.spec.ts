import { expect } from 'chai'
import { book, books, keys, openEngine } from '../ways-in.js'

describe('item collections', () => {
  it('are returned for a table with local indexes, if requested', () => {
    const { run } = books()
    const put = (more: object) =>
      run('PutItem', { TableName: 'books', Item: { ...book('a'), year: { N: '1' } }, ...more })
    expect(put({ ReturnItemCollectionMetrics: 'SIZE' })).to.deep.equal({
      ItemCollectionMetrics: { ItemCollectionKey: { pk: { S: 'p' } }, SizeEstimateRangeGB: [0, 1] },
    })
    expect(put({ ReturnItemCollectionMetrics: 'NONE' })).to.deep.equal({})
    expect(put({})).to.deep.equal({})
  })

  it('are not returned for a table without', () => {
    const { run } = openEngine()
    run('CreateTable', {
      TableName: 'abc',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('id'),
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
    expect(
      run('PutItem', { TableName: 'abc', Item: { id: { S: 'x' } }, ReturnItemCollectionMetrics: 'SIZE' }),
    ).to.deep.equal({})
  })
})
