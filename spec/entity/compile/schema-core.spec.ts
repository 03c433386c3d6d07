import { expect } from 'chai'
import {
  type AnyAttributes,
  attribute,
  CommandExecutor,
  Entity,
  EntityDefinitionError,
  InvalidConditionError,
  InvalidUpdateError,
  Repository,
  type StoredItem,
  ValidationError,
} from 'dyntastic'
import { nullable, object, optional, refine, string } from 'superstruct'
import { z } from 'zod'
import { thrown } from '../../support/rejection.js'

// The types of the attributes have their own specs.
function thingOf(attributes: AnyAttributes) {
  const all = { id: string(), ...attributes } as { readonly id: ReturnType<typeof string> }
  const Thing = new Entity({ name: 'Thing', table: 'things', attributes: all, key: { partition: 'id' } })
  return {
    parse: (input: object): object => Thing.parse(input as { readonly id: string }),
    encode: (input: object): StoredItem => Thing.encode(input as { readonly id: string }),
    decode: (stored: StoredItem): object => Thing.decode(stored),
  }
}
const refusal = (work: () => unknown): string => thrown(work, ValidationError).message

describe('attributes of a Standard Schema', () => {
  const at = new Date(Date.UTC(2026, 0, 2, 3, 4, 5))
  const Thing = thingOf({
    date: z.date().optional(),
    seconds: attribute(z.date().optional(), { as: 'epochSeconds' }),
    big: z.bigint().optional(),
    bytes: z.instanceof(Uint8Array).optional(),
    set: z.set(z.string()).optional(),
    map: z.map(z.string(), z.number()).optional(),
    exact: attribute(z.string().optional(), { as: 'decimal' }),
    nulls: z.object({ none: z.null() }).optional(),
    coded: attribute(z.url().optional(), {
      encode: (text) => text.slice(8),
      decode: (stored: string) => `https://${stored}`,
    }),
  })
  const cases: readonly (readonly [name: string, value: unknown, stored: unknown])[] = [
    ['date', at, { S: '2026-01-02T03:04:05.000Z' }],
    ['seconds', at, { N: '1767323045' }],
    ['big', 5n, { N: '5' }],
    ['big', 10n ** 30n, { N: `${10n ** 30n}` }],
    ['bytes', Uint8Array.of(1, 2), { B: Uint8Array.of(1, 2) }],
    ['set', new Set(['a']), { SS: ['a'] }],
    ['map', new Map([['k', 1]]), { M: { k: { N: '1' } } }],
    ['exact', '1.5', { N: '1.5' }],
    ['nulls', { none: null }, { M: { none: { NULL: true } } }],
    ['coded', 'https://a.b', { S: 'a.b' }],
  ]

  for (const [name, value, stored] of cases)
    it(`${name}: ${String(value)} is stored as ${Object.keys(Object(stored)).join()}, and read back`, () => {
      const item = { id: '1', [name]: value }
      expect(Thing.encode(item)).deep.equal({ id: { S: '1' }, [name]: stored })
      expect({ ...Thing.decode(Thing.encode(item)) }).deep.equal(item)
    })

  for (const [what, make, lossy] of [
    ['URL', (text: string) => new URL(text), (url: URL) => url.origin],
    [
      'URLSearchParams',
      (text: string) => new URLSearchParams(text),
      (params: URLSearchParams) => [...params.keys()].join('=&'),
    ],
  ] as const)
    it(`compares a ${what} by its content, which is not in properties`, () => {
      const one = make('https://a.b/c?d=e')
      const made = (encode: (value: never) => string) =>
        thingOf({
          made: attribute(z.instanceof(one.constructor as typeof URL), { encode, decode: make as never }),
        })
      const Kept = made((value: object) => String(value))
      expect({ ...Kept.decode(Kept.encode(Kept.parse({ id: '1', made: one }))) }).deep.equal({
        id: '1',
        made: one,
      })
      expect(refusal(() => made(lossy).parse({ id: '1', made: one }))).include(
        'would not be read back unchanged',
      )
      const Changed = thingOf({
        made: attribute(
          z.string().transform(() => make('https://a.b/other')),
          {
            encode: String,
            decode: () => one as never,
          },
        ),
      })
      expect(refusal(() => Changed.parse({ id: '1', made: '' }))).include('would not be read back unchanged')
    })

  it('refuses what would not be read back, with the way out', () => {
    const Dated = thingOf({ nested: z.object({ at: z.date() }), made: z.string().transform(() => at) })
    const nested = { at }
    expect(refusal(() => Dated.parse({ id: '1', nested, made: '' }))).include(
      'nested.at: a Date inside a value',
    )
    const Made = thingOf({ made: z.string().transform(() => at) })
    expect(refusal(() => Made.parse({ id: '1', made: '' }))).include('give the attribute `as`')
    const Nothing = thingOf({ made: z.string().transform(() => null) })
    expect(refusal(() => Nothing.parse({ id: '1', made: '' }))).include('the schema returned null')
    const Typed = thingOf({ made: attribute(z.any(), { type: 'S' }) })
    expect(refusal(() => Typed.parse({ id: '1', made: 5 }))).include('would be stored as N, not as S')
    const Exact = thingOf({ made: attribute(z.any(), { as: 'isoDay' }) })
    expect(refusal(() => Exact.parse({ id: '1', made: 5 }))).include("as: 'isoDay' cannot store")
  })

  it('refuses output that the schema does not accept again, unless reads are trusted', () => {
    const schema = {
      '~standard': {
        version: 1 as const,
        vendor: 'mine',
        validate: (value: unknown) =>
          typeof value === 'string' ? { value: value.length } : { issues: [{ message: 'no text' }] },
      },
    }
    const Checked = thingOf({ length: schema })
    expect(refusal(() => Checked.parse({ id: '1', length: 'abc' }))).include(
      "give the attribute `reads: 'trust'`",
    )
    const Trusted = thingOf({ length: attribute(schema, { reads: 'trust' }) })
    expect({ ...Trusted.parse({ id: '1', length: 'abc' }) }).deep.equal({ id: '1', length: 3 })
    expect({ ...Trusted.decode({ id: { S: '1' }, length: { N: '3' } }) }).deep.equal({ id: '1', length: 3 })
  })

  it('reads what an older version of the schema wrote as the schema makes it now', () => {
    const Named = thingOf({ name: z.object({ first: z.string(), last: z.string().default('?') }) })
    const stored = { id: { S: '1' }, name: { M: { first: { S: 'a' }, gone: { S: 'b' } } } }
    expect({ ...Named.decode(stored) }).deep.equal({ id: '1', name: { first: 'a', last: '?' } })
  })

  it('can be wrapped, refined and nested as structs can', () => {
    const Wrapped = thingOf({
      left: optional(attribute(z.string().email(), {})),
      none: nullable(attribute(z.string().email(), {})),
      inside: object({ email: attribute(z.string().email(), { name: 'e' }) }),
      short: refine(attribute(z.string(), {}), 'short', (text) => text.length < 5),
    })
    const item = { id: '1', none: null, inside: { email: 'a@b.co' }, short: 'abc' }
    expect({ ...Wrapped.decode(Wrapped.encode(item)) }).deep.equal(item)
    expect(Wrapped.encode(item)['inside']).deep.equal({ M: { e: { S: 'a@b.co' } } })
    for (const wrong of [{ left: 'x' }, { none: 'x' }, { inside: { email: 'x' } }, { short: 'abcdef' }])
      expect(refusal(() => Wrapped.parse({ ...item, ...wrong }))).include(Object.keys(wrong)[0])
  })

  it('reports every failure of an item, with the messages of the schema and without values', () => {
    const Member = thingOf({ email: z.string().email('not an address'), age: z.number().min(18) })
    const error = thrown(() => Member.parse({ id: '1', email: 'secret', age: 7 }), ValidationError)
    expect(error.failures.map(({ path, message }) => `${path} ${message}`)).deep.equal([
      'email not an address',
      'age Too small: expected number to be >=18',
    ])
    expect(error.message).not.include('secret')
  })

  it('needs a type in a key, and refuses options that do not apply', () => {
    const definition = (work: () => unknown): string => thrown(work, EntityDefinitionError).message
    const keyed = () =>
      new Entity({
        name: 'Thing',
        table: 'things',
        attributes: { id: attribute(z.string(), {}) },
        key: { partition: 'id' },
      })
    expect(definition(keyed)).include('set its `type`')
    expect(definition(() => attribute(string(), { reads: 'check' } as never))).include("'reads' is an option")
    expect(definition(() => thingOf({ x: attribute(z.string(), { default: 5 as never }) }))).include(
      'default',
    )
    expect(definition(() => thingOf({ x: 5 as never }))).include('neither a superstruct struct nor')
  })
})

describe('paths into an attribute of a Standard Schema', () => {
  const Thing = new Entity({
    name: 'Thing',
    table: 'things',
    attributes: {
      id: string(),
      home: z.object({ note: z.string(), deep: z.object({ n: z.number() }).optional() }).optional(),
      open: z.looseObject({ note: z.string() }).optional(),
      free: z.record(z.string(), z.number()).optional(),
      either: z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]).optional(),
      coded: attribute(z.object({ a: z.string() }).optional(), {
        encode: ({ a }) => a,
        decode: (a: string) => ({ a }),
      }),
    },
    key: { partition: 'id' },
  })
  const things = new Repository(Thing, new CommandExecutor())

  for (const [path, message] of [
    ['home.nots', "home has no attribute 'nots'; did you mean `note`?"],
    ['home.deep.m', "home.deep has no attribute 'm'"],
    ['home[0]', 'home has no [0]'],
    ['home.nope.more', "home has no attribute 'nope'"],
  ] as const)
    it(`refuse ${path}, which the schema does not have`, () => {
      const given = path as never
      for (const run of [
        () => things.query().where(given),
        () => things.get('1').select(given),
        () => things.save({ id: '1' }).if(given),
      ])
        expect(thrown(run, InvalidConditionError).message).contain(message)
      const change = thrown(() => things.update('1').remove(given), InvalidUpdateError)
      expect(change.message).contain(message)
    })

  it('take what the schema has, and what may be there', () => {
    for (const path of ['home.note', 'home.deep.n', 'open.other', 'free.any', 'either.a', 'either.c'])
      expect(() => things.query().where(path as never), path).not.throw()
  })
})
