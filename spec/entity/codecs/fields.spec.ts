// Fields: property names, stored names, and what becomes of values of which nothing is stored.
import { expect } from 'chai'
import { nullable, object, optional, set, string } from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import type { Node } from '../../../lib/entity/codec/node.js'
import { type Field, placed, storedField } from '../../../lib/entity/codecs/fields.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { codecOf } from './crossing.js'

function fieldOf(struct: Parameters<typeof codecOf>[0], name = 'a'): Field {
  const node = codecOf(struct) as Node
  const { parse, encode, decode, contextual, contextualDecode, vanishes } = node
  return {
    key: 'a',
    name,
    node,
    parse,
    encode,
    decode,
    contextual,
    contextualDecode,
    vanishes,
    nameBytes: 4,
    valueBytes: undefined,
    plain: false,
    oddKey: false,
    oddName: name in {},
  }
}

describe('fields', () => {
  const alias = (name: string) => attribute(string(), { name })
  for (const [what, schema] of [
    ['two aliases', { a: alias('x'), b: alias('x') }],
    ['an alias and a property', { x: string(), b: alias('x') }],
    ['a property and an alias', { b: alias('x'), x: string() }],
    ['one level down', { o: object({ a: alias('x'), b: alias('x') }) }],
  ] as const)
    it(`two attributes of one stored name are refused: ${what}`, () => {
      expect(() => codecOf(object(schema as never)))
        .to.throw(/'x'/)
        .with.property('code', 'ENTITY_DEFINITION')
    })

  it('names that cannot be attribute names are refused at definition', () => {
    const proto = Object.fromEntries([['__proto__', string()]])
    for (const schema of [{ '': string() }, { a: alias('\ud800') }, proto, { a: alias('x'.repeat(65_536)) }])
      expect(() => codecOf(object(schema))).to.throw(/name/)
  })

  it('an inherited property is not a stored attribute', () => {
    expect(storedField({}, fieldOf(string(), 'constructor'))).to.equal(undefined)
    const own = Object.fromEntries([['constructor', { S: 'x' }]])
    expect(storedField(own, fieldOf(string(), 'constructor'))).to.deep.equal({ S: 'x' })
  })

  for (const [what, struct, value, result] of [
    ['null where absence is null', nullable(string()), null, null],
    ['null where absence is undefined', optional(nullable(string())), null, undefined],
    [
      'null where absence is a default: it is stored',
      attribute(nullable(string()), { default: 'x' }),
      null,
      null,
    ],
    ['an empty set where absence is one', set(string()), new Set(), new Set()],
    ['an empty set where absence is undefined', optional(set(string())), new Set(), undefined],
    ['an empty set where absence is null', nullable(set(string())), new Set(), invalid],
    ['any other value', string(), 'x', 'x'],
  ] as const)
    it(`${what}`, () => {
      const failures: Failure[] = []
      expect(placed(fieldOf(struct), value, failures)).to.deep.equal(result)
      expect(failures).to.have.length(result === invalid ? 1 : 0)
    })
})
