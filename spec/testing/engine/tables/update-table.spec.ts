import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { books, booksTable, keys, openEngine } from '../ways-in.js'

const units = (ReadCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits: 1 })
const provisioned = {
  TableName: 'abc',
  KeySchema: keys('id'),
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  ProvisionedThroughput: units(5),
}

describe('UpdateTable', () => {
  const described = (engine: ReturnType<typeof openEngine>, TableName: string) =>
    engine.run('DescribeTable', { TableName })['Table'] as Record<string, unknown>

  it('changes capacity, and billing back and forth', () => {
    const engine = openEngine({ clock: engineClock(1_000) })
    engine.run('CreateTable', provisioned)
    const updated = engine.run('UpdateTable', { TableName: 'abc', ProvisionedThroughput: units(7) })
    expect(updated).to.have.nested.property('TableDescription.TableStatus', 'UPDATING')
    expect(described(engine, 'abc')).to.deep.include({
      TableStatus: 'ACTIVE',
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...units(7) },
    })
    expect(
      engine.refusal('UpdateTable', { TableName: 'abc', ProvisionedThroughput: units(7) }).message,
    ).to.match(/will not change.*Requested ReadCapacityUnits: 7/)
    engine.run('UpdateTable', { TableName: 'abc', BillingMode: 'PAY_PER_REQUEST' })
    expect(described(engine, 'abc')['BillingModeSummary']).to.deep.equal({
      BillingMode: 'PAY_PER_REQUEST',
      LastUpdateToPayPerRequestDateTime: 1,
    })
    expect(
      engine.refusal('UpdateTable', { TableName: 'abc', ProvisionedThroughput: units(7) }).message,
    ).to.match(/Neither ReadCapacityUnits/)
    engine.run('UpdateTable', {
      TableName: 'abc',
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(3),
    })
    expect(described(engine, 'abc')['BillingModeSummary']).to.have.property('BillingMode', 'PROVISIONED')
  })

  it('switches streams, protection, class and encryption', () => {
    const engine = books({ clock: engineClock(0) })
    const update = (more: object) => engine.run('UpdateTable', { TableName: 'books', ...more })
    const stream = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' }
    update({ StreamSpecification: stream })
    expect(
      engine.refusal('UpdateTable', { TableName: 'books', StreamSpecification: stream }).message,
    ).to.match(/already has an enabled stream/)
    update({ StreamSpecification: { StreamEnabled: false } })
    expect(
      engine.refusal('UpdateTable', { TableName: 'books', StreamSpecification: { StreamEnabled: false } })
        .message,
    ).to.match(/no stream to disable/)
    expect(described(engine, 'books')).to.not.have.property('StreamSpecification')
    expect(described(engine, 'books')).to.have.property('LatestStreamLabel', '1970-01-01T00:00:00.000')
    update({ DeletionProtectionEnabled: true })
    expect(engine.refusal('DeleteTable', { TableName: 'books' }).message).to.equal(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    )
    update({
      DeletionProtectionEnabled: false,
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      SSESpecification: { Enabled: true },
    })
    expect(described(engine, 'books')).to.have.nested.property(
      'TableClassSummary.TableClass',
      'STANDARD_INFREQUENT_ACCESS',
    )
    expect(described(engine, 'books')).to.have.property('SSEDescription')
    update({ SSESpecification: { Enabled: false }, OnDemandThroughput: { MaxReadRequestUnits: 9 } })
    expect(described(engine, 'books')).to.not.have.property('SSEDescription')
    expect(described(engine, 'books')).to.have.nested.property('OnDemandThroughput.MaxReadRequestUnits', 9)
    engine.run('DeleteTable', { TableName: 'books' })
  })

  it('refuses to change nothing, a missing table, and one that is not ready', () => {
    const clock = engineClock(0)
    const engine = openEngine({ clock, tableDelay: 10 })
    engine.run('CreateTable', booksTable)
    const refusal = (more: object) => engine.refusal('UpdateTable', { TableName: 'books', ...more })
    expect(refusal({}).message).to.match(/^At least one of ProvisionedThroughput, BillingMode, /)
    expect(refusal({ TableName: 'films', DeletionProtectionEnabled: true }).message).to.equal(
      'Requested resource not found: Table: films not found',
    )
    expect(refusal({ DeletionProtectionEnabled: true }).message).to.equal(
      'Attempt to change a resource which is still in use: Table is being created: books',
    )
    clock.advance(10)
    engine.run('UpdateTable', { TableName: 'books', DeletionProtectionEnabled: true })
    expect(refusal({ DeletionProtectionEnabled: true }).message).to.match(/Table is being updated: books$/)
    expect(refusal({ BillingMode: 'PROVISIONED' }).message).to.match(
      /ProvisionedThroughput must be specified when BillingMode is PROVISIONED/,
    )
    clock.advance(10)
    expect(refusal({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(1) }).message).to.match(
      /must be specified for index: byGenre$/,
    )
  })
})
