// Sides of keys that functions make: what they are given, what they return, and what is read back.
import { expect } from 'chai'
import { boolean, date, integer, optional, string } from 'superstruct'
import {
  type Computed,
  defineComputed,
  printComputed,
  readComputed,
} from '../../../lib/entity/key/computed.js'
import type { ComputedSide } from '../../../lib/entity/table/descriptor.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'
import { contextOf } from '../compiled-attributes.js'

const context = contextOf({
  id: string(),
  n: integer(),
  at: date(),
  yes: boolean(),
  note: optional(string()),
  constructor: optional(string()),
})
const stored = {
  id: { S: 'a' },
  n: { N: '5' },
  at: { S: '2026-01-05T00:00:00.000Z' },
  yes: { BOOL: true },
}

function computed(side: ComputedSide, type: 'S' | 'N' | 'B' = 'S', most = 10): Computed {
  return defineComputed(context, side, { place: 'key.sort', type, most })
}

describe('a computed side', () => {
  it('gives its function the values of the attributes listed, and no others', () => {
    const side = computed({
      attributes: ['at', 'n'],
      encode: ({ at, n }) => `${((at as Date).getTime() / 1e9) | 0}-${n as number}`,
    })
    expect(printComputed(side, stored)).deep.equal({ S: '1767-5' })
    const sly = computed({ attributes: ['n'], encode: ({ id }) => String(id) })
    const error = thrown(() => printComputed(sly, stored), EntityDefinitionError)
    expect(error.message).equal("Test: key.sort.encode looks at 'id', which is not in its `attributes`")
  })

  it('makes nothing of absent attributes, and where the function says so', () => {
    const side = computed({ attributes: ['note'], encode: () => 'x' })
    expect(printComputed(side, stored)).equal(undefined)
    expect(printComputed(computed({ attributes: ['n'], encode: () => undefined as never }), stored)).equal(
      undefined,
    )
  })

  for (const [type, value, expected] of [
    ['S', 'x', { S: 'x' }],
    ['N', 5, { N: '5' }],
    ['N', 12345678901234567890n, { N: '12345678901234567890' }],
    ['B', new Uint8Array([1]), { B: new Uint8Array([1]) }],
  ] as const)
    it(`stores ${String(value)} as ${type}`, () => {
      expect(printComputed(computed({ attributes: ['n'], encode: () => value }, type), stored)).deep.equal(
        expected,
      )
    })

  for (const [type, value, message] of [
    ['S', 5, 'returned a number, and the key attribute is of type S'],
    ['N', 'x', 'returned a string, and the key attribute is of type N'],
    ['N', Number.NaN, 'and the key attribute is of type N'],
    ['B', 'x', 'and the key attribute is of type B'],
    ['S', '', 'returned an empty key'],
    ['S', 'x'.repeat(11), 'returned a key of 11 bytes, but this key attribute can have at most 10'],
  ] as const)
    it(`refuses what ${message}`, () => {
      const made = printComputed(computed({ attributes: ['n'], encode: () => value }, type), stored)
      expect(made).property('message').contain(message)
    })

  it('takes nothing that objects inherit for an attribute', () => {
    const side = computed({
      attributes: ['constructor', 'id'],
      encode: ({ id }) => String(id),
      decode: (key) => ({ id: key as string }),
    })
    expect(printComputed(side, stored)).equal(undefined)
    expect(printComputed(side, { ...stored, constructor: { S: 'c' } })).deep.equal({ S: 'a' })
    expect(readComputed(side, { S: 'a' })).deep.equal({ id: 'a' })
  })

  it('refuses what its function throws or promises, without a value', () => {
    for (const [encode, words] of [
      [() => Promise.reject(new Error('secret')), '`encode` returned a promise'],
      [
        () => {
          throw new TypeError('secret')
        },
        '`encode` threw a TypeError',
      ],
    ] as const) {
      const made = printComputed(computed({ attributes: ['n'], encode: encode as never }), stored)
      expect(made).property('message').contain(`key.sort: ${words}`).and.not.contain('secret')
    }
  })

  it('refuses a key of which its own function reads something else', () => {
    const side = (decode: (key: unknown) => object, encode = (item: object) => JSON.stringify(item)) =>
      printComputed(
        computed({ attributes: ['n', 'yes'], encode, decode: decode as never } as never, 'S', 100),
        stored,
      )
    expect(side((key) => JSON.parse(String(key)))).deep.equal({ S: '{"n":5,"yes":true}' })
    expect(side(() => ({ n: 5 }))).deep.equal({ S: '{"n":5,"yes":true}' })
    expect(side(() => ({ n: 4 })))
      .property('message')
      .contain("`decode` returns another 'n' than `encode` was given")
    expect(side(() => ({ yes: false })))
      .property('message')
      .contain("another 'yes'")
    expect(side(() => ({ n: 'five' })))
      .property('message')
      .contain('`decode` cannot read what `encode` returned')
  })

  it('is read by its own function, as far as it says', () => {
    const side = computed({
      attributes: ['n', 'id'],
      encode: () => 'x',
      decode: (key) => ({ n: Number(String(key).slice(1)) }),
    })
    expect(readComputed(side, { S: 'n7' })).deep.equal({ n: 7 })
    expect(readComputed(side, { S: 'nope' })).equal(undefined)
    expect(readComputed(side, { N: '7' })).equal(undefined)
    const none = computed({ attributes: ['n'], encode: () => 'x' })
    expect(readComputed(none, { S: 'x' })).deep.equal({})
    const throwing = computed({
      attributes: ['n'],
      encode: () => 'x',
      decode: () => {
        throw new Error('not mine')
      },
    })
    expect(readComputed(throwing, { S: 'x' })).equal(undefined)
  })
})
