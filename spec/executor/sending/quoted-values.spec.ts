// DynamoDB's messages about a request, without the values that they quote.
import { expect } from 'chai'
import { withoutQuotes } from '../../../lib/executor/sending/quoted-values.js'

const input = {
  TableName: 'Users',
  Item: {
    id: { S: 'u-1' },
    tags: { SS: ['hunter2', 'plain'] },
    pins: { NS: ['123456789'] },
    raw: { B: Buffer.from('bytes!') },
  },
  ExpressionAttributeValues: { ':0': { M: { nested: { L: [{ N: '87654321' }] } } } },
}

describe('withoutQuotes', () => {
  for (const [message, reported] of [
    ['The conditional request failed', 'The conditional request failed'],
    ['bad hunter2, 123456789, 87654321 and Ynl0ZXMh', 'bad (a value), (a value), (a value) and (a value)'],
    ["plain words, and a quoted 'plain'", "plain words, and a quoted '(a value)'"],
    ['an item of Users', 'an item of Users'],
    ['cannot be converted to a numeric value: x', 'cannot be converted to a numeric value'],
  ] as const)
    it(`'${message}' becomes '${reported}'`, () => {
      expect(withoutQuotes(input)(message)).equal(reported)
    })

  it('leaves out what the response holds, too', () => {
    const reply = { Item: { password: { S: 'secret-1' } } }
    expect(withoutQuotes({}, reply)('not secret-1')).equal('not (a value)')
  })
})
