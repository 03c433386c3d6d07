import { expect } from 'chai'
import type { Configuration } from '../../../lib/executor/client/sdk-client.js'
import { isCorrected, learnClock, markCorrected, readClock } from '../../../lib/executor/direct/clock.js'

const config = (systemClockOffset?: number) =>
  ({ ...(systemClockOffset === undefined ? {} : { systemClockOffset }) }) as Configuration
const response = (headers: Record<string, string>) => ({ statusCode: 200, headers })
const ahead = (ms: number) => new Date(Date.now() + ms).toUTCString()

describe('executor/direct/clock', () => {
  it('reads what is known of the clock', () => {
    expect(readClock(config(7))).to.include({ offset: 7 })
    const { sentAt, offset } = readClock(config())
    expect(offset).to.equal(0)
    expect(sentAt).to.be.closeTo(Date.now(), 1_000)
  })

  for (const name of ['date', 'Date'])
    it(`learns how far ahead the server is from the header ${name}`, () => {
      const own = config()
      expect(learnClock(own, readClock(own), response({ [name]: ahead(600_000) }))).to.be.closeTo(
        600_000,
        2_000,
      )
      expect(own.systemClockOffset).to.be.closeTo(600_000, 2_000)
    })

  it('learns nothing without a date, from an invalid date, from a cached response, or from a slow one', () => {
    const own = config(5)
    const clock = readClock(own)
    expect(learnClock(own, clock, response({}))).to.equal(undefined)
    expect(learnClock(own, clock, response({ date: 'soon' }))).to.equal(5)
    expect(learnClock(own, clock, response({ date: ahead(600_000), age: '10' }))).to.equal(5)
    const slow = { ...clock, sentAt: Date.now() - 900_001 }
    expect(learnClock(own, slow, response({ date: ahead(600_000) }))).to.equal(5)
    expect(own.systemClockOffset).to.equal(5)
  })

  it('calls a request corrected if the clock is found to be four minutes wrong, and was not known to be', () => {
    expect(isCorrected(240_000, { sentAt: 0, offset: 0 })).to.equal(true)
    expect(isCorrected(-240_000, { sentAt: 0, offset: 0 })).to.equal(true)
    expect(isCorrected(239_999, { sentAt: 0, offset: 0 })).to.equal(false)
    expect(isCorrected(240_000, { sentAt: 0, offset: 240_000 })).to.equal(false)
    expect(isCorrected(undefined, { sentAt: 0, offset: 0 })).to.equal(false)
  })

  it('marks an error for the SDK, and keeps the right time of a request that was refused for its own', () => {
    const clock = { sentAt: 0, offset: 0 }
    const other = { name: 'ConditionalCheckFailedException', $metadata: {} }
    markCorrected(other, clock, 300_000)
    expect(other.$metadata).to.deep.equal({ clockSkewCorrected: true })
    expect(clock).not.to.have.property('correction')
    markCorrected({ name: 'InvalidSignatureException', $metadata: {} }, clock, 300_000)
    expect(clock).to.have.property('correction', 300_000)
    expect(() => markCorrected(undefined, clock, 1)).not.to.throw()
  })
})
