// Which failed attempts may have been applied. That the SDK does not repeat a lost one stands in flight.spec.ts.
import { expect } from 'chai'
import { isLost, LostAnswer, seemsLost } from '../../lib/executor/lost-answer.js'

const fault = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more })
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })

describe('executor/lost-answer', () => {
  for (const [error, lost] of [
    [fault('InternalServerError', status(500)), true],
    [fault('ServiceUnavailable', status(503)), true],
    [fault('TimeoutError', { code: 'ECONNRESET' }), true],
    [fault('Error', { code: 'EPIPE' }), true],
    [fault('Error', { code: 'HPE_INVALID_CONSTANT' }), true],
    [fault('Error', { code: 'HPE_INVALID_HEADER_TOKEN' }), true],
    [fault('Error', { code: 'ERR_HTTP2_STREAM_ERROR' }), true],
    [fault('Error', { code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }), true],
    [fault('Error', { code: 'EPROTO' }), true],
    [fault('HTTP/2 stream is abnormally aborted in mid-communication'), true],
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
    [fault('Error', { code: 'CERT_HAS_EXPIRED' }), false],
    [fault('Error', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), false],
    [fault('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), false],
    [fault('Error', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), false],
    [fault('Error', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), false],
    [fault('TypeError', { code: 'ERR_INVALID_CHAR' }), false],
  ] as const)
    it(`${String(error)} ${JSON.stringify(error) ?? ''} ${lost ? 'may' : 'cannot'} have been applied`, () => {
      expect(isLost(error)).to.equal(lost)
    })

  for (const [error, lost] of [
    [fault('Error', { code: 'ECONNRESET' }), true],
    [fault('Error', { code: 'HPE_INVALID_CONSTANT' }), true],
    [fault('Error', { code: 'ERR_HTTP2_STREAM_ERROR' }), true],
    [fault('Odd', status(200)), true],
    [fault('InternalServerError', status(500)), true],
    [new SyntaxError('Unexpected token <'), true],
    [fault('Error', { code: 'ECONNREFUSED' }), false],
    [fault('ValidationException', { code: 'ValidationException' }), false],
    [fault('CredentialsProviderError'), false],
    [fault('Region is missing'), false],
    ['a text', false],
    [undefined, false],
  ] as const)
    it(`${String(error)} ${JSON.stringify(error) ?? ''} of a stand-in for a client ${lost ? 'seems' : 'does not seem'} lost`, () => {
      expect(seemsLost(error)).to.equal(lost)
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
