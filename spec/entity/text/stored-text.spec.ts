import { expect } from 'chai'
import { inputText } from '../../../lib/entity/text/stored-text.js'

describe('entity/text/stored-text', () => {
  for (const input of [
    {
      TableName: 'Things',
      Item: { id: { S: 'a"b\\c\u0001\u2028ü😀' }, n: { N: '1' }, b: { BOOL: false }, l: { L: [] } },
    },
    { a: undefined, list: [1, 'x', { b: undefined }] },
    { Item: { B: { S: 'an attribute of this name' }, BS: { L: [{ S: '"B":{' }] } } },
    { Item: { byB: { M: { a: { S: 'x' } } }, byBS: { L: [{ M: {} }] } } },
    {},
  ])
    it(`writes ${JSON.stringify(input)} as JSON`, () => {
      expect(inputText(input)).to.equal(JSON.stringify(input))
    })

  it('writes binary as base64, and leaves out absent values next to it', () => {
    const bytes = new Uint8Array([0, 1, 2, 3]).subarray(1, 3)
    const input = {
      Item: {
        a: { B: bytes },
        b: { BS: [bytes, new Uint8Array()] },
        c: { L: [{ NULL: true }] },
        d: undefined,
      },
    }
    expect(inputText(input)).to.equal(
      '{"Item":{"a":{"B":"AQI="},"b":{"BS":["AQI=",""]},"c":{"L":[{"NULL":true}]}}}',
    )
    expect(inputText({ Item: { a: { B: new Uint8Array() } } })).to.equal('{"Item":{"a":{"B":""}}}')
  })
})
