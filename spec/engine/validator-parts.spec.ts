// Updates inside attributes of zod, valibot and ArkType: what the schema of the part refuses is not sent, and what
// cannot be checked is refused.
import { type } from 'arktype'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  InvalidUpdateError,
  Repository,
  type StandardSchema,
  ValidationError,
} from 'dyntastic'
import { string } from 'superstruct'
import * as v from 'valibot'
import { z } from 'zod'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const address: Record<string, StandardSchema> = {
  zod: z.object({
    city: z.string().min(1),
    floor: z.number().int().max(10),
    note: z.string().max(5).optional(),
    lines: z.array(z.string().max(3)),
    years: z.record(z.string(), z.number().max(9)),
    pair: z.tuple([z.string(), z.number()]).nullable(),
    deep: z.object({ n: z.number().max(5) }).optional(),
    either: z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]),
  }),
  valibot: v.object({
    city: v.pipe(v.string(), v.minLength(1)),
    floor: v.pipe(v.number(), v.integer(), v.maxValue(10)),
    note: v.optional(v.pipe(v.string(), v.maxLength(5))),
    lines: v.array(v.pipe(v.string(), v.maxLength(3))),
    years: v.record(v.string(), v.pipe(v.number(), v.maxValue(9))),
    pair: v.nullable(v.tuple([v.string(), v.number()])),
    deep: v.optional(v.object({ n: v.pipe(v.number(), v.maxValue(5)) })),
    either: v.union([v.object({ a: v.string() }), v.object({ b: v.number() })]),
  }),
  ArkType: type({
    city: 'string >= 1',
    floor: 'number.integer <= 10',
    'note?': 'string <= 5',
    lines: '(string <= 3)[]',
    years: { '[string]': 'number <= 9' },
    pair: ['string', 'number'],
    'deep?': { n: 'number <= 5' },
    either: type({ a: 'string' }).or({ b: 'number' }),
  }),
}

const home = {
  city: 'Bern',
  floor: 2,
  lines: ['a'],
  years: { y1: 1 },
  pair: ['x', 1],
  deep: { n: 1 },
  either: { a: 'x' },
}

/** An update as a program writes it, whose paths the schemas of this table do not type. */
interface Update {
  set(path: string, value: unknown): Update & PromiseLike<{ home: unknown }>
  add(path: string, value: unknown): Update & PromiseLike<{ home: unknown }>
  subtract(path: string, value: unknown): Update & PromiseLike<{ home: unknown }>
  append(path: string, value: unknown): Update & PromiseLike<{ home: unknown }>
  remove(path: string): Update & PromiseLike<{ home: unknown }>
}

describe('updates inside attributes of schemas', () => {
  const engine = withEngine()

  for (const [validator, schema] of Object.entries(address))
    describe(`of ${validator}`, () => {
      let sent = 0
      let update: () => Update
      let stored: () => Promise<unknown>
      let reset: () => Promise<unknown>

      before(async () => {
        const Place = new Entity({
          name: 'Place',
          table: engine.name('places'),
          attributes: { id: string(), home: schema },
          key: { partition: 'id' },
        })
        const executor = new CommandExecutor({
          client: engine.client,
          observers: [{ onCommand: () => sent++ }],
        })
        const places = new Repository(Place, executor)
        reset = () => places.save({ id: 'p1', home } as never).execute()
        update = () => places.update('p1') as unknown as Update
        stored = async () => (await places.getOrThrow('p1')).home
      })

      beforeEach(() => reset())

      const applied: [string, () => PromiseLike<{ home: unknown }>, object][] = [
        ['set of a member', () => update().set('home.city', 'Thun'), { city: 'Thun' }],
        ['set of an optional member', () => update().set('home.note', 'abc'), { note: 'abc' }],
        ['removal of an optional member', () => update().remove('home.deep'), { deep: undefined }],
        ['add within the bounds', () => update().add('home.floor', 8), { floor: 10 }],
        ['subtract', () => update().subtract('home.floor', 5), { floor: -3 }],
        ['append', () => update().append('home.lines', ['b', 'c']), { lines: ['a', 'b', 'c'] }],
        ['set of an element', () => update().set('home.lines[0]', 'z'), { lines: ['z'] }],
        ['set of an entry', () => update().set('home.years.y2', 9), { years: { y1: 1, y2: 9 } }],
        ['set of an element of a tuple', () => update().set('home.pair[1]', 7), { pair: ['x', 7] }],
        ['set inside a part that may be absent', () => update().set('home.deep.n', 5), { deep: { n: 5 } }],
        ['set of a whole part', () => update().set('home.either', { b: 4 }), { either: { b: 4 } }],
      ]
      for (const [title, run, change] of applied)
        it(`${title} is applied, and is what reads return`, async () => {
          const expected = JSON.parse(JSON.stringify({ ...home, ...change }))
          expect((await run()).home).to.deep.equal(expected)
          expect(await stored()).to.deep.equal(expected)
        })

      const refused: [string, () => PromiseLike<unknown>][] = [
        ['a member of another type', () => update().set('home.city', 5)],
        ['a member that breaks a rule', () => update().set('home.city', '')],
        ['a number beyond its bound', () => update().set('home.floor', 11)],
        ['an optional member that is too long', () => update().set('home.note', 'abcdef')],
        ['an appended element that is too long', () => update().append('home.lines', 'abcd')],
        ['an element of another type', () => update().set('home.lines[0]', 5)],
        ['an entry beyond its bound', () => update().set('home.years.y1', 10)],
        ['an element of a tuple of another type', () => update().set('home.pair[1]', 'x')],
        ['a value inside a part that may be absent', () => update().set('home.deep.n', 6)],
        ['a part of neither form', () => update().set('home.either', { c: 1 })],
      ]
      for (const [title, run] of refused)
        it(`${title} is refused before anything is sent`, async () => {
          sent = 0
          await rejection((async () => run())(), ValidationError)
          expect(sent).to.equal(0)
          expect(await stored()).to.deep.equal(home)
        })

      const unknown: [string, () => PromiseLike<unknown>, RegExp][] = [
        [
          'set of a member that the schema does not know',
          () => update().set('home.nope', 1),
          /does not say which values fit there|home has no attribute 'nope'/,
        ],
        [
          'set inside a union',
          () => update().set('home.either.a', 'y'),
          /does not say which values fit there/,
        ],
        ['removal of a required member', () => update().remove('home.city'), /is required/],
        [
          'removal inside a union',
          () => update().remove('home.either.a'),
          /does not say which values fit there/,
        ],
      ]
      for (const [title, run, words] of unknown)
        it(`${title} is refused before anything is sent`, async () => {
          sent = 0
          expect((await rejection((async () => run())(), InvalidUpdateError)).message).to.match(words)
          expect(sent).to.equal(0)
        })

      it('an add beyond a bound fails its condition, and writes nothing', async () => {
        const error = await rejection((async () => update().add('home.floor', 9))(), Error)
        expect(error).to.include({ outcome: 'nothing written' })
        expect(await stored()).to.deep.equal(home)
      })
    })

  it('bounds of values are not those of another stored form', async () => {
    const cents = {
      encode: (euros: number) => euros * 100,
      decode: (stored: unknown) => Number(stored) / 100,
    }
    const Price = new Entity({
      name: 'Price',
      table: engine.name('prices'),
      attributes: {
        id: string(),
        euros: attribute(z.number().max(10), { ...cents, type: 'N' }),
        plain: z.number().max(10),
      },
      key: { partition: 'id' },
    })
    const prices = new Repository(Price, new CommandExecutor({ client: engine.client }))
    await prices.save({ id: 'p1', euros: 4, plain: 4 })
    expect(await prices.update('p1').add('euros', 5).add('plain', 5)).to.deep.equal({
      id: 'p1',
      euros: 9,
      plain: 9,
    })
    const beyond = await rejection((async () => prices.update('p1').add('plain', 2))(), ConditionFailedError)
    expect(beyond.outcome).to.equal('nothing written')
  })
})
