// Key arguments: read, checked and stored; what does not fit is refused by name before anything is sent.
import { expect } from 'chai'
import { bigint, date, instance, integer, size, string } from 'superstruct'
import { type Key, keyOfParts, keySide } from '../../../lib/entity/key/key.js'
import {
  type KeyOwner,
  keyFailures,
  keyOfStored,
  keyTrouble,
  readKey,
} from '../../../lib/entity/key/key-values.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { Attributes } from '../../../lib/entity/table/item-types.js'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { thrown } from '../../support/rejection.js'
import { contextOf } from '../compiled-attributes.js'

function owner(attributes: Attributes, partition: string, sort?: string): KeyOwner {
  const context = contextOf(attributes)
  const key = keyOfParts(keySide(context, partition, 'key.partition'), keySide(context, sort, 'key.sort'))
  return { entity: 'Test', key, properties: context.properties }
}

const simple = owner({ id: string(), name: string() }, 'id')
const composite = owner({ id: string(), at: date(), name: string() }, 'id', 'at')
const noon = new Date('2026-03-01T12:00:00.000Z')

const accepted: readonly (readonly [
  what: string,
  owner: KeyOwner,
  argument: unknown,
  stored: object,
  values: object,
])[] = [
  ['the value alone', simple, 'a', { id: { S: 'a' } }, { id: 'a' }],
  ['the key object', simple, { id: 'a' }, { id: { S: 'a' } }, { id: 'a' }],
  [
    'a getter of a class',
    simple,
    new (class {
      get id() {
        return 'a'
      }
    })(),
    { id: { S: 'a' } },
    { id: 'a' },
  ],
  ['an inherited value', simple, Object.create({ id: 'a' }), { id: { S: 'a' } }, { id: 'a' }],
  [
    'both parts',
    composite,
    { id: 'a', at: noon },
    { id: { S: 'a' }, at: { S: '2026-03-01T12:00:00.000Z' } },
    { id: 'a', at: noon },
  ],
  [
    'a date as its stored text',
    composite,
    { id: 'a', at: '2026-03-01T12:00:00.000Z' },
    { id: { S: 'a' }, at: { S: '2026-03-01T12:00:00.000Z' } },
    { id: 'a', at: noon },
  ],
  [
    'a date as text without a zone, stored in the one form that dates have',
    composite,
    { id: 'a', at: '2026-03-01T12:00' },
    { id: { S: 'a' }, at: { S: '2026-03-01T12:00:00.000Z' } },
    { id: 'a', at: noon },
  ],
  ['a number', owner({ n: integer() }, 'n'), 5, { n: { N: '5' } }, { n: 5 }],
  ['a bigint', owner({ n: bigint() }, 'n'), 5n, { n: { N: '5' } }, { n: 5n }],
  ['a date alone', owner({ d: date() }, 'd'), noon, { d: { S: '2026-03-01T12:00:00.000Z' } }, { d: noon }],
  [
    'a date of epoch seconds',
    owner({ d: attribute(date(), { as: 'epochSeconds' }) }, 'd'),
    noon,
    { d: { N: '1772366400' } },
    { d: noon },
  ],
  [
    'binary alone',
    owner({ b: instance(Uint8Array) }, 'b'),
    new Uint8Array([1, 2]),
    { b: { B: new Uint8Array([1, 2]) } },
    { b: new Uint8Array([1, 2]) },
  ],
  [
    'an alias, by its property',
    owner({ id: attribute(string(), { name: '_id' }) }, 'id'),
    { id: 'a' },
    { _id: { S: 'a' } },
    { id: 'a' },
  ],
  [
    'odd names as parts',
    owner({ constructor: string() }, 'constructor'),
    { constructor: 'a' },
    { constructor: { S: 'a' } },
    { constructor: 'a' },
  ],
]

const refused: readonly (readonly [what: string, owner: KeyOwner, argument: unknown, message: RegExp])[] = [
  ['a missing part', composite, { id: 'a' }, /lacks 'at'; it must be 'id' \(S\) and 'at' \(S\)/],
  ['an undefined part', composite, { id: 'a', at: undefined }, /lacks 'at'/],
  ['an extra part', simple, { id: 'a', at: noon }, /'at' is not part of the key, which is 'id' \(S\)/],
  [
    'an attribute that is not part of the key',
    simple,
    { id: 'a', name: 'b' },
    /'name' is not part of the key/,
  ],
  ['one value for two parts', composite, 'a', /the key has two parts; pass both as { id, at }/],
  ['a number for a string', simple, 5, /'id' cannot be a number/],
  ['a string for a number', owner({ n: integer() }, 'n'), '5', /'n' cannot be a string/],
  ['a number for a date', composite, { id: 'a', at: 5 }, /'at' cannot be a number/],
  ['text that is not a date', composite, { id: 'a', at: 'tomorrow' }, /'at' cannot be a string/],
  ['a list', simple, ['a'], /'0' is not part of the key/],
  ['undefined', simple, undefined, /lacks 'id'/],
  ['null', simple, null, /'id' cannot be null/],
  ['a boolean', simple, true, /'id' cannot be a boolean/],
  ['a function', simple, () => 'a', /'id' cannot be a function/],
  ['an empty object', simple, {}, /lacks 'id'/],
  [
    'a method of a class',
    simple,
    new (class {
      id() {
        return 'a'
      }
    })(),
    /lacks 'id'/,
  ],
  ['an empty string', simple, '', /'id' is empty/],
  ['empty binary', owner({ b: instance(Uint8Array) }, 'b'), new Uint8Array(), /'b' is empty/],
  [
    '2,049 bytes in a partition key',
    simple,
    '€'.repeat(683),
    /'id' has 2049 bytes, but .* can have at most 2048/,
  ],
  [
    '1,025 bytes in a sort key',
    owner({ a: string(), b: string() }, 'a', 'b'),
    { a: 'x', b: 'y'.repeat(1025) },
    /'b' has 1025 bytes, but .* can have at most 1024/,
  ],
  ['a lone surrogate', simple, '\ud800', /'id' cannot be a string/],
  ['not a number', owner({ n: integer() }, 'n'), Number.NaN, /'n' cannot be NaN/],
  ['what a refinement refuses', owner({ id: size(string(), 3) }, 'id'), 'ab', /'id' cannot be a string/],
]

describe('readKey', () => {
  for (const [what, of, argument, stored, values] of accepted)
    it(`takes ${what}`, () => {
      const read = readKey(of, argument, 'get', false)
      expect(read.stored).deep.equal(stored)
      expect(read.values).deep.equal(values).and.frozen
    })

  for (const [what, of, argument, message] of refused)
    it(`refuses ${what}`, () => {
      const error = thrown(() => readKey(of, argument, 'get', false), InvalidKeyError)
      expect(error.message).match(/^Test\.get: /)
      expect(error.message).match(message)
      expect(error).include({ entity: 'Test', operation: 'get', code: 'INVALID_KEY' })
    })

  it('takes the most bytes that DynamoDB takes', () => {
    const both = owner({ a: string(), b: string() }, 'a', 'b')
    const read = readKey(both, { a: 'x'.repeat(2048), b: 'y'.repeat(1024) }, 'get', false)
    expect(Object.keys(read.stored)).deep.equal(['a', 'b'])
  })

  it('takes a whole item for its key only if the option says so, and never other properties', () => {
    const item = { id: 'a', name: 'b' }
    expect(readKey(simple, item, 'delete', true).stored).deep.equal({ id: { S: 'a' } })
    thrown(() => readKey(simple, item, 'get', false), InvalidKeyError)
    thrown(() => readKey(simple, { ...item, nmae: 'c' }, 'delete', true), InvalidKeyError)
  })

  it('coerces as the attribute does', () => {
    const trimmed = owner({ id: attribute(string(), {}) }, 'id')
    expect(readKey(trimmed, 'a', 'get', false).values).deep.equal({ id: 'a' })
  })
})

describe('keyTrouble', () => {
  for (const [what, value, expected] of [
    ['text within the limit', { S: 'abc' }, undefined],
    ['text past the limit', { S: 'abcd' }, 'has 4 bytes, but this key attribute can have at most 3'],
    ['empty string', { S: '' }, 'is empty, but a key attribute must not be empty'],
    ['binary within the limit', { B: new Uint8Array(3) }, undefined],
    [
      'binary past the limit',
      { B: new Uint8Array(4) },
      'has 4 bytes, but this key attribute can have at most 3',
    ],
    ['empty binary', { B: new Uint8Array() }, 'is empty, but a key attribute must not be empty'],
    ['any number', { N: '123456789' }, undefined],
  ] as const)
    it(`says of ${what}: ${expected ?? 'nothing'}`, () => {
      expect(keyTrouble(value, 3)).equal(expected)
    })
})

describe('keyFailures', () => {
  const context = contextOf({ id: string(), sort: string(), mail: attribute(string(), { name: 'm' }) })
  const side = (name: string) => keySide(context, name, 'key')
  const keys: Key[] = [keyOfParts(side('id'), side('sort')), keyOfParts(side('mail'), side('id'))]
  const found = (stored: Record<string, { S: string }>) =>
    keyFailures(keys, stored).map(({ path, message, value }) => {
      expect(value).equal(undefined)
      return `${path.join('.')} ${message}`
    })

  it('finds nothing in good keys, and nothing where an index key is absent', () => {
    expect(found({ id: { S: 'a' }, sort: { S: 'b' }, m: { S: 'c' } })).deep.equal([])
    expect(found({ id: { S: 'a' }, sort: { S: 'b' } })).deep.equal([])
  })

  it('names the property of a bad index key, not its stored name', () => {
    expect(found({ id: { S: 'a' }, sort: { S: 'b' }, m: { S: '' } })).deep.equal([
      'mail is empty, but a key attribute must not be empty',
    ])
  })

  it('finds all of them, each once, by the limit of its side', () => {
    expect(found({ id: { S: 'x'.repeat(1025) }, sort: { S: 'x'.repeat(1025) }, m: { S: '' } })).deep.equal([
      'sort has 1025 bytes, but this key attribute can have at most 1024',
      'mail is empty, but a key attribute must not be empty',
      'id has 1025 bytes, but this key attribute can have at most 1024',
    ])
  })
})

describe('keyOfStored', () => {
  for (const [what, stored, expected] of [
    ['both parts', { id: { S: 'a' }, at: { S: '2026-03-01T12:00:00.000Z' } }, { id: 'a', at: noon }],
    ['what can be read', { id: { S: 'a' }, at: { N: '5' } }, { id: 'a' }],
    ['nothing if nothing is there', {}, {}],
  ] as const)
    it(`reads ${what}`, () => {
      expect(keyOfStored(composite, stored)).deep.equal(expected)
    })
})
