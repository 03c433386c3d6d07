// Text, exact decimals and IP addresses.
import { expect } from 'chai'
import { optional, pattern, type Struct, size, string, trimmed } from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import type { Node } from '../../../lib/entity/codec/node.js'
import { isPlainText } from '../../../lib/entity/codecs/string.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, parsed, refusals, unreadable } from './crossing.js'

describe('string codec', () => {
  it('text is stored as S', () => {
    keeps(codecOf(string()), 'héllo 🙂', { S: 'héllo 🙂' })
    keeps(codecOf(string()), '', { S: '' })
    expect(codecOf(string()).types).to.deep.equal(['S'])
  })

  it('plain text is known, and anything around it', () => {
    const isPlain = (struct: Struct<string>) => isPlainText(codecOf(struct) as Node)
    expect(isPlain(string())).to.equal(true)
    expect(isPlain(attribute(string(), { name: 'x' }))).to.equal(true)
    for (const other of [
      size(string(), 1),
      trimmed(string()),
      optional(string()) as unknown as Struct<string>,
      attribute(string(), { as: 'decimal' }),
      attribute(string(), { default: 'x' }),
    ])
      expect(isPlain(other)).to.equal(false)
  })

  it('text with half a surrogate pair is refused', () => {
    expect(refusals(codecOf(string()), 'a\ud800')).to.deep.equal([
      'a string with a lone surrogate cannot be stored',
    ])
  })

  it('anything but a string is left to superstruct', () => {
    expect(refusals(codecOf(string()), 5)).to.deep.equal([])
  })

  it('another stored type is refused by name', () => {
    expect(unreadable(codecOf(string()), { N: '5' })).to.deep.equal([
      'expected S (a string), but N is stored',
    ])
    expect(unreadable(codecOf(string()), undefined)).to.deep.equal(['required, but absent'])
  })

  it('refinements hold on write and on read, coercions on write', () => {
    const codec = codecOf(size(pattern(trimmed(string()), /^[a-z]*$/), 1, 3))
    keeps(codec, ' abc ', { S: 'abc' }, 'abc')
    expect(refusals(codec, 'abcd')).to.deep.equal([])
    expect(unreadable(codec, { S: 'ABCD' })[0]).to.match(/^Expected a string matching/)
  })

  it('a stored value that does not fit is coerced as an input would be', () => {
    expect(codecOf(size(trimmed(string()), 1, 3)).decode({ S: ' abc ' }, [])).to.equal('abc')
  })

  it("as: 'decimal' is exact, and normalised when it is parsed", () => {
    const codec = codecOf(attribute(string(), { as: 'decimal' }))
    keeps(
      codec,
      '1.23456789012345678901234567890',
      { N: '1.2345678901234567890123456789' },
      '1.2345678901234567890123456789',
    )
    keeps(codec, '-0.0', { N: '0' }, '0')
    expect(parsed(codec, '1e3')).to.equal('1000')
    expect(refusals(codec, 'ten')).to.deep.equal(['expected a decimal number'])
    expect(refusals(codec, '1'.repeat(39))[0]).to.match(/38 significant digits/)
    expect(unreadable(codec, { S: '1' })).to.deep.equal(['expected N (a number), but S is stored'])
  })

  it('a refinement that only the normalised text breaks is refused by name', () => {
    const codec = codecOf(size(attribute(string(), { as: 'decimal' }), 4))
    keeps(codec, '1.55', { N: '1.55' })
    expect(refusals(codec, '1.50')[0]).to.match(/length of `4`/)
  })

  it('IP text is checked on save and on load', () => {
    const codec = codecOf(attribute(string(), { as: 'ipv4Interface' }))
    keeps(codec, '10.66.0.1', { S: '10.66.0.1/32' }, '10.66.0.1/32')
    expect(refusals(codec, '10.66.0.256')).to.deep.equal(['expected an IPv4 interface'])
    expect(unreadable(codec, { S: 'nowhere' })).to.deep.equal(['expected an IPv4 interface'])
  })

  it('a storage form takes strings only: a number is not read as its text', () => {
    for (const as of ['decimal', 'ipv4Interface'] as const)
      for (const value of [5, 5n, ['5'], { toString: () => '5' }]) {
        const codec = codecOf(attribute(string(), { as }))
        expect(codec.parse(value, [])).to.equal(invalid)
      }
  })

  it('is plain text only if nothing stands around it, when it is parsed and when it is read', () => {
    const plain = codecOf(string()) as Node
    expect(isPlainText(plain)).to.equal(true)
    expect(isPlainText({ ...plain, parse: (value) => value })).to.equal(false)
    expect(isPlainText({ ...plain, decode: (stored) => stored })).to.equal(false)
  })
})
