// Which failed attempts may have been applied, and the outcome that follows. That the SDK repeats no lost attempt:
// timed-call.spec.ts.
import { expect } from 'chai'
import {
  beginAttempt,
  beginRequest,
  endAttempt,
  endRequest,
  isLost,
  LostResponse,
  mayBeLost,
  noAttempts,
  outcomeOf,
} from '../../../lib/executor/sending/outcome.js'

const fault = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more })
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })

// As the SDK's request handler says it.
const neverConnected = Object.assign(
  new Error(
    'the request socket did not establish a connection with the server within the configured timeout of 5 ms',
  ),
  { name: 'TimeoutError' },
)
const lost = fault('Error', { code: 'ECONNRESET' })
const refused = fault('ThrottlingException', status(400))
const received = fault('InternalServerError', status(500))
const proxied = fault('Bad Gateway', status(502))
const inProgress = fault('TransactionInProgressException', status(400))
const mismatch = fault('IdempotentParameterMismatchException', status(400))
const unreadable = Object.assign(new SyntaxError('Unexpected token <'), status(200))
const cancelled = fault('TransactionCanceledException', status(400))

describe('executor/outcome', () => {
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
    ['a string', true],
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
    [fault('Error', { code: 'ETIMEDOUT', syscall: 'connect' }), false],
    [fault('Error', { code: 'ECONNRESET', syscall: 'connect' }), false],
    [fault('Error', { code: 'ECONNRESET', syscall: 'read' }), true],
    [fault('Error', { code: 'EHOSTUNREACH', syscall: 'read' }), true],
    [fault('Error', { code: 'ENETUNREACH', syscall: 'write' }), true],
    [fault('Error', { code: 'EHOSTUNREACH', syscall: 'connect' }), false],
    [fault('Error', { code: 'EAI_NODATA', syscall: 'getaddrinfo' }), false],
    [
      fault('AggregateError', {
        code: 'ETIMEDOUT',
        errors: [{ syscall: 'connect' }, { code: 'ENETUNREACH' }],
      }),
      false,
    ],
    [
      fault('AggregateError', { errors: [{ syscall: 'connect' }, { code: 'EPIPE', syscall: 'write' }] }),
      true,
    ],
    [neverConnected, false],
    [fault('InvalidSignatureException', status(403)), false],
    [fault('RequestTimeTooSkewed', status(403)), false],
    [fault('TransactionInProgressException', status(400)), true],
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
    [fault('TimeoutError'), true],
    [neverConnected, false],
    ['a string', false],
    [undefined, false],
  ] as const)
    it(`${String(error)} ${JSON.stringify(error) ?? ''} of a stand-in for a client ${lost ? 'seems' : 'does not seem'} lost`, () => {
      expect(mayBeLost(error)).to.equal(lost)
    })

  it('keeps what was lost where the SDK does not look for reasons to try again', () => {
    const lost = fault('TimeoutError', { code: 'ECONNRESET', $retryable: {}, ...status(500) })
    const error = new LostResponse(lost)
    expect(error.lost).to.equal(lost)
    for (const reason of ['cause', 'code', '$retryable', '$metadata', '$fault'])
      expect(error).to.not.have.property(reason)
    expect(error.name).to.not.match(/Timeout|Throttl|Error$/)
  })

  for (const [what, requests, outcome] of [
    ['none at all', [[]], 'nothing written'],
    ['one that was refused', [[refused]], 'nothing written'],
    ['several that were refused', [[refused, refused], [refused]], 'nothing written'],
    ['one that was lost', [[lost]], 'unknown'],
    ['a lost one, and a later one that was refused', [[lost, refused]], 'unknown'],
    ['a lost one in an earlier request', [[refused, lost], [refused]], 'unknown'],
    ['one of which nothing is known yet', [[undefined]], 'unknown'],
    [
      'one that DynamoDB gave up, and a repeat that was cancelled',
      [[received, cancelled]],
      'nothing written',
    ],
    ['the same in two requests', [[received], [cancelled]], 'nothing written'],
    [
      'one under whose token another was under way, and a repeat that was cancelled',
      [[inProgress, cancelled]],
      'nothing written',
    ],
    [
      'one that DynamoDB gave up, and a token that is of something else',
      [[received, mismatch]],
      'nothing written',
    ],
    ['one without a response, and a repeat that was cancelled', [[lost, cancelled]], 'unknown'],
    ['one without a response, and a token that is of something else', [[lost, mismatch]], 'unknown'],
    ['a response of a proxy, and a retry that was cancelled', [[proxied, cancelled]], 'unknown'],
    ['one that cannot be read, and a repeat that was cancelled', [[unreadable, cancelled]], 'unknown'],
    [
      'one without a response in an earlier request, and repeats that were cancelled',
      [[lost, cancelled], [cancelled]],
      'unknown',
    ],
    [
      'one that was given up, one without a response, and a repeat that was cancelled',
      [[received, lost, cancelled]],
      'unknown',
    ],
    [
      'a repeat that was cancelled, and then one without a response',
      [[received, cancelled], [lost]],
      'unknown',
    ],
  ] as const)
    it(`after ${what}: ${outcome}`, () => {
      const attempts = noAttempts()
      for (const request of requests) {
        beginRequest(attempts)
        for (const error of request) {
          beginAttempt(attempts)
          if (error !== undefined) endAttempt(attempts, error)
        }
        endRequest(attempts, request.at(-1))
      }
      expect(outcomeOf(attempts)).to.equal(outcome)
      expect(attempts.begun).to.equal(requests.flat().length)
    })

  it('judges by what a stand-in for a client throws, which makes no attempts', () => {
    for (const [thrown, outcome] of [
      [lost, 'unknown'],
      [refused, 'nothing written'],
      [undefined, 'nothing written'],
    ] as const) {
      const attempts = noAttempts()
      beginRequest(attempts)
      endRequest(attempts, thrown)
      expect(outcomeOf(attempts)).to.equal(outcome)
    }
  })
  it('takes no cancellation of a stand-in for proof after an attempt without a response', () => {
    for (const [first, outcome] of [
      [lost, 'unknown'],
      [received, 'nothing written'],
    ] as const) {
      const attempts = noAttempts()
      for (const thrown of [first, cancelled]) {
        beginRequest(attempts)
        endRequest(attempts, thrown)
      }
      expect(outcomeOf(attempts)).to.equal(outcome)
    }
  })
})
