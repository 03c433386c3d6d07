// Key attributes: looked up by property, with the stored name and the data type that DynamoDB indexes them by.
import { expect } from 'chai'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  define,
  enums,
  instance,
  integer,
  literal,
  number,
  object,
  optional,
  record,
  set,
  string,
  union,
} from 'superstruct'
import {
  isPartial,
  type Key,
  type KeyPart,
  keyOfParts,
  keyPart,
  keySide,
  lacksKey,
  readableIn,
} from '../../../lib/entity/key/key.js'
import { compileTemplate } from '../../../lib/entity/key/template/compile-template.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'
import { contextOf } from '../compiled-attributes.js'

const context = contextOf({
  id: string(),
  at: date(),
  amount: number(),
  alias: attribute(string(), { name: 'stored/alias' }),
  one: string(),
  two: string(),
  three: string(),
})

const sides = (names: string | readonly string[] | undefined, most?: number) =>
  keySide(context, names, 'key.partition', most).map(({ property, name, type }) => [property, name, type])

describe('keySide', () => {
  for (const [names, expected] of [
    [undefined, []],
    ['id', [['id', 'id', 'S']]],
    [['id'], [['id', 'id', 'S']]],
    ['alias', [['alias', 'stored/alias', 'S']]],
    [
      ['at', 'amount'],
      [
        ['at', 'at', 'S'],
        ['amount', 'amount', 'N'],
      ],
    ],
  ] as const)
    it(`finds ${JSON.stringify(names) ?? 'nothing'}`, () => {
      expect(sides(names)).deep.equal(expected)
    })

  it('returns frozen parts, with their codecs', () => {
    const side = keySide(context, ['id'], 'key.partition')
    expect(side).frozen
    expect(side[0]).frozen
    expect(side[0]?.codec.encode('x')).deep.equal({ S: 'x' })
  })

  for (const [what, names, most, pattern] of [
    [
      'a name that is not an attribute',
      'nope',
      1,
      /Test: key\.partition: 'nope' is not an attribute.*id, at/,
    ],
    ['a stored name', 'stored/alias', 1, /'stored\/alias' is a stored name; the property is 'alias'/],
    ['a name of Object.prototype', 'constructor', 1, /'constructor' is not an attribute/],
    ['__proto__', '__proto__', 1, /'__proto__' is not an attribute/],
    ['two attributes where one goes', ['id', 'one'], 1, /names 2 attributes, but it can have only one/],
    [
      'five attributes',
      ['id', 'one', 'two', 'three', 'at'],
      undefined,
      /names 5 attributes, but can have at most 4/,
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      const error = thrown(() => sides(names, most), EntityDefinitionError)
      expect(error.entity).equal('Test')
      expect(error.message).match(pattern)
    })

  for (const [what, struct, type] of [
    ['a string', string(), 'S'],
    ['a string enum', enums(['a', 'b']), 'S'],
    ['a number enum', enums([1, 2]), 'N'],
    ['a literal', literal('x'), 'S'],
    ['a date (ISO)', date(), 'S'],
    ['a date (epoch seconds)', attribute(date(), { as: 'epochSeconds' }), 'N'],
    ['a date (epoch milliseconds)', attribute(date(), { as: 'epochMillis' }), 'N'],
    ['a number', number(), 'N'],
    ['an integer', integer(), 'N'],
    ['a bigint', bigint(), 'N'],
    ['an exact decimal', attribute(string(), { as: 'decimal' }), 'N'],
    ['binary', instance(Uint8Array), 'B'],
    ['an optional string', optional(string()), 'S'],
    ['a union of strings', union([literal('a'), literal('b')]), 'S'],
    [
      'an own codec with a type',
      attribute(
        define<URL>('url', (value) => value instanceof URL),
        {
          type: 'S',
          encode: (value: URL) => value.href,
          decode: (text: string) => new URL(text),
        },
      ),
      'S',
    ],
  ] as const)
    it(`takes ${what} as ${type}`, () => {
      expect(keySide(contextOf({ k: struct }), 'k', 'key.partition')[0]?.type).equal(type)
    })

  for (const [what, struct] of [
    ['a boolean', boolean()],
    ['a set', set(string())],
    ['an array', array(string())],
    ['an object', object({ a: string() })],
    ['a record', record(string(), string())],
    ['anything', any()],
    ['a union of text and number', union([string(), number()])],
  ] as const)
    it(`refuses ${what}, naming what it is stored as`, () => {
      const error = thrown(
        () => keySide(contextOf({ k: struct }), 'k', 'indexes.byK.sort'),
        EntityDefinitionError,
      )
      expect(error.message).match(/^Test: indexes\.byK\.sort: 'k' is stored as [A-Z, or]+.*S, N or B/)
    })
})

describe('lacksKey', () => {
  const context = contextOf({ a: optional(string()), b: optional(string()), c: optional(string()) })
  const part = (name: string, text: string, partial: boolean): KeyPart => ({
    ...keyPart(context, 'a', 'key.sort'),
    property: name,
    name,
    template: compileTemplate(context, text, {
      place: name,
      type: 'S',
      separators: 'escape',
      most: 1024,
      partial,
    }),
  })
  const lacks = (key: Key, ...absent: readonly string[]) => lacksKey(key, (name) => absent.includes(name))

  it('says that a whole key needs all of its attributes', () => {
    const key = keyOfParts([part('pk', 'A#{a}', false)], [part('sk', 'B#{b}', false)])
    expect(key.needed).equal(key.attributes)
    expect(lacks(key)).equal(false)
    expect(lacks(key, 'b')).equal(true)
    expect(lacks(keyOfParts([part('pk', 'A', false)], []))).equal(false)
  })

  it('says that a partial key needs one of them, and those without which a side is empty', () => {
    const key = keyOfParts([part('pk', 'A#{a}', true)], [part('sk', 'B#{b}', true)])
    expect(key.needed).deep.equal([])
    expect(lacks(key, 'a')).equal(false)
    expect(lacks(key, 'b')).equal(false)
    expect(lacks(key, 'a', 'b')).equal(true)
    const bare = keyOfParts([part('pk', 'A#{a}#{c}', true)], [part('sk', '{b}#{c}', true)])
    expect(bare.needed.map(({ property }) => property)).deep.equal(['c', 'b'])
    expect(lacks(bare, 'a')).equal(false)
    expect(lacks(bare, 'c')).equal(true)
    expect(readableIn(key.parts[0] as KeyPart)).deep.equal([])
    expect(isPartial(key.parts[0] as KeyPart)).equal(true)
    expect(isPartial(bare.parts[1] as KeyPart)).equal(false)
  })
})
