import { expect } from 'chai'
import { book, books } from '../ways-in.js'

const get = (sk: string, more = {}) => ({ Get: { TableName: 'books', Key: book(sk), ...more } })

describe('transact get', () => {
  it('reads items in the order of the request, and nothing for those that are not there', () => {
    const { run } = books()
    run('PutItem', { TableName: 'books', Item: { ...book('a'), n: { N: '1' } } })
    const read = run('TransactGetItems', {
      TransactItems: [get('none'), get('a'), get('b')],
      ReturnConsumedCapacity: 'INDEXES',
    })
    expect(read).to.deep.equal({
      Responses: [{}, { Item: { ...book('a'), n: { N: '1' } } }, {}],
      ConsumedCapacity: [
        {
          TableName: 'books',
          CapacityUnits: 6,
          ReadCapacityUnits: 6,
          Table: { CapacityUnits: 6, ReadCapacityUnits: 6 },
        },
      ],
    })
  })

  it('leaves out an item that has none of the requested attributes', () => {
    const { run } = books()
    run('PutItem', { TableName: 'books', Item: book('a') })
    expect(
      run('TransactGetItems', { TransactItems: [get('a', { ProjectionExpression: 'n' })] }),
    ).to.deep.equal({ Responses: [{}] })
  })

  it('is cancelled for keys of the wrong type, and refused for empty ones, repeats and anything but a Get', () => {
    const { refusal } = books()
    const end = (...TransactItems: object[]) => refusal('TransactGetItems', { TransactItems })
    expect(
      end(get('a'), get('b', { Key: { pk: { S: 'p' }, sk: { N: '1' } } })).body['CancellationReasons'],
    ).to.deep.equal([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ])
    expect(end(get('')).type).to.equal('ValidationException')
    expect(end(get('a'), get('a')).message).to.equal(
      'Transaction request cannot include multiple operations on one item',
    )
    expect(end({}).type).to.equal('ValidationException')
  })
})
