// Selected parts of items: what is absent there is what it is in the whole item.
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, InvalidConditionError, Repository } from 'dyntastic'
import {
  array,
  date,
  instance,
  integer,
  literal,
  object,
  optional,
  record,
  set,
  string,
  union,
} from 'superstruct'
import { rawPut, withEngine } from '../../support/engine.js'

let made = 0
const inner = object({ country: attribute(string(), { default: 'IT' }), city: optional(string()) })

describe('selected parts', () => {
  const engine = withEngine()
  const entityOf = (table: string) =>
    new Entity({
      name: 'Thing',
      table,
      attributes: {
        id: string(),
        def: attribute(string(), { default: 'd', name: 'x' }),
        counted: attribute(integer(), { default: () => ++made }),
        none: optional(string()),
        tags: set(string()),
        home: inner,
        away: optional(inner),
        settings: attribute(object({ theme: string(), size: optional(integer()) }), {
          default: { theme: 'dark' },
        }),
        lines: array(object({ sku: string(), quantity: attribute(integer(), { default: 1 }) })),
        rates: record(string(), integer()),
        pay: union([
          object({ kind: literal('a'), fee: attribute(integer(), { default: 0 }) }),
          object({ kind: literal('b') }),
        ]),
        order: attribute(string(), {
          encode: (text) => `ORDER#${text}`,
          decode: (stored: string) => stored.slice(6),
          prefix: (beginning) => `ORDER#${beginning}`,
          type: 'S',
        }),
        url: attribute(instance(URL), { encode: (url) => url.href, decode: (text: string) => new URL(text) }),
        at: optional(date()),
      },
      key: { partition: 'id', sort: 'order' },
    })
  let things: Repository<ReturnType<typeof entityOf>>

  before(async () => {
    things = new Repository(
      entityOf(engine.name('selected')),
      new CommandExecutor({ client: engine.client, scans: 'allow' }),
    )
    await things.createTable()
    await rawPut(engine.client, things.entity.table.name, {
      id: { S: 'i' },
      order: { S: 'ORDER#a1' },
      home: { M: {} },
      lines: { L: [{ M: { sku: { S: 's' } } }, { M: { sku: { S: 't' }, quantity: { N: '5' } } }] },
      rates: { M: {} },
      pay: { M: { kind: { S: 'b' } } },
      url: { S: 'https://a.example/' },
    })
  })

  const key = { id: 'i', order: 'a1' }
  const cases = {
    'a default': [['def'], { def: 'd' }],
    'an optional attribute': [['none'], {}],
    'an empty set': [['tags'], { tags: new Set() }],
    'a default in a map that must be there': [['home.country'], { home: { country: 'IT' } }],
    'a map with a default in it': [['home'], { home: { country: 'IT' } }],
    'a default in a map that may be absent': [['away.country'], {}],
    'a member of a default': [['settings.theme'], { settings: { theme: 'dark' } }],
    'a default in an element': [
      ['lines[0].quantity', 'lines[0].sku'],
      { lines: [{ sku: 's', quantity: 1 }] },
    ],
    'a list of elements with defaults': [
      ['lines'],
      {
        lines: [
          { sku: 's', quantity: 1 },
          { sku: 't', quantity: 5 },
        ],
      },
    ],
    'an element with a default': [['lines[0]'], { lines: [{ sku: 's', quantity: 1 }] }],
    'an entry of a record': [['rates.x'], { rates: {} }],
    'a default of another member of a union': [['pay.fee'], {}],
  } as const

  for (const [title, [paths, expected]] of Object.entries(cases))
    it(`read ${title} as the whole item has it`, async () => {
      const select = paths as unknown as ['def']
      const read = { ...(await things.get(key).select(...select)) } as Record<string, unknown>
      // DynamoDB may leave out, or return empty, a map of which it has nothing.
      if ('rates' in expected) read['rates'] ??= {}
      if ('pay' in read) expect(read).deep.equal({ pay: {} })
      else expect(read).deep.equal(expected)
      const [queried] = await things
        .query()
        .where('id')
        .eq('i')
        .select(...select)
      const [many] = await things.getMany([key]).select(...select)
      const [scanned] = await things.scan().select(...select)
      for (const each of [queried, many, scanned]) {
        const other = { ...(each as object) } as Record<string, unknown>
        if ('rates' in expected) other['rates'] ??= {}
        expect(other).deep.equal(read)
      }
    })

  it('call the function of a default each time', async () => {
    const before = made
    expect(await things.get(key).select('counted')).deep.equal({ counted: before + 1 })
  })

  it('beginsWith takes beginnings of values only where their stored form is known', async () => {
    expect(await things.query().where('id').eq('i').where('order').beginsWith('a')).length(1)
    expect(await things.query().where('id').eq('i').where('order').beginsWith('ORDER')).length(0)
    expect(await things.scan().where('at').beginsWith('2026')).length(0)
    for (const operator of ['beginsWith', 'contains'] as const)
      expect(() =>
        things.scan().where((attr) => (attr.url as never as typeof attr.def)[operator]('https')),
      ).throw(InvalidConditionError, /it is stored by a custom codec/)
    expect(() => things.scan().where('order').contains('a')).throw(InvalidConditionError)
  })
})
