// Properties that no struct names are reported with the name that was probably meant, at any depth.
import { expect } from 'chai'
import { array, never, number, object, optional, record, string, union } from 'superstruct'
import { failuresOf } from '../../../lib/entity/codecs/struct-failures.js'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'
import { namedFailure } from '../../../lib/entity/struct/unknown-property.js'

const schema = object({
  total: number(),
  address: optional(object({ city: string(), zip: optional(string()) })),
  lines: optional(array(object({ sku: string() }))),
  byDay: optional(record(string(), object({ count: number() }))),
  either: optional(union([object({ a: string() }), object({ b: string() })])),
  gone: optional(never()),
}) as unknown as AnyStruct

function messages(more: object): string[] {
  const input = { total: 1, ...more }
  return failuresOf(schema, input).map((failure) => namedFailure(schema, input, failure).message)
}

describe('namedFailure', () => {
  for (const [title, more, message] of [
    ['an attribute', { totl: 5 }, "there is no attribute 'totl'; did you mean `total`?"],
    ['one like no other', { colour: 5 }, "there is no attribute 'colour'"],
    [
      'one in an object',
      { address: { city: 'x', zpi: 'y' } },
      "there is no attribute 'zpi'; did you mean `zip`?",
    ],
    ['one in a list', { lines: [{ sku: 'x', sk: 'y' }] }, "there is no attribute 'sk'; did you mean `sku`?"],
    [
      'one in a record',
      { byDay: { mon: { count: 1, cuont: 2 } } },
      "there is no attribute 'cuont'; did you mean `count`?",
    ],
  ] as const)
    it(`names ${title}`, () => {
      expect(messages(more)).deep.equal([message])
    })

  it('says no more than that there is none below a union, where several structs might be meant', () => {
    expect(messages({ either: { a: 'x', bb: 'y' } })).contain("there is no attribute 'bb'")
  })

  it('leaves other failures as they are, and a property that is declared as never()', () => {
    expect(messages({ total: 'x' })[0]).match(/^Expected a number/)
    expect(messages({ gone: 1 })[0]).match(/^Expected a value of type `never`/)
  })
})
