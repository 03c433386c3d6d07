import { expect } from 'chai'
import { hour, openStream } from './open-stream.js'

const minute = 60 * 1000

describe('shard iterators', () => {
  it('begin at the oldest record, after the newest, at a record or after one', () => {
    const { put, iterator, read } = openStream()
    for (const name of ['a', 'b', 'c']) put(name)
    const all = read(iterator())
    const SequenceNumber = all.records[1]?.dynamodb.SequenceNumber
    const latest = iterator('LATEST')
    put('d')
    expect(all.names).to.deep.equal(['a', 'b', 'c'])
    expect(read(latest).names).to.deep.equal(['d'])
    expect(read(iterator('AT_SEQUENCE_NUMBER', { SequenceNumber })).names).to.deep.equal(['b', 'c', 'd'])
    expect(read(iterator('AFTER_SEQUENCE_NUMBER', { SequenceNumber })).names).to.deep.equal(['c', 'd'])
  })

  it('begin at the numbers at which a shard starts and ends', () => {
    const stream = openStream()
    stream.put('a')
    stream.disable()
    const { StartingSequenceNumber, EndingSequenceNumber } =
      stream.describe().Shards[0]?.SequenceNumberRange ?? {}
    const from = (SequenceNumber: unknown, type = 'AT_SEQUENCE_NUMBER') =>
      stream.read(stream.iterator(type, { SequenceNumber }))
    expect(from(StartingSequenceNumber).names).to.deep.equal(['a'])
    expect(from(EndingSequenceNumber).names).to.deep.equal([])
    expect(from(EndingSequenceNumber, 'AFTER_SEQUENCE_NUMBER').next).to.equal(undefined)
    expect(stream.read(stream.iterator('LATEST'))).to.deep.equal({
      records: [],
      names: [],
      next: undefined,
    })
  })

  it('may be used again, and expire after 15 minutes', () => {
    const { put, iterator, read, clock, refusal } = openStream()
    put('a')
    const first = iterator()
    clock.advance(15 * minute)
    expect(read(first).names).to.deep.equal(['a'])
    const { next } = read(first)
    clock.advance(1)
    expect(refusal('GetRecords', { ShardIterator: first }).type).to.equal('ExpiredIteratorException')
    expect(read(String(next)).names).to.deep.equal([])
  })

  it('are refused if they point to records that were trimmed after 24 hours', () => {
    const stream = openStream()
    stream.put('a')
    const SequenceNumber = stream.read(stream.iterator()).records[0]?.dynamodb.SequenceNumber
    const first = stream.shardId()
    stream.clock.advance(3 * hour)
    stream.put('b')
    stream.clock.advance(21 * hour - minute)
    const place = { StreamArn: stream.arn, ShardId: first }
    const at = (ShardIteratorType: string) => ({ ...place, ShardIteratorType, SequenceNumber })
    const oldest = stream.iterator('TRIM_HORIZON', { ShardId: first })
    expect(stream.read(oldest).names).to.deep.equal(['a', 'b'])
    stream.clock.advance(2 * minute)
    expect(stream.refusal('GetRecords', { ShardIterator: oldest }).type).to.equal(
      'TrimmedDataAccessException',
    )
    expect(stream.refusal('GetShardIterator', at('AT_SEQUENCE_NUMBER')).type).to.equal(
      'TrimmedDataAccessException',
    )
    const after = stream.run('GetShardIterator', at('AFTER_SEQUENCE_NUMBER'))['ShardIterator']
    expect(stream.read(String(after)).names).to.deep.equal(['b'])
    expect(stream.read(stream.iterator('TRIM_HORIZON', { ShardId: first })).names).to.deep.equal(['b'])
  })

  it('of a reader that finds nothing last as long as it reads on, whatever was trimmed before', () => {
    const stream = openStream()
    let next = stream.iterator('LATEST')
    stream.put('a')
    next = String(stream.read(next).next)
    for (let passed = 0; passed < 30 * hour; passed += 10 * minute) {
      stream.clock.advance(10 * minute)
      const page = stream.read(next)
      expect(page.names).to.deep.equal([])
      // The shard was closed after four hours: its child goes on.
      next = page.next ?? stream.iterator('TRIM_HORIZON')
    }
    stream.put('b')
    expect(stream.read(next).names).to.deep.equal(['b'])
  })

  it('outlive a restore: they read what is written after it, and nothing that is gone', () => {
    const stream = openStream()
    const { database } = stream.context
    stream.put('a')
    const snapshot = database.snapshot()
    stream.put('b')
    const { next } = stream.read(stream.iterator())
    database.restore(snapshot)
    stream.put('c')
    expect(stream.read(String(next)).names).to.deep.equal(['c'])
    expect(stream.read(stream.iterator()).names).to.deep.equal(['a', 'c'])
  })

  it('are refused by name', () => {
    const stream = openStream()
    stream.put('a')
    const place = { StreamArn: stream.arn, ShardId: stream.shardId() }
    const far = '199999999999999999999'
    const at = 'AT_SEQUENCE_NUMBER'
    for (const [more, type, message] of [
      [{}, 'ValidationException', /shardIteratorType/],
      [{ ShardIteratorType: 'FIRST' }, 'ValidationException', /enum value set/],
      [{ ShardIteratorType: at }, 'ValidationException', /Invalid SequenceNumber$/],
      [{ ShardIteratorType: at, SequenceNumber: '1' }, 'ValidationException', /length greater than or/],
      [{ ShardIteratorType: at, SequenceNumber: far }, 'ValidationException', /^Invalid SequenceNumber for/],
      [{ ShardIteratorType: at, SequenceNumber: 'x'.repeat(21) }, 'ValidationException', /^Invalid Seq/],
      [{ ShardIteratorType: 'LATEST', SequenceNumber: far }, 'ValidationException', /should not be passed/],
      [
        { ShardIteratorType: 'LATEST', ShardId: `${place.ShardId}0` },
        'ResourceNotFoundException',
        /^Shard does not exist$/,
      ],
      [
        { ShardIteratorType: 'LATEST', StreamArn: `${stream.arn}0` },
        'ResourceNotFoundException',
        /^Stream does not exist$/,
      ],
    ] as const) {
      const refusal = stream.refusal('GetShardIterator', { ...place, ...more })
      expect(refusal.type, JSON.stringify(more)).to.equal(type)
      expect(refusal.message).to.match(message)
    }
    const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
    for (const ShardIterator of [
      'x',
      `${stream.arn}|1|x`,
      `${stream.arn}|1|${text([1])}`,
      `${stream.arn}|1|${text(['a', 'b', 1])}`,
      `|1|${text([])}`,
    ])
      expect(stream.refusal('GetRecords', { ShardIterator }).message).to.equal('Invalid ShardIterator')
  })
})
