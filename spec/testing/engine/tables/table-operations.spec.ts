import { expect } from 'chai'
import { book, books, keys, openEngine } from '../ways-in.js'

describe('table operations', () => {
  it('list tables in order, page by page', () => {
    const { run } = openEngine()
    for (const TableName of ['ccc', 'aaa', 'bbb'])
      run('CreateTable', {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keys('id'),
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      })
    expect(run('ListTables', {})).to.deep.equal({ TableNames: ['aaa', 'bbb', 'ccc'] })
    expect(run('ListTables', { Limit: 2 })).to.deep.equal({
      TableNames: ['aaa', 'bbb'],
      LastEvaluatedTableName: 'bbb',
    })
    expect(run('ListTables', { Limit: 2, ExclusiveStartTableName: 'bbb' })).to.deep.equal({
      TableNames: ['ccc'],
    })
    expect(run('ListTables', { ExclusiveStartTableName: 'aab' })).to.deep.equal({
      TableNames: ['bbb', 'ccc'],
    })
  })

  it('delete a table with its items', () => {
    const { run, refusal } = books()
    run('PutItem', { TableName: 'books', Item: book('a') })
    expect(run('DeleteTable', { TableName: 'books' })).to.have.nested.property(
      'TableDescription.TableStatus',
      'DELETING',
    )
    expect(refusal('DeleteTable', { TableName: 'books' }).message).to.equal(
      'Requested resource not found: Table: books not found',
    )
    expect(run('ListTables', {})).to.deep.equal({ TableNames: [] })
  })

  it('know the limits of an account', () => {
    expect(openEngine().run('DescribeLimits', {})).to.deep.equal({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    })
  })
})
