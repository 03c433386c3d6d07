// Values on a real engine: what each is stored as, and that it comes back as it was.
import { NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  Entity,
  EntityDefinitionError,
  InvalidItemError,
  InvalidKeyError,
  ValidationError,
} from 'dyntastic'
import {
  any,
  array,
  bigint,
  boolean,
  coerce,
  date,
  enums,
  instance,
  integer,
  map,
  nullable,
  number,
  object,
  optional,
  pattern,
  record,
  set,
  string,
  tuple,
  type,
  union,
} from 'superstruct'
import type { Attributes } from '../../lib/entity/table/item-types.js'
import { type RawItem, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

enum Colour {
  Red = 'red',
  Blue = 'blue',
}

const bytes = (...values: number[]) => new Uint8Array(values)
const precise = '1.23456789012345678901234567890'
const deep = { a: { b: { c: { d: [1, { e: 'f' }] } } } }

/** A repository of items with one attribute, `value`, of this struct. */
function holder(struct: Attributes[string]) {
  return opened(
    engine,
    (table) =>
      new Entity({
        name: 'Holder',
        table,
        attributes: { id: string(), value: struct as ReturnType<typeof any> },
        key: { partition: 'id' },
      }),
  )
}

interface RoundTrip {
  readonly what: string
  readonly struct: Attributes[string]
  readonly value: unknown
  readonly stored: unknown
  /** What comes back, if it is not the value itself. */
  readonly read?: unknown
}

const roundTrips: readonly RoundTrip[] = [
  { what: 'a string', struct: string(), value: 'text', stored: { S: 'text' } },
  { what: 'an empty string', struct: string(), value: '', stored: { S: '' } },
  { what: 'a string of any script', struct: string(), value: 'é€😀\u0000', stored: { S: 'é€😀\u0000' } },
  { what: 'an integer', struct: integer(), value: -5, stored: { N: '-5' } },
  { what: 'true', struct: boolean(), value: true, stored: { BOOL: true } },
  { what: 'false', struct: boolean(), value: false, stored: { BOOL: false } },
  {
    what: 'binary',
    struct: instance(Uint8Array),
    value: bytes(1, 0, 255),
    stored: { B: bytes(1, 0, 255) },
  },
  {
    what: 'an exact decimal',
    struct: attribute(string(), { as: 'decimal' }),
    value: precise,
    stored: { N: precise.replace(/0$/, '') },
    read: precise.replace(/0$/, ''),
  },
  {
    what: 'a date',
    struct: date(),
    value: new Date('2022-02-12T12:26:35Z'),
    stored: { S: '2022-02-12T12:26:35.000Z' },
  },
  {
    what: 'a date of epoch seconds',
    struct: attribute(date(), { as: 'epochSeconds' }),
    value: new Date('2022-02-12T12:26:35Z'),
    stored: { N: '1644668795' },
  },
  {
    what: 'a date of epoch milliseconds',
    struct: attribute(date(), { as: 'epochMillis' }),
    value: new Date('2022-02-12T12:26:35.123Z'),
    stored: { N: '1644668795123' },
  },
  { what: 'a bigint', struct: bigint(), value: 2n ** 64n, stored: { N: '18446744073709551616' } },
  { what: 'a fraction', struct: number(), value: 3.49, stored: { N: '3.49' } },
  {
    what: 'a set of strings',
    struct: set(string()),
    value: new Set(['a', 'b']),
    stored: { SS: ['a', 'b'] },
  },
  {
    what: 'a set of numbers',
    struct: set(number()),
    value: new Set([1, 2.5]),
    stored: { NS: ['1', '2.5'] },
  },
  {
    what: 'a set of binaries',
    struct: set(instance(Uint8Array)),
    value: new Set([bytes(1), bytes(2)]),
    stored: { BS: [bytes(1), bytes(2)] },
  },
  {
    what: 'an array',
    struct: array(string()),
    value: ['b', 'a', 'b'],
    stored: { L: [{ S: 'b' }, { S: 'a' }, { S: 'b' }] },
  },
  {
    what: 'a tuple',
    struct: tuple([string(), integer()]),
    value: ['a', 1],
    stored: { L: [{ S: 'a' }, { N: '1' }] },
  },
  {
    what: 'four levels of anything',
    struct: any(),
    value: deep,
    stored: {
      M: { a: { M: { b: { M: { c: { M: { d: { L: [{ N: '1' }, { M: { e: { S: 'f' } } }] } } } } } } } },
    },
  },
  {
    what: 'a record',
    struct: record(string(), integer()),
    value: { x: 1, constructor: 2 },
    stored: { M: { x: { N: '1' }, constructor: { N: '2' } } },
  },
  {
    what: 'an object, with a date and an alias inside',
    struct: object({ at: date(), name: attribute(string(), { name: 'n' }) }),
    value: { at: new Date(0), name: 'x' },
    stored: { M: { at: { S: '1970-01-01T00:00:00.000Z' }, n: { S: 'x' } } },
  },
  {
    what: 'null and undefined in maps, which are left out at every depth',
    struct: object({ a: optional(string()), b: nullable(string()), m: object({ c: nullable(string()) }) }),
    value: { a: undefined, b: null, m: { c: null } },
    stored: { M: { m: { M: {} } } },
    read: { b: null, m: { c: null } },
  },
  {
    what: 'null in a list, which is kept',
    struct: array(nullable(integer())),
    value: [null, 1],
    stored: { L: [{ NULL: true }, { N: '1' }] },
  },
  {
    what: 'a UUID',
    struct: pattern(string(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    value: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    stored: { S: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
  },
  {
    what: 'a member of an enum',
    struct: enums(Object.values(Colour)),
    value: Colour.Blue,
    stored: { S: 'blue' },
  },
  { what: 'a union', struct: union([integer(), string()]), value: 'x', stored: { S: 'x' } },
  {
    what: 'a coerced value',
    struct: coerce(integer(), string(), Number),
    value: '7',
    stored: { N: '7' },
    read: 7,
  },
  {
    what: 'an own codec',
    struct: attribute(string(), {
      encode: (text: string) => text.split(''),
      decode: (letters: string[]) => letters.join(''),
    }),
    value: 'ab',
    stored: { L: [{ S: 'a' }, { S: 'b' }] },
  },
]

const addresses = [
  ['ipv4Address', '10.66.0.1', '10.66.0.1', '10.66.0.256'],
  ['ipv4Network', '10.66.0.0/24', '10.66.0.0/24', '10.66.0.1/24'],
  ['ipv4Interface', '10.66.0.1', '10.66.0.1/32', '10.66.0.1/33'],
  ['ipv6Address', '0001:0db8:0:0::', '1:db8::', '1:db8:::'],
  ['ipv6Network', '2001:DB00::/24', '2001:db00::/24', '2001:db01::1/24'],
  ['ipv6Interface', '2001:db00::1', '2001:db00::1/128', '2001:db00::1/129'],
] as const

describe('serialisation', () => {
  for (const { what, struct, value, stored, read = value } of roundTrips)
    it(`${what}`, async () => {
      const { repository, raw } = holder(struct)
      const saved = await repository.save({ id: 'a', value })
      const found = sorted(await raw({ id: { S: 'a' } }))
      expect(found).deep.equal({ id: { S: 'a' }, value: stored })
      expect(saved).deep.equal({ id: 'a', value: read })
      expect(await repository.get('a')).deep.equal(saved)
    })

  it('dates in a sort key are in the order of time', async () => {
    const { repository, rawAll } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Event',
          table,
          attributes: { id: string(), at: date() },
          key: { partition: 'id', sort: 'at' },
        }),
    )
    const times = [0, -1, 1e12, 951782400000, 9e12, 1e12 + 1, -1e12]
    for (const time of times) await repository.save({ id: 'a', at: new Date(time) })
    const read = (await rawAll()).map(({ at }) => Date.parse(at?.S ?? ''))
    expect(read).deep.equal([...times].sort((a, b) => a - b))
  })

  describe('of dates without a zone', () => {
    const zone = process.env['TZ']

    afterEach(() => {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    })

    for (const [text, iso] of [
      ['2022-02-12T12:26:35', '2022-02-12T12:26:35.000Z'],
      ['2022-02-12T12:26:35.5', '2022-02-12T12:26:35.500Z'],
      ['2022-02-12', '2022-02-12T00:00:00.000Z'],
      ['2022-02-12T12:26:35+02:00', '2022-02-12T10:26:35.000Z'],
    ] as const)
      it(`${text} is read as ${iso}, wherever the process runs`, async () => {
        const { repository, rawPut } = holder(date())
        await repository.createTable()
        await rawPut({ id: { S: 'a' }, value: { S: text } })
        for (const TZ of ['America/New_York', 'Asia/Tokyo', 'UTC']) {
          process.env['TZ'] = TZ
          expect((await repository.getOrThrow('a')).value).deep.equal(new Date(iso))
        }
      })
  })

  for (const [as, given, canonical, invalid] of addresses) {
    it(`${as} is stored as ${canonical}`, async () => {
      const { repository, raw } = holder(attribute(string(), { as }))
      expect(await repository.save({ id: 'a', value: given })).deep.equal({ id: 'a', value: canonical })
      expect((await raw({ id: { S: 'a' } }))?.['value']).deep.equal({ S: canonical })
      expect((await repository.getOrThrow('a')).value).equal(canonical)
    })

    it(`${invalid} is not ${as}, neither to save nor to load`, async () => {
      const { repository, rawPut, sent } = holder(attribute(string(), { as }))
      await rejection(repository.save({ id: 'a', value: invalid }), ValidationError)
      expect(sent).deep.equal([])
      await repository.createTable()
      await rawPut({ id: { S: 'a' }, value: { S: invalid } })
      const error = await rejection(repository.get('a'), InvalidItemError)
      expect(error.failures.map(({ path }) => path)).deep.equal(['value'])
    })
  }

  it('an object is checked and converted when it is loaded', async () => {
    const { repository, rawPut } = holder(object({ at: date(), inner: object({ at: date() }) }))
    await repository.createTable()
    const at = { S: '2022-02-12T12:26:35Z' }
    await rawPut({ id: { S: 'a' }, value: { M: { at, inner: { M: { at } } } } })
    const { value } = await repository.getOrThrow('a')
    expect(value).deep.equal({ at: new Date(at.S), inner: { at: new Date(at.S) } })
    await rawPut({ id: { S: 'a' }, value: { M: { at, inner: { M: { at: { S: 'soon' } } } } } })
    const error = await rejection(repository.get('a'), InvalidItemError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['value.inner.at'])
  })

  it('a null at the top is left out, or NULL if the entity stores it', async () => {
    const make = (nulls: 'omit' | 'store') =>
      opened(
        engine,
        (table) =>
          new Entity({
            name: 'Nulls',
            table,
            attributes: { id: string(), value: nullable(string()), m: object({ b: nullable(string()) }) },
            key: { partition: 'id' },
            nulls,
          }),
      )
    const item = { id: 'a', value: null, m: { b: null } }
    const omitting = make('omit')
    expect(await omitting.repository.save(item)).deep.equal(item)
    expect(await omitting.raw({ id: { S: 'a' } })).deep.equal({ id: { S: 'a' }, m: { M: {} } })
    expect(await omitting.repository.get('a')).deep.equal(item)
    const storing = make('store')
    await storing.repository.save(item)
    expect(await storing.raw({ id: { S: 'a' } })).deep.equal({
      id: { S: 'a' },
      value: { NULL: true },
      m: { M: { b: { NULL: true } } },
    })
    expect(await storing.repository.get('a')).deep.equal(item)
  })

  it('a Buffer is taken, and comes back as a plain Uint8Array, byte for byte', async () => {
    const { repository } = holder(instance(Uint8Array))
    await repository.save({ id: 'a', value: Buffer.from([0, 1, 254, 255]) })
    const { value } = await repository.getOrThrow('a')
    expect(value).deep.equal(bytes(0, 1, 254, 255))
    expect(value.constructor).equal(Uint8Array)
  })

  for (const [stored, expected] of [
    ['5', 5],
    ['-0.25', -0.25],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551617', 18446744073709551617n],
    ['0.1', 0.1],
    ['0.12345678901234567890123', 'NumberValue'],
  ] as const)
    it(`${stored} of an any() is read exactly, as ${typeof expected === 'string' ? expected : typeof expected}`, async () => {
      const { repository, rawPut, raw } = holder(any())
      await repository.createTable()
      await rawPut({ id: { S: 'a' }, value: { N: stored } })
      const { value } = await repository.getOrThrow('a')
      if (expected === 'NumberValue') {
        expect(value).instanceOf(NumberValue)
        expect(String(value)).equal(stored)
      } else expect(value).equal(expected)
      await repository.save({ id: 'a', value })
      expect((await raw({ id: { S: 'a' } }))?.['value']).deep.equal({ N: stored })
    })

  it('a number that number() would round is refused by name when it is read', async () => {
    const { repository, rawPut } = holder(number())
    await repository.createTable()
    await rawPut({ id: { S: 'a' }, value: { N: '9007199254740993' } })
    const error = await rejection(repository.get('a'), InvalidItemError)
    expect(error.failures[0]?.path).equal('value')
    expect(error.message).match(/bigint|decimal/)
  })

  it('an empty set is left out, and reads as an empty set', async () => {
    const { repository, raw } = holder(set(string()))
    expect(await repository.save({ id: 'a', value: new Set() })).deep.equal({ id: 'a', value: new Set() })
    expect(await raw({ id: { S: 'a' } })).deep.equal({ id: { S: 'a' } })
    expect(await repository.get('a')).deep.equal({ id: 'a', value: new Set() })
  })

  it('an absent set is undefined if it is optional, or its default if it has one', async () => {
    for (const [struct, value] of [
      [optional(set(string())), undefined],
      [attribute(set(string()), { default: () => new Set(['x']) }), new Set(['x'])],
    ] as const) {
      const { repository, rawPut } = holder(struct)
      await repository.createTable()
      await rawPut({ id: { S: 'a' } })
      expect((await repository.getOrThrow('a')).value).deep.equal(value)
    }
  })

  for (const [what, struct, value] of [
    ['NaN', number(), Number.NaN],
    ['Infinity', number(), Number.POSITIVE_INFINITY],
    ['an integer of 39 digits', bigint(), 10n ** 38n + 1n],
    ['a decimal of 39 digits', attribute(string(), { as: 'decimal' }), `1.${'1'.repeat(38)}`],
    ['a number past 9.9E+125', attribute(string(), { as: 'decimal' }), '1e126'],
    ['a Map with a key that is not a string', any(), new Map([[1, 'x']])],
    ['a Map', any(), { inner: new Map([['a', 'x']]) }],
    ['a function', any(), () => 1],
    ['an instance of a class', any(), { inner: new URL('http://127.0.0.1') }],
    ['half of a surrogate pair', string(), '\ud83d'],
    ['an empty attribute name', any(), { '': 1 }],
    ['33 levels', any(), nested(33)],
  ] as const)
    it(`${what} is refused by name, and nothing is sent`, async () => {
      const { repository, sent } = holder(struct)
      const error = await rejection(repository.save({ id: 'a', value }), ValidationError)
      expect(error.failures.length).at.least(1)
      for (const { path } of error.failures) expect(path).match(/^value/)
      expect(sent).deep.equal([])
    })

  for (const [what, struct] of [
    ['a map with keys that are not a string', map(integer(), string())],
    ['a set of booleans', set(boolean())],
    ['an instance of a class without a codec', instance(URL)],
  ] as const)
    it(`${what} is refused when it is defined`, () => {
      expect(thrown(() => holder(struct), EntityDefinitionError).message).match(/value/)
    })

  it('a map with text keys is a map', async () => {
    const { repository, raw } = holder(map(string(), integer()))
    const value = new Map([['x', 1]])
    await repository.save({ id: 'a', value })
    expect((await raw({ id: { S: 'a' } }))?.['value']).deep.equal({ M: { x: { N: '1' } } })
    expect((await repository.getOrThrow('a')).value).deep.equal(value)
  })

  it('odd names are stored under just these names', async () => {
    const { repository, raw } = holder(type({}))
    const names = ['__proto__x', 'constructor', 'toString', 'a.b', 'a[0]', '#0', ':0', 'é 😀', ' ']
    const value = Object.fromEntries(names.map((name, at) => [name, at]))
    await repository.save({ id: 'a', value })
    expect(Object.keys((await raw({ id: { S: 'a' } }))?.['value']?.M ?? {}).sort()).deep.equal(names.sort())
    expect((await repository.getOrThrow('a')).value).deep.equal(value)
  })

  it('an exact decimal can be a key', async () => {
    const { repository } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Decimal',
          table,
          attributes: { n: attribute(string(), { as: 'decimal' }) },
          key: { partition: 'n' },
        }),
    )
    await repository.save({ n: '1.50' })
    expect(await repository.get('1.5')).deep.equal({ n: '1.5' })
    await rejection(repository.get('abc'), InvalidKeyError)
  })
})

// Sets have no order in storage.
function sorted(item: RawItem | undefined): unknown {
  const value = item?.['value']
  if (value === undefined) return item
  const members = value.SS ?? value.NS ?? value.BS
  members?.sort((a, b) => (String(a) < String(b) ? -1 : 1))
  return item
}

function nested(levels: number): object {
  return levels === 0 ? {} : { m: nested(levels - 1) }
}
