// Outputs, compared with those that the SDK reads.
import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import { inputText } from '../../../lib/entity/text/stored-text.js'
import { responseOutput } from '../../../lib/executor/direct/response-output.js'
import { holds } from '../../properties/property-runs.js'
import { cannedClient } from '../canned-client.js'

// Names that look like the tags of binary values.
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('B', 'BS', '"B":{', 'M', 'L'),
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
const item = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true })
const outputOf = (text: string) => responseOutput(Buffer.from(text), undefined)

describe('executor/direct/response-output', () => {
  it('is what the SDK reads', async () => {
    const property = fc.asyncProperty(item, async (Item) => {
      const text = inputText({ Item, ConsumedCapacity: { TableName: 'Things', CapacityUnits: 0.5 } })
      const { client } = cannedClient([JSON.parse(text)])
      const { $metadata: _, ...expected } = await client.send(
        new GetItemCommand({ TableName: 'Things', Key: {} }),
      )
      expect(outputOf(text)).to.deep.equal(expected)
    })
    await holds(property, 300)
  })

  it('is empty for an empty body', () => {
    expect(outputOf('')).to.deep.equal({})
  })

  for (const text of ['<html>', '5', 'null', '[]', '{"Item":null}', '{"Item":{"id"'])
    it(`is left to the SDK: ${text}`, () => {
      expect(outputOf(text)).to.equal(undefined)
    })

  it('has what the reader of a member returns, unless it cannot read', () => {
    const body = Buffer.from('{"Item":{"id":{"S":"a"}},"Count":1}')
    const skipping = new Map([
      [
        'Item',
        (at: { at: number }) => {
          at.at += '{"id":{"S":"a"}}'.length
          return 'read'
        },
      ],
    ])
    expect(responseOutput(body, skipping as never)).to.deep.include({ Item: 'read', Count: 1 })
    expect(responseOutput(Buffer.from('{ "Item": {} }'), skipping as never)).to.deep.equal({ Item: {} })
  })
})
