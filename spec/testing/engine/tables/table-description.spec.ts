import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { book, books, booksTable, keys, openEngine } from '../ways-in.js'

describe('table description', () => {
  it('has every field of a table on demand', () => {
    const { run } = books({ clock: engineClock(1_700_000_000_000) })
    run('PutItem', {
      TableName: 'books',
      Item: { ...book('a'), genre: { S: 'crime' }, title: { S: 'x'.repeat(100) } },
    })
    const { Table } = run('DescribeTable', { TableName: 'books' }) as { Table: Record<string, unknown> }
    const { TableId, ...rest } = Table
    expect(TableId).to.match(/^[0-9a-f-]{36}$/)
    const throughput = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 }
    const warm = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: 'ACTIVE' }
    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/books'
    expect(rest).to.deep.equal({
      AttributeDefinitions: booksTable.AttributeDefinitions,
      TableName: 'books',
      KeySchema: keys('pk', 'sk'),
      TableStatus: 'ACTIVE',
      CreationDateTime: 1_700_000_000,
      ProvisionedThroughput: throughput,
      TableSizeBytes: 121,
      ItemCount: 1,
      TableArn: arn,
      BillingModeSummary: {
        BillingMode: 'PAY_PER_REQUEST',
        LastUpdateToPayPerRequestDateTime: 1_700_000_000,
      },
      LocalSecondaryIndexes: [
        {
          ...booksTable.LocalSecondaryIndexes[0],
          IndexSizeBytes: 0,
          ItemCount: 0,
          IndexArn: `${arn}/index/byYear`,
        },
      ],
      GlobalSecondaryIndexes: [
        {
          ...booksTable.GlobalSecondaryIndexes[0],
          IndexSizeBytes: 16,
          ItemCount: 1,
          IndexArn: `${arn}/index/byGenre`,
          IndexStatus: 'ACTIVE',
          ProvisionedThroughput: throughput,
          WarmThroughput: warm,
        },
      ],
      DeletionProtectionEnabled: false,
      WarmThroughput: warm,
    })
  })

  it('has the other settings, and no billing mode if the table is provisioned', () => {
    const { run } = openEngine({ clock: engineClock(0) })
    const throughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 2 }
    const { TableDescription } = run('CreateTable', {
      TableName: 'abc',
      KeySchema: keys('id'),
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      ProvisionedThroughput: throughput,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { Enabled: true },
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      DeletionProtectionEnabled: true,
    })
    expect(TableDescription).to.deep.include({
      TableStatus: 'CREATING',
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...throughput },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      LatestStreamLabel: '1970-01-01T00:00:00.000',
      LatestStreamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/abc/stream/1970-01-01T00:00:00.000',
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      DeletionProtectionEnabled: true,
      WarmThroughput: { ReadUnitsPerSecond: 5, WriteUnitsPerSecond: 2, Status: 'CREATING' },
    })
    expect(TableDescription).to.have.nested.property('SSEDescription.Status', 'ENABLED')
    expect(TableDescription).not.to.have.property('BillingModeSummary')
  })
})
