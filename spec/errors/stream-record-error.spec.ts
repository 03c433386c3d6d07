// StreamRecordError says why a record was not handled, and which one it was.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { StreamRecordError } from '../../lib/errors/stream-record-error.js'

describe('StreamRecordError', () => {
  it('has a reason and, if there is one record, its sequence number', () => {
    const error = new StreamRecordError({ operation: 'streamHandler', reason: 'unknown kind', sequence: '7' })
    expect(error).include({ code: 'STREAM_RECORD', reason: 'unknown kind', sequence: '7' })
    expect(error.message).contain(errorCodes.STREAM_RECORD.sentence)
    expect(new StreamRecordError({ reason: 'not an event' })).not.have.property('sequence')
  })
})
