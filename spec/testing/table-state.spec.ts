import { expect } from 'chai'
import { failure } from '../../lib/testing/service-failure.js'
import { waitForTable } from '../../lib/testing/table-state.js'

describe('table state', () => {
  it('waits until the table and its indexes are active', async () => {
    const states = [
      { TableStatus: 'CREATING' },
      { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'CREATING' }] },
      { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }] },
    ]
    await waitForTable(async () => ({ Table: states.shift() }), { TableName: 'abc' })
    expect(states).to.deep.equal([])
  })

  it('takes a table that is gone for done, and passes other failures on', async () => {
    await waitForTable(() => Promise.reject(failure('ResourceNotFoundException', 'gone')), {})
    const failed = await waitForTable(() => Promise.reject(new Error('broken')), {}).catch(
      (error) => error.message,
    )
    expect(failed).to.equal('broken')
  })
})
