// Events of streams as they are read: their records, by sequence number, and what is not an event.
import { expect } from 'chai'
import { StreamRecordError } from '../../lib/errors/stream-record-error.js'
import { entriesOf } from '../../lib/streams/stream-entries.js'
import { eventOf, sequenceOf } from '../support/stream-samples.js'

const item = { pk: { S: 'a' }, sk: { S: 'b' } }
const first = (event: unknown) => {
  const [entry] = entriesOf(event)
  if (entry === undefined) throw new Error('no entry')
  return entry
}
const kinesis = (data: string, facts: object = {}) =>
  first({ Records: [{ kinesis: { sequenceNumber: '9', data, ...facts } }] })
describe('stream events', () => {
  it('have the sequence number that is reported: of the change, or of the Kinesis record', () => {
    expect(first(eventOf([{ item }])).sequence).equal(sequenceOf(0))
    expect(first(eventOf([{ item }], 'kinesis')).sequence).equal(sequenceOf(0))
    expect(kinesis('', { sequenceNumber: '10' }).sequence).equal('10')
  })

  it('are read once, and ignore what they inherit', () => {
    const entry = first(eventOf([{ item }]))
    expect(entry.content()).equal(entry.content())
    expect(() => entriesOf(Object.create({ Records: [] }))).throw(StreamRecordError)
  })
})
