import { inspect } from 'node:util'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { DyntasticError } from '../../../lib/errors/dyntastic-error.js'
import { IdempotencyMismatchError } from '../../../lib/errors/idempotency-mismatch-error.js'
import { AbortedError, TimeoutError } from '../../../lib/errors/interrupted.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { TableNotFoundError } from '../../../lib/errors/table-not-found-error.js'
import { ThrottledError } from '../../../lib/errors/throttled-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { Interruption } from '../../../lib/executor/sending/interruption.js'
import { endRequest, LostResponse, noAttempts } from '../../../lib/executor/sending/outcome.js'
import { isBrokenResponse, mapError, sdkName } from '../../../lib/executor/sending/sdk-errors.js'
import { get, put, things } from '../requests.js'

function fault(name: string, message = 'no', more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more })
}

function mapped(thrown: unknown, writes = true, lost?: boolean): DyntasticError {
  const place = ' (region eu-west-1)'
  const attempts = { ...noAttempts(), last: lost }
  // As `send` does it.
  endRequest(attempts, thrown)
  return mapError(thrown, { request: writes ? put() : get(), writes, place, attempts })
}

describe('executor/sdk-errors', () => {
  const $metadata = { httpStatusCode: 400, attempts: 4 }
  const rows = [
    [
      fault('ResourceNotFoundException'),
      TableNotFoundError,
      "Thing.save: table 'Things' does not exist (region eu-west-1); nothing was written",
    ],
    [
      fault('ConditionalCheckFailedException'),
      ConditionFailedError,
      /^Thing\.save: the condition was not met/,
    ],
    [
      fault('ThrottlingException', 'slow', { $metadata }),
      ThrottledError,
      /was throttled \(ThrottlingException, HTTP 400, 4 attempts\); nothing was written$/,
    ],
    [
      fault('IdempotentParameterMismatchException'),
      IdempotencyMismatchError,
      /^Thing\.save: this token was used with a different request/,
    ],
    [fault('ProvisionedThroughputExceededException'), ThrottledError, /was throttled/],
    [fault('RequestLimitExceeded'), ThrottledError, /was throttled/],
    [fault('LimitExceededException'), ThrottledError, /was throttled/],
    [fault('Odd', '', { $metadata: { httpStatusCode: 429 } }), ThrottledError, /HTTP 429/],
    [fault('Odd', '', { $retryable: { throttling: true } }), ThrottledError, /was throttled/],
    [
      fault('ValidationException', 'bad key', { $metadata }),
      RequestFailedError,
      'Thing.save: PutItem failed (ValidationException, HTTP 400, 4 attempts): bad key; nothing was written',
    ],
    [fault('TimeoutError', 'slow'), TimeoutError, /time limit of the client/],
    [fault('TimeoutError', 'slow', { code: 'ETIMEDOUT' }), TimeoutError, /time limit of the client/],
    [fault('TimeoutError', 'read ECONNRESET', { code: 'ECONNRESET' }), RequestFailedError, /ECONNRESET/],
    [fault('Error', 'Region is missing'), RequestFailedError, /DYNTASTIC_REGION/],
    [
      fault('CredentialsProviderError', 'Could not load credentials from any providers'),
      RequestFailedError,
      /DYNTASTIC_HOST/,
    ],
    [
      fault('Odd', 'UnknownError'),
      RequestFailedError,
      'Thing.save: PutItem failed (Odd); nothing was written',
    ],
    ['a string', RequestFailedError, 'Thing.save: PutItem failed (no Error); nothing was written'],
    [undefined, RequestFailedError, 'Thing.save: PutItem failed (no Error); nothing was written'],
  ] as const

  for (const [thrown, Class, message] of rows)
    it(`${thrown instanceof Error ? `${thrown.name} '${thrown.message}'` : String(thrown)} becomes ${Class.name}`, () => {
      const error = mapped(thrown)
      expect(error).to.be.instanceOf(Class)
      expect(error).to.be.instanceOf(DyntasticError)
      expect(error).to.include({ entity: 'Thing', operation: 'save' })
      expect(error.cause).to.equal(thrown)
      if (typeof message === 'string') expect(error.message).to.equal(message)
      else expect(error.message).to.match(message)
    })

  it('keeps status and attempts as facts', () => {
    expect(mapped(fault('ThrottlingException', 'slow', { $metadata }))).to.include({
      httpStatus: 400,
      attempts: 4,
    })
    expect(mapped(fault('InternalServerError', 'oh', { $metadata: { httpStatusCode: 500, attempts: 1 } })))
      .to.include({ httpStatus: 500, attempts: 1 })
      .and.to.have.property('message')
      .that.contains('1 attempt)')
  })

  it('passes on the item as it stands, hidden from inspection', () => {
    const Item = { id: { S: 'a' }, secret: { S: 'hush' } }
    const thrown = new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item })
    const error = mapped(thrown) as ConditionFailedError
    expect(error.stored).to.equal(Item)
    expect(inspect(error) + JSON.stringify(error)).to.not.contain('hush')
  })

  it("passes the library's own errors unchanged", () => {
    const error = new RequestFailedError({ detail: 'mine' })
    expect(mapped(error)).to.equal(error)
  })

  it('quotes neither a response that is not JSON nor a value', () => {
    const html = new SyntaxError(`Unexpected token '<', "<html>hush" is not valid JSON`)
    expect(mapped(html, false).message).to.match(/not valid DynamoDB JSON$/)
    const quoting = fault('ValidationException', 'The parameter cannot be converted to a numeric value: hush')
    expect(mapped(quoting).message).to.match(/converted to a numeric value; nothing was written$/)
  })

  const quoting = [
    [
      "1 validation error detected: Value '{users=[{hush}]}' at 'requestItems' failed to satisfy constraint: Member must have length less than or equal to 25",
      "1 validation error detected: Value … at 'requestItems' failed to satisfy constraint: Member must have length less than or equal to 25",
    ],
    [
      "2 validation errors detected: Value 'hush' at 'a' failed to satisfy constraint: x; Value 'hush\nhush' at 'b' failed to satisfy constraint: y",
      "2 validation errors detected: Value … at 'b' failed to satisfy constraint: y",
    ],
    [
      "Value 'so' at 'a' failed to satisfy constraint: hush' at 'item' failed to satisfy constraint: z",
      "Value … at 'item' failed to satisfy constraint: z",
    ],
    ["1 validation error detected: Value '{hush", '1 validation error detected: Value … '],
    [
      "Value null at 'tableName' failed to satisfy constraint",
      "Value null at 'tableName' failed to satisfy constraint",
    ],
    [
      'The BETWEEN operator requires an order; lower bound operand: AttributeValue: {S:hush}, upper bound operand: AttributeValue: {S:hush}',
      'The BETWEEN operator requires an order; lower bound operand: AttributeValue …',
    ],
    ['Input collection [hush, hush] contains duplicates.', 'Input collection […] contains duplicates.'],
  ] as const

  for (const [message, reported] of quoting)
    it(`leaves out the values that DynamoDB quotes: '${reported}'`, () => {
      const error = mapped(fault('ValidationException', message, { $metadata }))
      expect(error.message).to.equal(
        `Thing.save: PutItem failed (ValidationException, HTTP 400, 4 attempts): ${reported}; nothing was written`,
      )
      expect(inspect(error) + JSON.stringify(error)).to.not.contain('hush')
    })

  const doubtful = [
    [new SyntaxError('Unexpected end of JSON input'), true],
    [fault('InternalServerError', 'oh', { $metadata: { httpStatusCode: 500 } }), true],
    [fault('TimeoutError', 'read ECONNRESET', { code: 'ECONNRESET' }), true],
    [fault('Error', 'Parse Error: Expected HTTP/', { code: 'HPE_INVALID_CONSTANT' }), true],
    [fault('Error', 'Stream closed', { code: 'ERR_HTTP2_STREAM_ERROR' }), true],
    [fault('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }), false],
    [fault('CredentialsProviderError', 'Could not load credentials'), false],
    [fault('ValidationException', 'bad', { $metadata }), false],
  ] as const

  for (const [thrown, expected] of doubtful)
    it(`a write that failed with ${thrown.name} '${thrown.message}' ${expected ? 'may' : 'cannot'} have been applied`, () => {
      expect(mapped(thrown).message.endsWith('; the write may have been applied')).to.equal(expected)
      expect(mapped(thrown) instanceof UnknownOutcomeError).to.equal(expected)
      expect(mapped(thrown, false)).to.not.be.instanceOf(UnknownOutcomeError)
      expect(mapped(thrown, false).message).to.not.contain('may have been applied')
    })

  it('trusts the attempts if they tell', () => {
    const silent = fault('Error', 'HTTP/2 stream is abnormally aborted')
    expect(mapped(silent)).to.not.be.instanceOf(UnknownOutcomeError)
    expect(mapped(silent, true, true)).to.be.instanceOf(UnknownOutcomeError)
    expect(isBrokenResponse(mapped(silent, false, true))).to.equal(true)
    // What provides credentials may fail with a status of its own: nothing was sent to DynamoDB.
    const provider = fault('Odd', 'no', { $metadata: { httpStatusCode: 503 } })
    expect(mapped(provider)).to.be.instanceOf(UnknownOutcomeError)
    expect(mapped(provider, true, false)).to.not.be.instanceOf(UnknownOutcomeError)
    expect(isBrokenResponse(mapped(provider, false, false))).to.equal(false)
  })

  for (const lost of [
    fault('TimeoutError', 'slow'),
    fault('TimeoutError', 'read ECONNRESET', { code: 'ECONNRESET' }),
    fault('InternalServerError', 'oh', { $metadata: { httpStatusCode: 500, attempts: 1 } }),
    new SyntaxError('Unexpected token < in hush'),
    new Interruption('attempt', 'no response within 5 ms'),
  ])
    it(`the lost response of what must be applied once, ${lost.name} '${lost.message}', is an UnknownOutcomeError`, () => {
      const error = mapped(new LostResponse(lost), true, true)
      expect(error).to.be.instanceOf(UnknownOutcomeError)
      expect(error).to.include({ code: 'UNKNOWN_OUTCOME', outcome: 'unknown' })
      expect(Object(error.cause)).to.be.instanceOf(lost.constructor).and.to.have.property('name', lost.name)
      expect(error.message).to.match(/^Thing\.save: PutItem failed .*; the write may have been applied$/)
      expect(error.message).to.not.contain('hush')
    })

  const outcomes = [
    ['signal', false, true, AbortedError, 'nothing written'],
    ['signal', true, true, AbortedError, 'unknown'],
    ['signal', true, false, AbortedError, 'nothing written'],
    ['total', false, true, TimeoutError, 'nothing written'],
    ['total', true, true, TimeoutError, 'unknown'],
    ['total', true, false, TimeoutError, 'nothing written'],
    ['attempt', true, true, TimeoutError, 'unknown'],
    ['attempt', true, false, TimeoutError, 'nothing written'],
  ] as const

  for (const [why, sent, writes, Class, outcome] of outcomes)
    it(`a ${writes ? 'write' : 'read'} ended by its ${why}, ${sent ? 'sent' : 'not sent'}: ${outcome}`, () => {
      const error = mapped(new Interruption(why, 'ended', 'the reason'), writes, sent)
      expect(error).to.be.instanceOf(Class)
      expect(error).to.include({ outcome })
      if (why === 'signal') expect(error.cause).to.equal('the reason')
      else expect(error.cause).to.be.instanceOf(Interruption)
    })

  it('a time limit of the client leaves the outcome of a write unknown, but for a connection that was never made', () => {
    const slow = fault('TimeoutError', 'Request did not complete within 5 ms')
    const never = fault('TimeoutError', 'the request socket did not establish a connection with the server')
    for (const [thrown, writes, outcome] of [
      [slow, true, 'unknown'],
      [slow, false, 'nothing written'],
      [never, true, 'nothing written'],
      [never, false, 'nothing written'],
    ] as const) {
      const error = mapped(thrown, writes)
      expect(error).to.be.instanceOf(TimeoutError).and.to.include({ outcome })
    }
  })

  it('says that one of several tables is missing, or throttled, as DynamoDB does not say which', () => {
    const request = { ...put(), others: [{ table: things({ name: 'Others' }) }] }
    const circumstances = { request, writes: true, place: ' (region eu-west-1)', attempts: noAttempts() }
    expect(mapError(fault('ResourceNotFoundException'), circumstances).message).to.equal(
      "Thing.save: one of the tables 'Things', 'Others' does not exist (region eu-west-1); nothing was written",
    )
    expect(mapError(fault('ThrottlingException'), circumstances).message).to.match(
      /one of the tables 'Things', 'Others' was throttled/,
    )
    const same = { ...circumstances, request: { ...request, others: [{ table: things() }] } }
    expect(mapError(fault('ThrottlingException'), same).message).to.match(/: table 'Things' was throttled/)
  })

  it('knows a response to a read that was lost', () => {
    for (const [thrown, broken] of doubtful)
      expect(isBrokenResponse(mapped(thrown, false)), thrown.message).to.equal(broken)
  })

  it("knows the SDK's name of an error", () => {
    expect(sdkName(mapped(fault('ResourceInUseException')))).to.equal('ResourceInUseException')
    expect(sdkName(fault('ResourceInUseException'))).to.equal(undefined)
  })
})
