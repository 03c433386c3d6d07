// Two operations on one item: both are at hand, and only the key is shown.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { DuplicateOperationError } from '../../lib/errors/duplicate-operation-error.js'
import { secret } from './samples.js'

describe('DuplicateOperationError', () => {
  const operations = [{ name: 'save', password: secret }, { name: 'delete' }]
  const key = { userId: 'u1' }
  const error = new DuplicateOperationError({ entity: 'User', operation: 'transaction', key, operations })

  it('has the key, and both operations', () => {
    expect(error).deep.include({ key })
    expect(error.operations).equal(operations)
  })

  it('shows the key, and not what the operations hold', () => {
    expect(JSON.parse(JSON.stringify(error))).deep.include({ key, entity: 'User' })
    for (const text of [JSON.stringify(error), inspect(error, { depth: 10 })])
      expect(text).not.contain(secret)
  })
})
