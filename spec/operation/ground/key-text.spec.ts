// Keys as text: equal for equal keys, as DynamoDB takes them, and for no others.
import { expect } from 'chai'
import { Entity } from 'dyntastic'
import fc from 'fast-check'
import { instance, integer, string } from 'superstruct'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { keyText, plainName } from '../../../lib/operation/ground/key-text.js'

const attributes = { p: string(), s: string(), n: integer(), b: instance(Uint8Array) }
const entity = (partition: 'p' | 'n' | 'b', sort?: 's' | 'n' | 'b') =>
  new Entity({
    name: 'Thing',
    table: 'things',
    attributes,
    key: { partition, ...(sort === undefined ? {} : { sort }) } as { partition: 'p' },
  })
const single = entity('p')
const numeric = entity('n')
const binary = entity('b')
const pair = entity('p', 's')

describe('keyText', () => {
  it('is the text itself of a key that is one text', () => {
    expect(keyText(single, { p: { S: 'u1' }, s: { S: 'x' } })).equal('u1')
  })

  it('is the same for a key and the item that it is of', () => {
    const key = { p: { S: 'a' }, s: { S: 'b' } }
    expect(keyText(pair, { ...key, n: { N: '1' } })).equal(keyText(pair, key))
  })

  for (const [a, b] of [
    ['1', '1.0'],
    ['100', '1E2'],
    ['0', '-0'],
    ['0', '0.000'],
    ['-1.5', '-1.50'],
    ['0.001', '1e-3'],
    ['12345678901234567890123456789012345678', '1.2345678901234567890123456789012345678E37'],
  ] as const)
    it(`takes the numbers ${a} and ${b} for one key`, () => {
      expect(keyText(numeric, { n: { N: a } })).equal(keyText(numeric, { n: { N: b } }))
    })

  it('tells numbers apart that JavaScript does not', () => {
    const [a, b] = ['9007199254740993', '9007199254740992']
    expect(keyText(numeric, { n: { N: a ?? '' } })).not.equal(keyText(numeric, { n: { N: b ?? '' } }))
  })

  it('takes binary by its bytes', () => {
    const of = (...bytes: number[]) => keyText(binary, { b: { B: new Uint8Array(bytes) } })
    expect(of(1, 255)).equal(of(1, 255))
    expect(of(1, 255)).not.equal(of(1, 254))
    expect(of(0)).not.equal(of(0, 0))
  })

  it('tells pairs apart, whatever their parts hold', () => {
    const part = fc.string({ maxLength: 6, unit: fc.constantFrom('a', ':', '1', '2', ' ', '"') })
    const of = (p: string, s: string) => keyText(pair, { p: { S: p }, s: { S: s } })
    fc.assert(
      fc.property(part, part, part, part, (p, s, q, t) => {
        expect(of(p, s) === of(q, t)).equal(p === q && s === t)
      }),
      { numRuns: 2_000, seed: 7 },
    )
  })

  it('is a string, too, of what lacks the key', () => {
    expect(keyText(single, {})).equal('')
    expect(keyText(single, { p: { BOOL: true } as AttributeValue })).equal('')
  })
})

describe('plainName', () => {
  it('is the name of a table, of its ARN as well', () => {
    const names = ['users', 'arn:aws:dynamodb:eu-west-1:123456789012:table/users'].map(plainName)
    expect(names).deep.equal(['users', 'users'])
  })
})
