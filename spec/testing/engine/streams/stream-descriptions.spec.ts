import { expect } from 'chai'
import { booksTable } from '../ways-in.js'
import { hour, openStream } from './open-stream.js'

type Listed = { readonly Streams: readonly { readonly StreamArn: string }[] }

const list = ({ run }: ReturnType<typeof openStream>, more: object = {}) => {
  const response = run('ListStreams', more) as unknown as Listed & {
    readonly LastEvaluatedStreamArn?: string
  }
  return { arns: response.Streams.map(({ StreamArn }) => StreamArn), last: response.LastEvaluatedStreamArn }
}

describe('descriptions of streams', () => {
  it('show a stream with its shards', () => {
    const { describe: described, arn } = openStream()
    const { Shards, ...rest } = described()
    expect(rest).to.deep.equal({
      StreamArn: arn,
      StreamLabel: '2030-03-17T17:46:40.000',
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      CreationRequestDateTime: 1_900_000_000,
      TableName: 'books',
      KeySchema: booksTable.KeySchema,
    })
    expect(Shards).to.have.length(1)
    expect(Shards[0]?.ShardId).to.match(/^shardId-\d{20}-[0-9a-f]{8}$/)
    expect(Shards[0]?.SequenceNumberRange.StartingSequenceNumber).to.match(/^\d{21}$/)
    expect(Shards[0]?.SequenceNumberRange).not.to.have.property('EndingSequenceNumber')
  })

  it('give each stream of a table an ARN of its own, even if the clock stands still', () => {
    const stream = openStream()
    const arns = [stream.arn]
    for (const viewType of ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE']) {
      stream.disable()
      arns.push(stream.enable(viewType))
    }
    stream.run('DeleteTable', { TableName: 'books' })
    const again = { ...booksTable, StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } }
    const { TableDescription } = stream.run('CreateTable', again)
    arns.push(String((TableDescription as { LatestStreamArn: string }).LatestStreamArn))
    expect(new Set(arns).size).to.equal(5)
    expect(list(stream).arns).to.deep.equal(arns)
  })

  it('are listed in pages, of all tables or of one', () => {
    const stream = openStream()
    stream.disable()
    const second = stream.enable()
    const other = { ...booksTable, TableName: 'authors' }
    stream.run('CreateTable', {
      ...other,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    })
    const [authors] = list(stream).arns
    expect(authors).to.contain('table/authors/stream/')
    expect(list(stream, { TableName: 'books' }).arns).to.deep.equal([stream.arn, second])
    expect(list(stream, { TableName: 'nobody' }).arns).to.deep.equal([])
    const first = list(stream, { Limit: 2 })
    expect(first).to.deep.equal({ arns: [authors, stream.arn], last: stream.arn })
    expect(list(stream, { Limit: 2, ExclusiveStartStreamArn: first.last })).to.deep.equal({
      arns: [second],
      last: undefined,
    })
    for (const [more, message] of [
      [{ Limit: 101 }, /Limit cannot be greater than the maximum allowed size: 100$/],
      [{ ExclusiveStartStreamArn: `${second}1` }, /Invalid ExclusiveStartStreamArn$/],
    ] as const) {
      const { type, message: given } = stream.refusal('ListStreams', more)
      expect([type, given]).to.satisfy(
        ([a, b]: string[]) => a === 'ValidationException' && message.test(b ?? ''),
      )
    }
  })

  it('close the shard of a stream that is switched off, and keep it for 24 hours', () => {
    const stream = openStream()
    stream.disable()
    const { Shards, StreamStatus } = stream.describe()
    expect(StreamStatus).to.equal('DISABLED')
    expect(Shards[0]?.SequenceNumberRange.EndingSequenceNumber).to.match(/^\d{21}$/)
    stream.clock.advance(24 * hour)
    expect(list(stream).arns).to.deep.equal([stream.arn])
    stream.clock.advance(1)
    expect(list(stream).arns).to.deep.equal([])
    expect(stream.refusal('DescribeStream', { StreamArn: stream.arn }).type).to.equal(
      'ResourceNotFoundException',
    )
  })

  it('close the stream of a table that is deleted', () => {
    const stream = openStream()
    stream.put('a')
    stream.run('DeleteTable', { TableName: 'books' })
    expect(stream.describe()['StreamStatus']).to.equal('DISABLED')
    expect(stream.read(stream.iterator()).names).to.deep.equal(['a'])
  })

  it('are ENABLING and DISABLING while the table is changed slowly', () => {
    const stream = openStream()
    const status = () => stream.describe()['StreamStatus']
    stream.context.tableDelay = 1000
    stream.disable()
    expect(status()).to.equal('DISABLING')
    stream.clock.advance(1000)
    expect(status()).to.equal('DISABLED')
    const StreamArn = stream.enable()
    const next = () =>
      (stream.run('DescribeStream', { StreamArn })['StreamDescription'] as { StreamStatus: string })
        .StreamStatus
    expect(next()).to.equal('ENABLING')
    stream.clock.advance(1000)
    expect(next()).to.equal('ENABLED')
  })

  it('show shards in pages, with their parents, and children by a filter', () => {
    const stream = openStream()
    stream.clock.advance(4 * hour)
    stream.describe()
    stream.clock.advance(4 * hour)
    const shards = stream.describe().Shards
    expect(shards.map(({ ParentShardId }) => ParentShardId)).to.deep.equal([
      undefined,
      shards[0]?.ShardId,
      shards[1]?.ShardId,
    ])
    expect(shards.map((one) => one.SequenceNumberRange.EndingSequenceNumber === undefined)).to.deep.equal([
      false,
      false,
      true,
    ])
    const first = stream.describe({ Limit: 2 })
    expect(first.Shards).to.deep.equal(shards.slice(0, 2))
    expect(first['LastEvaluatedShardId']).to.equal(shards[1]?.ShardId)
    const rest = stream.describe({ Limit: 2, ExclusiveStartShardId: shards[1]?.ShardId })
    expect(rest.Shards).to.deep.equal(shards.slice(2))
    expect(rest).not.to.have.property('LastEvaluatedShardId')
    const ShardFilter = { Type: 'CHILD_SHARDS', ShardId: shards[0]?.ShardId }
    expect(stream.describe({ ShardFilter }).Shards).to.deep.equal([shards[1]])
    expect(
      stream.refusal('DescribeStream', { StreamArn: stream.arn, ShardFilter: { Type: 'CHILD_SHARDS' } }).type,
    ).to.equal('ValidationException')
  })

  it('refuse a stream that does not exist', () => {
    const stream = openStream()
    for (const StreamArn of [`${stream.arn}0`, stream.arn.replace('books', 'authors'), 'x'.repeat(40)]) {
      const { type, message } = stream.refusal('DescribeStream', { StreamArn })
      expect(type).to.equal('ResourceNotFoundException')
      expect(message).to.equal(`Requested resource not found: Stream: ${StreamArn} not found`)
    }
    const { type } = stream.refusal('DescribeStream', { StreamArn: stream.arn, Limit: 101 })
    expect(type).to.equal('ValidationException')
  })
})
