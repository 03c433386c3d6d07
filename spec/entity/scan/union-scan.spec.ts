// Unions in the text of a response: read without being parsed where one member is certain, and always as they decode.
import { deepStrictEqual } from 'node:assert'
import { expect } from 'chai'
import { attribute } from 'dyntastic'
import fc from 'fast-check'
import {
  array,
  coerce,
  enums,
  lazy,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  refine,
  type Struct,
  string,
  union,
  unknown,
} from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { openBody, unread } from '../../../lib/entity/text/body.js'
import { holds, runCount, timeLimit } from '../../properties/property-runs.js'

const cat = object({ kind: literal('cat'), lives: number(), more: optional(record(string(), string())) })
const dog = object({ kind: enums(['dog', 'wolf']), name: attribute(string(), { default: 'Rex' }) })
const pets = union([cat, dog])
interface Tree {
  kind: 'leaf' | 'node'
}
const tree: Struct<Tree> = lazy(() =>
  union([object({ kind: literal('leaf') }), object({ kind: literal('node'), inner: array(tree) })]),
) as never
// Under a property that it does not know.
const converted = coerce(dog, object({ kind: literal('dog'), stranger: string() }), () => ({
  kind: 'dog' as const,
  name: 'x',
}))
const named = attribute(optional(string()), { name: 'k' })
const other = attribute(literal('bird'), { name: 'k' })

const unions: Readonly<Record<string, unknown>> = {
  'by a literal': pets,
  'by data types': union([string(), number(), cat]),
  'of several strings': union([literal('cat'), string(), dog]),
  'next to a record': union([cat, record(string(), number())]),
  'next to anything': union([dog, unknown()]),
  'of one struct': union([cat, string()]),
  'that may be null': nullable(union([cat, dog])),
  'that may be absent': optional(pets),
  'that holds null': union([cat, literal(null)]),
  'that is refined': refine(pets, 'even', (value) => !('lives' in value) || value.lives % 2 === 0),
  'of a refined struct': union([dog, refine(cat, 'even', ({ lives }) => lives % 2 === 0)]),
  'of a struct that converts': union([
    coerce(dog, object({ kind: literal('cat'), lives: number() }), () => ({
      kind: 'dog' as const,
      name: 'x',
    })),
    cat,
  ]),
  'by strings that another reads, too': union([
    object({ kind: enums(['cat', 'dog']), name: optional(string()) }),
    dog,
  ]),
  'by a property with a default': union([
    object({ kind: attribute(literal('cat'), { default: 'cat' }), lives: number() }),
    dog,
  ]),
  'by a property that may be absent': union([object({ kind: optional(literal('cat')) }), dog]),
  'by a property that only one must have': union([
    object({ kind: optional(literal('dog')), lives: number() }),
    object({ kind: attribute(literal('cat'), { default: 'cat' }), lives: number() }),
  ]),
  'by two names': union([
    object({ kind: other }),
    object({ kind: literal('dog'), more: named }),
    object({
      kind: attribute(literal('cat'), { name: 'k' }),
      more: attribute(optional(string()), { name: 'kind' }),
    }),
  ]),
  'of a list whose structs convert': union([string(), array(converted)]),
  'of a struct with one that converts': union([object({ kind: literal('cat'), inner: converted }), dog]),
  'that is recursive': tree,
  'in a list': array(pets),
  'in a union': union([
    object({ kind: literal('cat'), of: optional(pets) }),
    object({ kind: literal('dog'), of: tree }),
  ]),
}

const pick = (...texts: readonly string[]) => fc.constantFrom(...texts)
const maps = fc.letrec<{ value: string; map: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    pick(
      '{"S":"cat"}',
      '{"N":"2"}',
      '{"N":"3"}',
      '{"NULL":true}',
      '{"BOOL":true}',
      '{"S":"d\\u006fg"}',
      '{"L":[]}',
    ),
    tie('map'),
    fc.array(tie('map'), { maxLength: 3 }).map((list) => `{"L":[${list.join()}]}`),
  ),
  map: fc
    .uniqueArray(
      fc.oneof(
        fc.tuple(
          pick('"kind"', '"kind"', '"k"', '"\\u006bind"'),
          pick('cat', 'cat', 'dog', 'wolf', 'bird', 'leaf', 'node', 'x').map((text) => `{"S":"${text}"}`),
        ),
        fc.tuple(pick('"lives"'), pick('{"N":"2"}', '{"N":"3"}', '{"S":"2"}')),
        fc.tuple(pick('"name"'), pick('{"S":"Max"}', '{"NULL":true}')),
        fc.tuple(pick('"inner"', '"of"', '"more"', '"stranger"'), tie('value')),
      ),
      { selector: ([name]) => name, maxLength: 6 },
    )
    .map((entries) => `{"M":{${entries.map(([name, value]) => `${name}:${value}`).join()}}}`),
}))
const values = fc.oneof(
  { weight: 6, arbitrary: maps.map },
  { weight: 3, arbitrary: maps.value },
  { weight: 1, arbitrary: fc.constant('{"M":{"k":{"S":"cat"},"kind":{"S":"dog"}}}') },
)

const scanOf = (struct: unknown, policy: 'drop' | 'preserve' | 'error' = 'drop') => {
  const codec = compileCodec(object({ value: struct as never }), { nulls: 'omit', unknown: policy })
  const found = codec.at('value')?.codec
  if (found === undefined) throw new Error('a codec')
  return found
}

/** What is read from the text; `parses`: whether a value may be parsed as JSON. */
function readBy(struct: unknown, text: string, parses = true): unknown {
  const body = openBody(Buffer.from(`[${text},{"kind":{"S":"dog"}}]`))
  if (body === undefined) return unread
  body.at = 1
  if (!parses)
    body.value = () => {
      throw new Error('parsed')
    }
  const value = scanOf(struct).scan?.(body)
  if (value !== unread) expect(body.at).to.equal(1 + Buffer.byteLength(text))
  return value
}

describe('unionScan', () => {
  const whiskers = '{"M":{"lives":{"N":"9"},"kind":{"S":"cat"}}}'

  it('reads structs by the literal that tells them apart, without parsing them', () => {
    expect(readBy(pets, whiskers, false)).to.deep.equal({ kind: 'cat', lives: 9 })
    expect(readBy(pets, '{"M":{"kind":{"S":"wolf"}}}', false)).to.deep.equal({
      kind: 'wolf',
      name: 'Rex',
    })
    expect(readBy(array(pets), `{"L":[${whiskers},${whiskers}]}`, false)).to.have.length(2)
    expect(readBy(nullable(pets), whiskers, false)).to.deep.equal({ kind: 'cat', lives: 9 })
    expect(readBy(tree, '{"M":{"kind":{"S":"leaf"}}}', false)).to.deep.equal({ kind: 'leaf' })
  })

  it('reads values by their data type', () => {
    const any = unions['by data types']
    const read = ['{"S":"x"}', '{"N":"1.5"}', whiskers].map((text) => readBy(any, text, false))
    expect(read).to.deep.equal(['x', 1.5, { kind: 'cat', lives: 9 }])
  })

  it('parses a value that may be of several members, and one whose literal is not the first of its name', () => {
    expect(() => readBy(unions['next to a record'], whiskers, false)).to.throw('parsed')
    const decoy = '{"M":{"more":{"M":{"kind":{"S":"dog"}}},"kind":{"S":"cat"},"lives":{"N":"9"}}}'
    expect(() => readBy(pets, decoy, false)).to.throw('parsed')
    expect(readBy(pets, decoy)).to.deep.equal({ kind: 'cat', lives: 9, more: { kind: 'dog' } })
    // The literal of what follows.
    expect(readBy(pets, '{"M":{"lives":{"N":"9"}}}')).to.equal(unread)
  })

  for (const [what, struct] of Object.entries(unions))
    it(`reads one ${what} as it decodes`, async function () {
      this.timeout(timeLimit(600_000))
      let read = 0
      const codecs = (['drop', 'preserve', 'error'] as const).map((policy) => scanOf(struct, policy))
      const property = fc.property(fc.constantFrom(...codecs), values, values, (codec, text, next) => {
        const body = openBody(Buffer.from(`[${text},${next}]`)) ?? expect.fail()
        body.at = 1
        const value = codec.scan?.(body) ?? unread
        if (value === unread) return
        read++
        const decoded = codec.decode(JSON.parse(text) as AttributeValue, [])
        expect(decoded).not.to.equal(invalid)
        deepStrictEqual(value, decoded)
        expect(JSON.stringify(value)).to.equal(JSON.stringify(decoded))
        expect(body.at).to.equal(1 + text.length)
      })
      await holds(property, runCount(1_000, 5_000))
      expect(read).to.be.greaterThan(5)
    })
})
