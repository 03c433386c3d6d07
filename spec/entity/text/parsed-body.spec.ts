import { expect } from 'chai'
import { parsedBody, responsePart } from '../../../lib/entity/text/parsed-body.js'

describe('entity/text/parsed-body', () => {
  it('decodes binary at any depth, and leaves everything else', () => {
    const body = {
      Item: { B: { S: 'B' }, a: { B: 'AQI=' }, b: { L: [{ M: { BS: { BS: ['AQ==', ''] } } }] } },
      ConsumedCapacity: { TableName: 'B', CapacityUnits: 0.5 },
    }
    expect(parsedBody(JSON.stringify(body))).to.deep.equal({
      ...body,
      Item: {
        B: { S: 'B' },
        a: { B: new Uint8Array([1, 2]) },
        b: { L: [{ M: { BS: { BS: [new Uint8Array([1]), new Uint8Array()] } } }] },
      },
    })
  })

  it('finds binary whose tag is written with escapes', () => {
    expect(parsedBody('{"Item":{"a":{"\\u0042":"AQI="}}}')).to.deep.equal({
      Item: { a: { B: new Uint8Array([1, 2]) } },
    })
  })

  for (const [what, text] of [
    ['an attribute of the name __proto__', '{"Item":{"__proto__":{"S":"x"}}}'],
    ['the same with escapes', '{"Item":{"\\u005f_proto__":{"S":"x"}}}'],
    ['binary without its padding', '{"Item":{"a":{"B":"AQI"}}}'],
    ['binary that is not base64', '{"Item":{"a":{"BS":["?A=="]}}}'],
  ] as const)
    it(`leaves ${what} to the SDK`, () => {
      expect(parsedBody(text)).to.equal(undefined)
      expect(responsePart(JSON.parse(text), text)).to.equal(undefined)
    })

  it('throws as JSON.parse does', () => {
    expect(() => parsedBody('{"Item":')).to.throw(SyntaxError)
  })
})
