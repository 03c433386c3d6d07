import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { removeExpired } from '../../../../lib/testing/engine/tables/time-to-live.js'
import { withEngine } from '../../../support/engine.js'
import { book, books } from '../ways-in.js'

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
    const response = await engine.client.send(command).catch((error) => error.name)
    return response.TimeToLiveSpecification ?? response
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

describe('time to live of the embedded engine', () => {
  it('removes what has expired by the clock, and nothing that expired more than five years before', () => {
    const clock = engineClock(1_000_000_000_000)
    const { run, context } = books({ clock })
    run('UpdateTimeToLive', {
      TableName: 'books',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    })
    const put = (sk: string, until: object) =>
      run('PutItem', { TableName: 'books', Item: { ...book(sk), genre: { S: 'g' }, until } })
    put('past', { N: '999999999' })
    put('long past', { N: '1' })
    put('soon', { N: '1000000060.5' })
    put('later', { N: '1000000999' })
    put('text', { S: '1' })
    const left = () =>
      (run('Scan', { TableName: 'books', IndexName: 'byGenre' })['Items'] as { sk: { S: string } }[]).map(
        ({ sk }) => sk.S,
      )
    run('UpdateTable', {
      TableName: 'books',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    })
    expect(removeExpired(context)).to.equal(1)
    clock.advance(61_000)
    expect(removeExpired(context)).to.equal(1)
    const expired: unknown[] = []
    for (const stream of context.database.streams.all())
      for (const shard of stream.shards)
        context.database.streams.read(stream, shard, 0, (change) => {
          expired.push(change.expired && change.before?.['sk']?.S)
          return true
        })
    expect(expired).to.deep.equal(['past', 'soon'])
    expect(left().sort()).to.deep.equal(['later', 'long past', 'text'])
  })
})
