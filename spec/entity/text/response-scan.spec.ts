import { expect } from 'chai'
import { unread } from '../../../lib/entity/text/body.js'
import { type BodyReader, readList, readMap, scanResponse } from '../../../lib/entity/text/response-scan.js'

const raw: BodyReader = (body) => {
  const value = body.value()
  return value === unread ? unread : ['read', value]
}
const scanned = (text: string, readers: Readonly<Record<string, BodyReader>> = {}) =>
  scanResponse(Buffer.from(text), new Map(Object.entries(readers)))

describe('entity/text/response-scan', () => {
  it('reads members that have a reader with it, and all others as JSON, binary as bytes', () => {
    const text =
      '{"Items":[{"a":1},{}],"Count":2,"LastEvaluatedKey":{"a":{"B":"AQ=="}},"Tables":{"x":[],"y":[3]}}'
    const Items: BodyReader = (body) => readList(body, raw)
    const Tables: BodyReader = (body) => readMap(body, () => Items)
    expect(scanned(text, { Items, Tables })).to.deep.equal({
      Items: [
        ['read', { a: 1 }],
        ['read', {}],
      ],
      Count: 2,
      LastEvaluatedKey: { a: { B: new Uint8Array([1]) } },
      Tables: { x: [], y: [['read', 3]] },
    })
    expect(scanned('{}')).to.deep.equal({})
  })

  for (const text of [
    ...[
      '',
      '{',
      '[]',
      'null',
      '{"a":1',
      '{"a":1,}',
      '{"a":1}x',
      '{"a" :1}',
      '{"a":1,"b"}',
      '{a:1}',
      '{"a":null}',
    ],
    ...[
      '{\n"a":1}',
      '{"a":1}{',
      '{"__proto__":1}',
      '{"Items":[1,]}',
      '{"Items":[1 2]}',
      '{"Items":{}}',
      '{"Items":[1}',
    ],
  ])
    it(`leaves ${JSON.stringify(text)} to the parser`, () => {
      expect(scanned(text, { Items: (body) => readList(body, raw) })).to.equal(undefined)
    })

  it('leaves a body to the parser if a reader does not read its member', () => {
    expect(scanned('{"Item":{}}', { Item: () => unread })).to.equal(undefined)
  })
})
