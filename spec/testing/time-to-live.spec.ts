import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { withEngine } from '../support/engine.js'

describe('time to live', () => {
  const engine = withEngine()
  let TableName: string
  before(async () => {
    TableName = engine.name('ttl')
    await engine.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    )
  })
  const switched = async (Enabled: boolean, AttributeName: string, table = TableName) => {
    const TimeToLiveSpecification = { Enabled, AttributeName }
    const command = new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification })
    const answer = await engine.client.send(command).catch((error) => error.name)
    return answer.TimeToLiveSpecification ?? answer
  }
  const described = async () =>
    (await engine.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription

  it('is remembered, and refused where it changes nothing', async () => {
    expect(await described()).to.deep.equal({ TimeToLiveStatus: 'DISABLED' })
    expect(await switched(false, 'expires')).to.equal('ValidationException')
    expect(await switched(true, 'expires')).to.deep.equal({ Enabled: true, AttributeName: 'expires' })
    expect(await described()).to.deep.equal({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' })
    expect(await switched(true, 'expires')).to.equal('ValidationException')
    expect(await switched(false, 'other')).to.equal('ValidationException')
    expect(await switched(false, 'expires')).to.deep.equal({ Enabled: false, AttributeName: 'expires' })
    expect(await described()).to.deep.equal({ TimeToLiveStatus: 'DISABLED' })
  })

  it('needs a table', async () => {
    expect(await switched(true, 'expires', engine.name('missed'))).to.equal('ResourceNotFoundException')
  })
})
