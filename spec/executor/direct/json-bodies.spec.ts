// Bodies, compared with those that the SDK makes and reads.
import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import { requestText, responseOutput } from '../../../lib/executor/direct/json-bodies.js'
import { holds } from '../../properties/property-runs.js'
import { cannedClient } from '../canned-client.js'

// Names that look like the tags of binary values, in and outside of strings.
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('B', 'BS', '"B":{', 'M', 'L', 'S'),
)
const bytes = fc.uint8Array({ maxLength: 20 })
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    name.map((S) => ({ S })),
    fc.integer().map((n) => ({ N: String(n) })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true } as const),
    bytes.map((B) => ({ B })),
    fc.array(bytes, { minLength: 1, maxLength: 3 }).map((BS) => ({ BS })),
    fc.array(name, { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }).map((M) => ({ M })),
  ),
}))
// The SDK itself loses an attribute of this name.
const item = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true })

describe('executor/direct/json-bodies', () => {
  it('writes what the SDK writes', async () => {
    const { client, bodies } = cannedClient([{}])
    const property = fc.asyncProperty(item, async (Item) => {
      const input = { TableName: 'Things', Item, ReturnValues: 'ALL_OLD' as const }
      await client.send(new PutItemCommand(input))
      expect(JSON.parse(requestText(input))).to.deep.equal(JSON.parse(bodies.at(-1) ?? ''))
    })
    await holds(property, 300)
  })

  it('reads what the SDK reads', async () => {
    const property = fc.asyncProperty(item, async (Item) => {
      const text = requestText({ Item, ConsumedCapacity: { TableName: 'Things', CapacityUnits: 0.5 } })
      const { client } = cannedClient([JSON.parse(text)])
      const { $metadata: _, ...expected } = await client.send(
        new GetItemCommand({ TableName: 'Things', Key: {} }),
      )
      expect(responseOutput('GetItem', text)).to.deep.equal(expected)
    })
    await holds(property, 300)
  })

  it('writes Buffers and views of larger buffers', () => {
    const view = new Uint8Array([0, 1, 2, 3]).subarray(1, 3)
    expect(
      requestText({ a: { B: Buffer.from([1, 2]) }, b: { BS: [view] }, c: { B: new Uint8Array() } }),
    ).to.equal('{"a":{"B":"AQI="},"b":{"BS":["AQI="]},"c":{"B":""}}')
  })

  /** A response of each call in which a binary value stands wherever one can. */
  const b = { B: 'AQI=' }
  const places = {
    GetItem: { Item: { b } },
    PutItem: { Attributes: { b }, ItemCollectionMetrics: { ItemCollectionKey: { b } } },
    UpdateItem: { Attributes: { b }, ItemCollectionMetrics: { ItemCollectionKey: { b } } },
    DeleteItem: { Attributes: { b }, ItemCollectionMetrics: { ItemCollectionKey: { b } } },
    Query: { Items: [{ b }], LastEvaluatedKey: { b } },
    Scan: { Items: [{ b }], LastEvaluatedKey: { b } },
    BatchGetItem: { Responses: { T: [{ b }] }, UnprocessedKeys: { T: { Keys: [{ b }] } } },
    BatchWriteItem: {
      UnprocessedItems: { T: [{ PutRequest: { Item: { b } } }, { DeleteRequest: { Key: { b } } }] },
      ItemCollectionMetrics: { T: [{ ItemCollectionKey: { b } }] },
    },
    TransactGetItems: { Responses: [{ Item: { b } }, {}] },
    TransactWriteItems: { ItemCollectionMetrics: { T: [{ ItemCollectionKey: { b } }] } },
  } as const
  for (const [call, response] of Object.entries(places))
    it(`finds the binary values of ${call}`, () => {
      const text = JSON.stringify(response)
      const read = JSON.stringify(responseOutput(call as keyof typeof places, text))
      expect(read).to.equal(text.replaceAll('"AQI="', '{"0":1,"1":2}'))
    })

  it('takes an empty body for an empty output, and refuses what is not an object', () => {
    expect(responseOutput('PutItem', '')).to.deep.equal({})
    expect(() => responseOutput('PutItem', '<html>')).to.throw(SyntaxError)
    expect(() => responseOutput('PutItem', '5')).to.throw(TypeError)
  })
})
