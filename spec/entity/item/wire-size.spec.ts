// The size of stored items on the wire, against the JSON that is sent.
import { expect } from 'chai'
import fc from 'fast-check'
import { itemBytes } from '../../../lib/entity/codec/item-size.js'
import { wireBytes, wireBytesAtMost } from '../../../lib/entity/item/wire-size.js'
import type { AttributeValue, StoredItem } from '../../../lib/entity/struct/attribute-value.js'

const samples: Readonly<Record<string, AttributeValue>> = {
  'plain text': { S: 'abc' },
  'empty string': { S: '' },
  'text to be escaped': { S: '\u0001"\\\n€😀\ud800' },
  'a number': { N: '-1.5' },
  'a long number': { N: `0.${'0'.repeat(129)}1` },
  'a boolean': { BOOL: false },
  NULL: { NULL: true },
  binary: { B: new Uint8Array(10) },
  'empty binary': { B: new Uint8Array() },
  'a string set': { SS: ['a', '"'] },
  'a set of one empty string': { SS: [''] },
  'a number set': { NS: ['1', '22'] },
  'a binary set': { BS: [new Uint8Array(1), new Uint8Array()] },
  'an empty list': { L: [] },
  'a list': { L: [{ S: '' }, { BOOL: true }, { NULL: true }] },
  'an empty map': { M: {} },
  'a map': { M: { '': { S: '' }, a: { M: { b: { L: [] } } } } },
}

/** What the SDK sends: binary as base64. */
function sent(stored: StoredItem): number {
  const json = JSON.stringify({ PutRequest: { Item: stored } }, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  )
  return Buffer.byteLength(json)
}

function bounds(stored: StoredItem): void {
  const bytes = sent(stored)
  const measured = wireBytes(stored)
  expect(measured).least(bytes)
  expect(wireBytesAtMost(itemBytes(stored))).least(bytes)
}

describe('wireBytes', () => {
  for (const [what, value] of Object.entries(samples))
    it(`is at least what ${what} takes, and hardly more`, () => {
      bounds({ a: value })
      bounds({ '\u0001': value })
      expect(wireBytes({ a: value })).most(sent({ a: value }) + 64)
    })

  it('is at least what any item takes', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('\u0001', '"', ''))
    const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(...Object.values(samples)),
        text.map((S) => ({ S })),
        fc.uint8Array({ maxLength: 7 }).map((B) => ({ B })),
        fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
        fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }).map((M) => ({ M })),
      ),
    }))
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            text.filter((name) => name !== ''),
            value,
          ),
          { maxLength: 4 },
        ),
        (entries) => bounds(Object.fromEntries(entries)),
      ),
      {
        numRuns: 300,
      },
    )
  })

  it('knows that escapes and tags can take far more than the item itself', () => {
    const control = { a: { S: '\u0001'.repeat(1_000) } }
    expect(wireBytes(control)).least(6_000).and.most(6_200)
    const flags = { a: { L: Array.from({ length: 1_000 }, () => ({ BOOL: true })) } }
    expect(wireBytes(flags)).least(6 * itemBytes(flags))
  })
})
