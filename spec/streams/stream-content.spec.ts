// The content of stream records: times, tables, and what is wrong with those that cannot be read.
import { expect } from 'chai'
import { StreamRecordError } from '../../lib/errors/stream-record-error.js'
import { entriesOf } from '../../lib/streams/stream-entries.js'
import { eventOf } from '../support/stream-samples.js'

const item = { pk: { S: 'a' }, sk: { S: 'b' } }
const first = (event: unknown) => {
  const [entry] = entriesOf(event)
  if (entry === undefined) throw new Error('no entry')
  return entry
}
const withImages = (images: object, facts: object = {}) =>
  first([{ eventName: 'INSERT', dynamodb: { Keys: item, SequenceNumber: '1', ...images }, ...facts }])
const kinesis = (data: string, facts: object = {}) =>
  first({ Records: [{ kinesis: { sequenceNumber: '9', data, ...facts } }] })
const packed = (record: object) => Buffer.from(JSON.stringify(record)).toString('base64')

describe('contents of stream records', () => {
  it('name their table by an ARN, or by name in Kinesis, or not at all', () => {
    expect(first(eventOf([{ item, table: 'x.y-z' }])).content().table).equal('x.y-z')
    expect(first(eventOf([{ item, table: 'k' }], 'kinesis')).content().table).equal('k')
    expect(first(eventOf([{ item }], 'sdk')).content().table).equal(undefined)
    expect(withImages({}, { eventSourceARN: 'nonsense' }).content().table).equal(undefined)
  })

  it('have times in seconds, as a Date, in milliseconds or in microseconds', () => {
    const time = (value: unknown) => withImages({ ApproximateCreationDateTime: value }).content().time
    expect(time(1_700_000_000)).deep.equal(new Date(1_700_000_000_000))
    expect(time(new Date(5))).deep.equal(new Date(5))
    for (const odd of [undefined, null, 'x', Number.NaN]) expect(time(odd)).equal(undefined)
    const images = { Keys: item, ApproximateCreationDateTime: 1_700_000_000_000_123 }
    const micro = { ...images, ApproximateCreationDateTimePrecision: 'MICROSECOND' }
    const inKinesis = kinesis(packed({ eventName: 'INSERT', dynamodb: micro }))
    expect(inKinesis.content().time?.getTime()).equal(1_700_000_000_000)
  })

  it('that cannot be read say why when they are read, not before', () => {
    const unreadable: [ReturnType<typeof first>, string][] = [
      [kinesis('!'), 'not JSON'],
      [kinesis(packed({ eventName: 'DROP', dynamodb: { Keys: item } })), 'eventName'],
      [kinesis(packed({ eventName: 'INSERT' })), 'dynamodb.Keys'],
      [first([{ SequenceNumber: '1', Data: 5 }]), 'base64 or bytes'],
      [withImages({ Keys: null }), 'dynamodb.Keys'],
    ]
    for (const [entry, detail] of unreadable)
      expect(() => entry.content())
        .throw(StreamRecordError, detail)
        .include({ reason: 'unreadable' })
    expect(() => withImages({ NewImage: { a: { X: 1 } } }).content()).throw(
      "NewImage.a: 'X' is not a data type",
    )
    expect(() => withImages({ OldImage: 5 }).content()).throw('OldImage: expected a stored item')
  })
})
