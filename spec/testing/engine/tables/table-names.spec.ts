import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { checkTableName, tableArn, tableNameOf } from '../../../../lib/testing/engine/tables/table-names.js'
import { book, books, booksTable, openEngine } from '../ways-in.js'

describe('table names', () => {
  it('may be ARNs', () => {
    expect(tableNameOf(tableArn('books'))).to.equal('books')
    expect(tableNameOf('books')).to.equal('books')
    const { run } = books()
    run('PutItem', { TableName: tableArn('books'), Item: book('a') })
    expect(run('GetItem', { TableName: 'books', Key: book('a') })['Item']).to.deep.equal(book('a'))
    const Keys = [book('a')]
    expect(
      run('BatchGetItem', { RequestItems: { [tableArn('books')]: { Keys } } })['Responses'],
    ).to.deep.equal({ [tableArn('books')]: Keys })
    expect(run('DescribeTable', { TableName: tableArn('books') })).to.have.nested.property(
      'Table.TableName',
      'books',
    )
  })

  it('have 3 to 255 characters in requests on tables', () => {
    expect(() => checkTableName({})).to.throw(
      "The parameter 'TableName' is required but was not present in the request",
    )
    for (const TableName of ['ab', 'x'.repeat(256)])
      expect(() => checkTableName({ TableName })).to.throw(
        'TableName must be at least 3 characters long and at most 255 characters long',
      )
    checkTableName({ TableName: 'abc' })
  })

  it('are checked for missing tables in requests on tables, not in requests on items', () => {
    const { refusal } = openEngine()
    expect(refusal('GetItem', { TableName: 'ab', Key: book('a') }).message).to.equal(
      'Requested resource not found',
    )
    expect(refusal('DescribeTable', { TableName: 'abc' }).message).to.equal(
      'Requested resource not found: Table: abc not found',
    )
  })

  it('name no table while it is created or deleted', () => {
    const clock = engineClock(0)
    const { run, refusal } = openEngine({ clock, tableDelay: 100 })
    const status = () =>
      (run('DescribeTable', { TableName: 'books' })['Table'] as Record<string, unknown>)['TableStatus']
    run('CreateTable', booksTable)
    expect(status()).to.equal('CREATING')
    expect(refusal('PutItem', { TableName: 'books', Item: book('a') }).type).to.equal(
      'ResourceNotFoundException',
    )
    expect(refusal('DeleteTable', { TableName: 'books' }).type).to.equal('ResourceInUseException')
    clock.advance(100)
    expect(status()).to.equal('ACTIVE')
    run('PutItem', { TableName: 'books', Item: book('a') })
    run('DeleteTable', { TableName: 'books' })
    expect(status()).to.equal('DELETING')
    expect(refusal('PutItem', { TableName: 'books', Item: book('a') }).type).to.equal(
      'ResourceNotFoundException',
    )
    expect(refusal('CreateTable', booksTable).type).to.equal('ResourceInUseException')
    expect(run('ListTables', {})).to.deep.equal({ TableNames: ['books'] })
    clock.advance(100)
    expect(run('ListTables', {})).to.deep.equal({ TableNames: [] })
    expect(refusal('DescribeTable', { TableName: 'books' }).type).to.equal('ResourceNotFoundException')
    run('CreateTable', booksTable)
  })
})
