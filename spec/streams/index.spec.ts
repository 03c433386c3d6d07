// The names of the entry `dyntastic/streams`: a change of the list is made on purpose, here.
import { expect } from 'chai'
import { StreamRecordError } from 'dyntastic'
import * as streams from '../../lib/streams/index.js'

describe('dyntastic/streams', () => {
  it('exports these values, and no others', () => {
    expect(Object.keys(streams).sort()).deep.equal(['ChangedPaths', 'StreamRecordError', 'streamHandler'])
    expect(streams.StreamRecordError).equal(StreamRecordError)
  })
})
