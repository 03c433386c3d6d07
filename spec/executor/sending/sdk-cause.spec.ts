// The SDK's error as the cause of ours.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { asCause } from '../../../lib/executor/sending/sdk-cause.js'
import { serialisers } from '../../support/serialisers.js'

const secret = 'hunter2-marker'
const unquoted = (message: string): string => message.replaceAll(secret, '…')
const cause = (thrown: unknown) => asCause(thrown, unquoted) as Record<string, unknown>

describe('asCause', () => {
  it('is the error itself where it holds nothing of items', () => {
    for (const error of [
      new Error('no'),
      Object.assign(new Error('reset'), { code: 'ECONNRESET', errno: -104, syscall: 'read', $metadata: {} }),
      new AggregateError([new Error('a'), new Error('b')], 'both', { cause: new Error('c') }),
    ])
      expect(asCause(error, unquoted)).equal(error)
    for (const value of [undefined, null, 5, true]) expect(asCause(value, unquoted)).equal(value)
  })

  it('is of the same class, with the same facts, and hides the rest', () => {
    const Item = { id: { S: secret } }
    const thrown = new ConditionalCheckFailedException({ message: 'no', $metadata: { attempts: 2 }, Item })
    const shown = cause(thrown)
    expect(shown).not.equal(thrown)
    expect(shown).instanceOf(ConditionalCheckFailedException).and.instanceOf(Error)
    expect(shown).include({ name: 'ConditionalCheckFailedException', message: 'no', $fault: 'client' })
    expect(shown['$metadata']).equal(thrown.$metadata)
    expect(shown['Item']).equal(Item)
    expect(String(shown['stack'])).match(/^ConditionalCheckFailedException: no\n +at /)
    for (const serialise of Object.values(serialisers)) expect(serialise(shown)).not.contain(secret)
  })

  it("leaves the client's own error as it was", () => {
    const thrown = Object.freeze(Object.assign(new Error(`not ${secret}`), { Item: secret }))
    expect(cause(thrown)['message']).equal('not …')
    expect(thrown).include({ message: `not ${secret}`, Item: secret })
  })

  it('takes values out of the message, the stack, and the errors below', () => {
    const below = new Error(`below ${secret}`)
    const thrown = new AggregateError([new Error(`one ${secret}`)], `all\n    at ${secret}`, { cause: below })
    const shown = cause(thrown)
    for (const [name, serialise] of Object.entries(serialisers))
      expect(serialise(shown), name).not.contain(secret)
    expect(Object(shown['cause']).message).equal('below …')
    expect(Object(shown['errors'])[0].message).equal('one …')
  })

  it('does not quote a response that could not be parsed', () => {
    const thrown = Object.defineProperty(
      new SyntaxError(`Unexpected token in ${secret}`),
      '$responseBodyText',
      {
        value: secret,
      },
    )
    const shown = cause(thrown)
    expect(shown).instanceOf(SyntaxError).and.include({ message: 'the response is not valid DynamoDB JSON' })
    expect(shown['$responseBodyText']).equal(secret)
    for (const serialise of Object.values(serialisers)) expect(serialise(shown)).not.contain(secret)
  })

  it('also takes values that are not an Error, and ends in a circle', () => {
    expect(asCause(`no ${secret}`, unquoted)).equal('no …')
    expect(cause({ name: 'Odd', Item: secret })).include({ name: 'Odd', Item: secret })
    const circle = new Error(`round ${secret}`)
    circle.cause = circle
    for (const serialise of Object.values(serialisers)) expect(serialise(cause(circle))).not.contain(secret)
  })
})
