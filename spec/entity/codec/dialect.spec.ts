// Stored values as the SDK has them, and as JSON has them.
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { readStored } from '../../../lib/entity/codec/dialect.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { pathText } from '../../../lib/errors/failures.js'

const bytes = new Uint8Array([0, 255, 16])

function readOf(value: unknown): AttributeValue | undefined {
  const failures: Failure[] = []
  const { v } = readStored({ v: value }, failures)
  expect(failures).to.deep.equal([])
  return v
}

function faults(value: unknown): string[] {
  const failures: Failure[] = []
  readStored({ v: value }, failures)
  return failures.map(({ path, message }) => `${pathText(path)}: ${message}`)
}

describe('readStored', () => {
  for (const value of [
    { S: '' },
    { N: '1E2' },
    { B: bytes },
    { BOOL: false },
    { NULL: true },
    { M: {} },
    { M: { a: { L: [{ S: 'x' }, { NULL: true }] } } },
    { L: [] },
    { SS: ['a', 'b'] },
    { NS: ['1', '2.5'] },
    { BS: [bytes, new Uint8Array([1])] },
  ] as const)
    it(`reads the SDK's ${Object.keys(value).join()} as it is: ${JSON.stringify(value).slice(0, 40)}`, () => {
      expect(readOf(value)).to.deep.equal(value)
      expect(readOf({ S: undefined, N: undefined, ...value })).to.deep.equal(value)
    })

  it('reads base64 text as bytes, at any depth', () => {
    expect(readOf({ B: 'AP8Q' })).to.deep.equal({ B: bytes })
    expect(readOf({ B: '' })).to.deep.equal({ B: new Uint8Array() })
    expect(readOf({ BS: ['AP8Q', 'AQ=='] })).to.deep.equal({ BS: [bytes, new Uint8Array([1])] })
    expect(readOf({ L: [{ M: { b: { B: 'AP8Q' } } }] })).to.deep.equal({ L: [{ M: { b: { B: bytes } } }] })
  })

  it('reads binary of any size', () => {
    const large = Buffer.alloc(6_000_000, 7)
    const stored = readOf({ B: large.toString('base64') }) as { B: Uint8Array }
    expect(large.equals(stored.B)).to.equal(true)
    expect(faults({ B: `${large.toString('base64')}!` })).to.have.length(1)
  })

  it('reads bytes of another realm, and Buffers, as plain bytes of this one', () => {
    const foreign: unknown = runInNewContext('new Uint8Array([0, 255, 16])')
    for (const given of [foreign, Buffer.from(bytes)]) {
      const stored = readOf({ B: given }) as { B: Uint8Array }
      expect(stored.B).to.be.instanceOf(Uint8Array).and.deep.equal(bytes)
      expect(Object.getPrototypeOf(stored.B)).to.equal(Uint8Array.prototype)
    }
  })

  for (const [value, fault] of [
    [{ S: 1 }, 'v: expected a string under S, but found a number'],
    [{ S: null }, 'v: expected a string under S, but found null'],
    [{ S: 'a\ud800' }, 'v: expected a string under S, but found a lone surrogate'],
    [{ N: 5 }, 'v: expected a number as a string under N, but found a number'],
    [{ N: 'x' }, 'v: expected a number as a string under N, but found another string'],
    [{ N: '' }, 'v: expected a number as a string under N, but found another string'],
    [{ B: 5 }, 'v: expected bytes or a base64 string under B, but found a number'],
    [{ B: 'a' }, 'v: expected bytes or a base64 string under B, but found another string'],
    [{ B: 'AB==' }, 'v: expected bytes or a base64 string under B, but found another string'],
    [{ B: 'AP-_' }, 'v: expected bytes or a base64 string under B, but found another string'],
    [{ B: 'AP8=Q' }, 'v: expected bytes or a base64 string under B, but found another string'],
    [
      { B: { type: 'Buffer', data: [1] } },
      'v: expected bytes or a base64 string under B, but found an object',
    ],
    [{ BOOL: 'true' }, 'v: expected true or false under BOOL, but found another string'],
    [{ NULL: false }, 'v: expected true under NULL, but found a boolean'],
    [{ M: [] }, 'v: expected a map under M, but found an array'],
    [{ M: 'x' }, 'v: expected a map under M, but found another string'],
    [{ M: new Map() }, 'v: expected a map under M, but found a Map'],
    [{ L: {} }, 'v: expected a list under L, but found an object'],
    [{ SS: 'ab' }, 'v: expected a list of members under SS, but found another string'],
    [{ SS: ['a', 1] }, 'v: a member under SS has another type'],
    [{ SS: [] }, 'v: a set cannot be empty, but the one under SS is'],
    [{ SS: ['a', 'a'] }, 'v: SS contains a member twice'],
    [{ NS: [1] }, 'v: a member under NS has another type'],
    [{ NS: ['1', '1.0'] }, 'v: NS contains a member twice'],
    [{ BS: ['AQ==', 'AQ=='] }, 'v: BS contains a member twice'],
    [{ BS: [1] }, 'v: a member under BS has another type'],
    [{}, 'v: expected a data type, but the value does not have one'],
    [{ S: undefined }, 'v: expected a data type, but the value does not have one'],
    [{ S: 'a', N: '1' }, 'v: expected one data type, but the value has 2'],
    [{ M: { b: { S: 1 } } }, 'v.b: expected a string under S, but found a number'],
    [
      { L: [{ S: '' }, { Q: 1 }] },
      "v[1]: 'Q' is not a data type; the data types are S, N, B, BOOL, NULL, M, L, SS, NS, BS",
    ],
    [{ L: [undefined] }, "v[0]: expected a stored value ({ S: 'text' }), but found undefined"],
    ['plain', "v: expected a stored value ({ S: 'text' }), but found a string"],
    [null, "v: expected a stored value ({ S: 'text' }), but found null"],
    [
      { $unknown: ['X', 1] },
      "v: '$unknown' is not a data type; the data types are S, N, B, BOOL, NULL, M, L, SS, NS, BS",
    ],
    [
      { toString: 1 },
      "v: 'toString' is not a data type; the data types are S, N, B, BOOL, NULL, M, L, SS, NS, BS",
    ],
  ] as const)
    it(`refuses ${JSON.stringify(value)}: ${fault}`, () => {
      expect(faults(value)).to.deep.equal([fault])
    })

  it('says what to pass if the whole line or record was', () => {
    for (const name of ['Item', 'NewImage', 'Keys']) {
      const failures: Failure[] = []
      readStored({ [name]: { id: { S: 'a' } } }, failures)
      expect(failures[0]?.message).to.include(`pass what is inside '${name}'`)
    }
  })

  it('refuses what is not an item', () => {
    for (const [given, what] of [
      [undefined, 'undefined'],
      [null, 'null'],
      ['{}', 'a string'],
      [[], 'an array'],
      [bytes, 'binary'],
      [new Map(), 'a Map'],
      [new Date(0), 'a Date'],
    ] as const) {
      const failures: Failure[] = []
      expect(readStored(given, failures)).to.deep.equal({})
      expect(failures[0]?.message).to.equal(
        `expected a stored item ({ name: { S: 'text' } }), but found ${what}`,
      )
    }
  })

  it('ends, with one reason, in what is nested too deep or holds itself', () => {
    const loop: { L: unknown[] } = { L: [] }
    loop.L.push(loop)
    expect(faults(loop)).to.have.length(1)
    expect(faults(loop)[0]).to.match(/nested deeper than 32 levels/)
  })

  it('stops after a hundred reasons', () => {
    expect(faults({ L: Array(5000).fill({ S: 1 }) })).to.have.length(100)
  })

  it('an attribute of the name __proto__ is one like the others', () => {
    const stored = readStored(JSON.parse('{"__proto__":{"S":"x"}}'), [])
    expect(Object.keys(stored)).to.deep.equal(['__proto__'])
    expect(Object.getPrototypeOf(stored)).to.equal(Object.prototype)
  })
})
