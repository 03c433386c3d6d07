// Codecs of key attributes: what is read is what is written, to the byte.
import { expect } from 'chai'
import {
  coerce,
  date,
  enums,
  instance,
  nullable,
  number,
  object,
  optional,
  string,
  trimmed,
} from 'superstruct'
import { type Codec, invalid } from '../../../lib/entity/codec/codec.js'
import type { KeyRole } from '../../../lib/entity/codec/node.js'
import { isIdentical, keyValueText } from '../../../lib/entity/codecs/key-node.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { codecOf, read, refusals, unreadable } from './crossing.js'

function keyCodec(struct: object, role: KeyRole = 'table'): Codec {
  const codec = codecOf(object({ k: struct as never }), { keys: new Map([['k', role]]) })
  return codec.at('k')?.codec as Codec
}

const plainCodec = (struct: object): Codec => codecOf(object({ k: struct as never })).at('k')?.codec as Codec

describe('codec of a key attribute', () => {
  for (const [what, struct, stored, message] of [
    [
      'a day',
      date(),
      { S: '2022-12-22' },
      /the key contains '2022-12-22'.*'2022-12-22T00:00:00\.000Z'.*'isoDay'/,
    ],
    ['seconds', date(), { S: '2026-01-02T10:00:00Z' }, /as: 'isoSeconds'/],
    ['microseconds', date(), { S: '2026-01-02T10:00:00.120000Z' }, /as: 'isoMicros'/],
    ['nanoseconds', date(), { S: '2026-01-02T10:00:00.120000000Z' }, /as: 'isoNanos'/],
    ['a trimmed fraction', date(), { S: '2026-01-02T10:00:00.12Z' }, /as: 'isoTrimmed'/],
    ['an offset', date(), { S: '2026-01-02T10:00:00.000+05:30' }, /'2026-01-02T04:30:00\.000Z'.*string\(\)/],
    ['no zone', date(), { S: '2026-01-02T10:00:00' }, /as: 'isoNaive'/],
    ['a zone of zero', date(), { S: '2026-01-02T10:00:00+00:00' }, /as: 'isoOffset'/],
    ['milliseconds without a zone', date(), { S: '2026-01-02T10:00:00.000' }, /string\(\)/],
    ['another form', attribute(date(), { as: 'isoDay' }), { S: '2022-12-22T00:00:00.000Z' }, /as: 'iso'/],
    ['an optional date', optional(date()), { S: '2022-12-22' }, /'isoDay'/],
    ['an instance', instance(Date), { S: '2022-12-22' }, /'isoDay'/],
    [
      'an IP address',
      attribute(string(), { as: 'ipv6Address' }),
      { S: '0:0::1' },
      /would write '::1'.*string\(\)/,
    ],
    ['text that a write trims', trimmed(string()), { S: ' a ' }, /the key contains ' a '.*would write 'a'/],
    [
      'a number that is read as text',
      coerce(string(), number(), String),
      { N: '5' },
      /^the key contains 5,.*'5'.*'decimal'/,
    ],
    [
      'an own codec',
      attribute(string(), {
        type: 'S',
        encode: (v) => v.toUpperCase(),
        decode: (v: string) => v.toLowerCase(),
      }),
      { S: 'Ab' },
      /the key contains 'Ab'.*would write 'AB'/,
    ],
    [
      'an own codec that cannot write what it read',
      attribute(string(), {
        type: 'S',
        encode: (v) => {
          if (v === 'b') throw new RangeError('no')
          return v
        },
        decode: (v: string) => v,
      }),
      { S: 'b' },
      /cannot write it/,
    ],
  ] as const)
    it(`refuses ${what} that would be written in another form, and reads it outside keys`, () => {
      expect(unreadable(keyCodec(struct), stored as AttributeValue)[0]).to.match(message)
      expect(plainCodec(struct).decode(stored as AttributeValue, [])).to.not.equal(invalid)
      const part: { message: string }[] = []
      keyCodec(struct).decodePart(stored as AttributeValue, part as never)
      expect(part[0]?.message).to.match(message)
    })

  it('names what is stored if it cannot be read at all', () => {
    for (const [struct, text] of [
      [date(), '2026-01-02T10:00:00.123456Z'],
      [date(), 'soon'],
      [attribute(string(), { as: 'ipv4Address' }), '10.0.0.256'],
    ] as const)
      expect(unreadable(keyCodec(struct), { S: text })[0]).to.match(
        new RegExp(`^the key contains '${text}': `),
      )
    expect(unreadable(keyCodec(date()), undefined)).to.deep.equal(['required, but absent'])
  })

  it('lets codecs that keep every byte alone', () => {
    const plain = codecOf(string())
    for (const struct of [
      string(),
      number(),
      enums(['a']),
      instance(Uint8Array),
      attribute(string(), { default: 'a' }),
    ])
      expect(keyCodec(struct).fidelity).to.equal('exact')
    expect(plain.fidelity).to.equal('exact')
    expect(keyCodec(date()).fidelity).to.equal('canonical')
    expect(keyCodec(trimmed(string())).fidelity).to.equal(undefined)
  })

  it('numbers are one key if their values are equal', () => {
    const cents = attribute(number(), { type: 'N', encode: (v) => v * 100, decode: (v: number) => v / 100 })
    expect(read(keyCodec(cents), { N: '1E2' })).to.equal(1)
    expect(read(keyCodec(number()), { N: '1.0' })).to.equal(1)
  })

  it('a sum that is not a JavaScript number is refused in the key of the table, and read in that of an index', () => {
    const sum = { N: '3.4000000000000003' }
    expect(unreadable(keyCodec(number()), sum)[0]).to.match(/JavaScript cannot hold this number exactly/)
    expect(read(keyCodec(number(), 'index'), sum)).to.equal(3.4000000000000004)
    expect(unreadable(keyCodec(date(), 'index'), { S: '2022-12-22' })[0]).to.match(/isoDay/)
  })

  it('NULL and absence are not keys: an item without one is not in the index', () => {
    expect(read(keyCodec(nullable(date())), { NULL: true })).to.equal(null)
    expect(read(keyCodec(optional(date())), undefined)).to.equal(undefined)
  })

  it('refuses to write what would be read back as another key', () => {
    const marked = coerce(string(), string(), (v) => `${v}!`)
    expect(refusals(keyCodec(marked), 'a')[0]).to.match(/another key/)
    expect(refusals(keyCodec(date()), new Date(Number.NaN))[0]).to.match(/invalid Date/)
    const growing = attribute(string(), { type: 'S', encode: (v) => `${v}!`, decode: (v: string) => v })
    expect(refusals(keyCodec(growing), 'a')[0]).to.match(/another key/)
  })

  it('a default of the time is cut to what the form holds', () => {
    const stamped = attribute(date(), { as: 'isoSeconds', default: () => new Date(1_700_000_000_123) })
    expect(keyCodec(stamped).parse(undefined, [])).to.deep.equal(new Date(1_700_000_000_000))
    expect(plainCodec(stamped).parse(undefined, [])).to.deep.equal(new Date(1_700_000_000_000))
  })
})

describe('isIdentical', () => {
  it('compares as DynamoDB compares keys', () => {
    expect(isIdentical({ S: 'a' }, { S: 'a' })).to.equal(true)
    expect(isIdentical({ S: 'e\u0301' }, { S: '\u00e9' })).to.equal(false)
    expect(isIdentical({ N: '1.50' }, { N: '15E-1' })).to.equal(true)
    expect(isIdentical({ N: '1' }, { N: '2' })).to.equal(false)
    expect(isIdentical({ N: '1' }, { S: '1' })).to.equal(false)
    expect(isIdentical({ S: '1' }, { N: '1' })).to.equal(false)
    expect(isIdentical({ B: new Uint8Array([1]) }, { B: new Uint8Array([1]) })).to.equal(true)
    expect(isIdentical({ B: new Uint8Array([1]) }, { B: new Uint8Array([1, 2]) })).to.equal(false)
    expect(isIdentical({ B: new Uint8Array([1]) }, { S: 'AQ==' })).to.equal(false)
  })
})

describe('keyText', () => {
  it('shows what is stored, cut if it is long', () => {
    expect(keyValueText({ S: 'a' })).to.equal("'a'")
    expect(keyValueText({ N: '5' })).to.equal('5')
    expect(keyValueText({ B: new Uint8Array([255]) })).to.equal('binary /w==')
    expect(keyValueText({ S: 'x'.repeat(2000) })).to.have.length(203)
  })
})
