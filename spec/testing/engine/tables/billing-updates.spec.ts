import { expect } from 'chai'
import { changedBilling } from '../../../../lib/testing/engine/tables/billing-updates.js'
import { keys, openEngine } from '../ways-in.js'

const units = { ReadCapacityUnits: 5, WriteCapacityUnits: 2 }

function definition(more: object) {
  const engine = openEngine()
  engine.run('CreateTable', {
    TableName: 'books',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: keys('pk'),
    ...more,
  })
  const table = engine.context.database.table('books')
  if (table === undefined) throw new Error('no table')
  return table.definition
}

describe('billing updates', () => {
  const provisioned = definition({ ProvisionedThroughput: units })
  const onDemand = definition({ BillingMode: 'PAY_PER_REQUEST' })

  it('switch between the modes', () => {
    expect(
      changedBilling(provisioned, { TableName: 'books', BillingMode: 'PAY_PER_REQUEST' }, 2000),
    ).to.deep.include({
      billingMode: 'PAY_PER_REQUEST',
      throughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      onDemandSince: 2,
    })
    const request = { TableName: 'books', BillingMode: 'PROVISIONED', ProvisionedThroughput: units } as const
    expect(changedBilling(onDemand, request, 0)).to.deep.include({
      billingMode: 'PROVISIONED',
      throughput: units,
    })
    expect(changedBilling(onDemand, { TableName: 'books' }, 0)).to.equal(onDemand)
  })

  it('refuse capacity that is there already, and capacity on demand', () => {
    expect(() =>
      changedBilling(provisioned, { TableName: 'books', ProvisionedThroughput: units }, 0),
    ).to.throw('will not change')
    expect(() => changedBilling(onDemand, { TableName: 'books', ProvisionedThroughput: units }, 0)).to.throw(
      'when BillingMode is PAY_PER_REQUEST',
    )
  })
})
