// The read that the library does by itself.
import { expect } from 'chai'
import { consistentRead } from '../../../lib/operation/ground/consistent-read.js'
import { userEntity } from '../../support/entities.js'

describe('consistentRead', () => {
  it('is a whole, consistent GetItem in the name of the operation that needs it', () => {
    const model = userEntity()
    const Key = { userId: { S: 'u1' } }
    expect(consistentRead(model, 'update', Key)).deep.equal({
      call: 'GetItem',
      input: { TableName: 'users', Key, ConsistentRead: true },
      entity: 'User',
      operation: 'update',
      table: model.table,
    })
  })
})
