import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { withEngine } from '../../../support/engine.js'

describe('table operations', () => {
  const engine = withEngine()

  it('create a table that is ready at once, with its tags, and delete it', async () => {
    const TableName = engine.name('tables')
    await engine.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        Tags: [{ Key: 'team', Value: 'shop' }],
        DeletionProtectionEnabled: false,
        TableClass: 'STANDARD',
      }),
    )
    await waitUntilTableExists({ client: engine.client, maxWaitTime: 10, minDelay: 1 }, { TableName })
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName }))
    expect(Table?.TableStatus).to.equal('ACTIVE')
    expect(Table?.BillingModeSummary?.BillingMode).to.equal('PAY_PER_REQUEST')
    // DynamoDB Local knows no tags.
    if (engine.kind === 'embedded') {
      const tags = await engine.client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }))
      expect(tags.Tags).to.deep.equal([{ Key: 'team', Value: 'shop' }])
    }
    await engine.client.send(new DeleteTableCommand({ TableName }))
    const put = new PutItemCommand({ TableName, Item: { id: { S: 'x' } } })
    expect(await engine.client.send(put).catch((error) => error.name)).to.equal('ResourceNotFoundException')
  })

  it('refuse a table that is there already', async () => {
    const create = new CreateTableCommand({
      TableName: engine.name('tables'),
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
    await engine.client.send(create)
    expect(await engine.client.send(create).catch((error) => error.name)).to.equal('ResourceInUseException')
  })
})
