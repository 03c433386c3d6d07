import { expect } from 'chai'
import { labelOf, sequenceText } from '../../../../lib/testing/engine/storage/stream-log.js'
import { hour, openStream } from '../streams/open-stream.js'

describe('stream log', () => {
  it('writes labels and sequence numbers as DynamoDB does', () => {
    expect(labelOf(0)).to.equal('1970-01-01T00:00:00.000')
    expect(sequenceText(12)).to.equal('100000000000000000012')
  })

  it('forgets the records and the shards of a stream that was switched off more than 24 hours ago', () => {
    const { put, disable, clock, context } = openStream()
    const { streams } = context.database
    for (let at = 0; at < 100; at += 1) put(String(at))
    disable()
    clock.advance(24 * hour + 1)
    expect(streams.all()).to.deep.equal([])
    expect([streams.snapshot().streams.size, streams.snapshot().records.size]).to.deep.equal([0, 0])
  })

  it('never gives a sequence number twice, not even after a restore', () => {
    const { put, context, read, iterator } = openStream()
    const snapshot = context.database.snapshot()
    put('a')
    const [first] = read(iterator()).records
    context.database.restore(snapshot)
    put('b')
    const [second] = read(iterator()).records
    expect(String(second?.dynamodb.SequenceNumber) > String(first?.dynamodb.SequenceNumber)).to.equal(true)
    expect(second?.eventID).not.to.equal(first?.eventID)
  })

  it('keeps what a snapshot holds, whatever is trimmed later', () => {
    const { put, context, clock, read, iterator, describe: described } = openStream()
    put('a')
    const snapshot = context.database.snapshot()
    clock.advance(29 * hour)
    expect(described().Shards).to.have.length(1)
    expect(read(iterator()).names).to.deep.equal([])
    context.database.restore(snapshot)
    expect(read(iterator()).names).to.deep.equal(['a'])
  })
})
