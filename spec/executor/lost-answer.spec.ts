// Which failed attempts may have been applied. That the SDK does not repeat a lost one stands in flight.spec.ts.
import { expect } from 'chai'
import { isLost, LostAnswer } from '../../lib/executor/lost-answer.js'

const fault = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more })
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })

describe('executor/lost-answer', () => {
  for (const [error, lost] of [
    [fault('InternalServerError', status(500)), true],
    [fault('ServiceUnavailable', status(503)), true],
    [fault('TimeoutError', { code: 'ECONNRESET' }), true],
    [fault('Error', { code: 'EPIPE' }), true],
    [fault('TimeoutError'), true],
    [fault('Error', { code: 'ETIMEDOUT' }), true],
    [new SyntaxError('Unexpected token <'), true],
    [Object.assign(new SyntaxError('Unexpected token <'), status(404)), true],
    [fault('Odd', status(200)), true],
    ['a text', true],
    [undefined, true],
    [fault('ProvisionedThroughputExceededException', status(400)), false],
    [fault('ConditionalCheckFailedException', status(400)), false],
    [fault('TooManyRequests', status(429)), false],
    [fault('Error', { code: 'ECONNREFUSED' }), false],
    [fault('Error', { code: 'ENOTFOUND' }), false],
    [fault('Error', { code: 'EAI_AGAIN' }), false],
    [fault('Error', { code: 'EHOSTUNREACH' }), false],
    [fault('Error', { code: 'ENETUNREACH' }), false],
  ] as const)
    it(`${String(error)} ${JSON.stringify(error) ?? ''} ${lost ? 'may' : 'cannot'} have been applied`, () => {
      expect(isLost(error)).to.equal(lost)
    })

  it('keeps what was lost where the SDK does not look for reasons to try again', () => {
    const lost = fault('TimeoutError', { code: 'ECONNRESET', $retryable: {}, ...status(500) })
    const error = new LostAnswer(lost)
    expect(error.lost).to.equal(lost)
    for (const reason of ['cause', 'code', '$retryable', '$metadata', '$fault'])
      expect(error).to.not.have.property(reason)
    expect(error.name).to.not.match(/Timeout|Throttl|Error$/)
  })
})
