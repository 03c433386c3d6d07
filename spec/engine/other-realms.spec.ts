// Values of another realm, as Jest's environment and node:vm make them: taken as what they are, wherever a value is
// given.
import { runInNewContext, runInThisContext } from 'node:vm'
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, Repository } from 'dyntastic'
import {
  any,
  array,
  date,
  instance,
  map,
  nullable,
  number,
  object,
  optional,
  record,
  refine,
  type Struct,
  set,
  string,
  union,
} from 'superstruct'
import { withEngine } from '../support/engine.js'

const at = '2026-01-02T03:04:05.678Z'

interface Row {
  readonly struct: Struct<never, never>
  /** JavaScript that makes the value. */
  readonly text: string
  readonly as?: string
}

const row = (struct: unknown, text: string): Row => ({ struct: struct as Row['struct'], text })

const rows: Readonly<Record<string, Row>> = {
  'date()': row(date(), `new Date('${at}')`),
  "date() as 'epochMillis'": row(attribute(date(), { as: 'epochMillis' }), `new Date('${at}')`),
  'optional(date())': row(optional(date()), `new Date('${at}')`),
  'nullable(date())': row(nullable(date()), `new Date('${at}')`),
  'refine(date())': row(
    refine(date(), 'past', (value) => value < new Date('2030-01-01')),
    `new Date('${at}')`,
  ),
  'instance(Date)': row(instance(Date), `new Date('${at}')`),
  'union([string(), date()])': row(union([number(), date()]), `new Date('${at}')`),
  'set(string())': row(set(string()), "new Set(['a', 'b'])"),
  'optional(set(string()))': row(optional(set(string())), "new Set(['a', 'b'])"),
  'set(date())': row(set(date()), `new Set([new Date('${at}')])`),
  'instance(Set)': row(instance(Set), "new Set(['a'])"),
  'map(string(), date())': row(map(string(), date()), `new Map([['a', new Date('${at}')]])`),
  'nullable(map(string(), number()))': row(nullable(map(string(), number())), "new Map([['a', 1]])"),
  'instance(Map)': row(instance(Map), "new Map([['a', 1]])"),
  'instance(Uint8Array)': row(instance(Uint8Array), 'new Uint8Array([1, 2])'),
  'optional(instance(Uint8Array))': row(optional(instance(Uint8Array)), 'new Uint8Array([1, 2])'),
  'union([set(string()), instance(Uint8Array)])': row(
    union([set(string()), instance(Uint8Array)]),
    'new Uint8Array([1, 2])',
  ),
  'any() of a Set': row(any(), "new Set(['a'])"),
  'any() of bytes': row(any(), 'new Uint8Array([1, 2])'),
  'any() of much': row(any(), "({ list: [new Set(['a']), { bytes: new Uint8Array([1]) }] })"),
  'object({ at: date(), tags: set(string()) })': row(
    object({ at: date(), tags: optional(set(string())) }),
    `({ at: new Date('${at}'), tags: new Set(['a']) })`,
  ),
  'array(date())': row(array(date()), `[new Date('${at}')]`),
  'record(string(), set(number()))': row(record(string(), set(number())), '({ a: new Set([1]) })'),
}

describe('values of another realm', () => {
  const engine = withEngine()
  const made = (text: string): never => runInNewContext(text) as never
  const own = (text: string): unknown => runInThisContext(text)

  for (const [name, { struct, text }] of Object.entries(rows))
    it(`${name}: saved, updated and compared with`, async () => {
      const entity = new Entity({
        name: 'Thing',
        table: engine.name('realm'),
        attributes: { id: string(), value: struct },
        key: { partition: 'id' },
      })
      const things = new Repository(entity, new CommandExecutor({ client: engine.client, scans: 'allow' }))
      await things.save({ id: 'a', value: made(text) } as never)
      expect(await things.get('a')).to.deep.equal({ id: 'a', value: own(text) })
      await things.save({ id: 'b', value: own(text) } as never)
      const updated = await (
        things as never as { update(id: string): { set(...change: unknown[]): Promise<unknown> } }
      )
        .update('b')
        .set('value', made(text))
      expect(updated).to.deep.equal({ id: 'b', value: own(text) })
      const found = await (
        things as never as { scan(): { where(path: string): { eq(value: unknown): Promise<unknown[]> } } }
      )
        .scan()
        .where('value')
        .eq(made(text))
      expect(found).to.have.length(2)
    })

  it('a Date in a key is found by one of another realm', async () => {
    const entity = new Entity({
      name: 'Event',
      table: engine.name('realm'),
      attributes: { id: string(), at: date(), tags: optional(set(string())) },
      key: { partition: 'id', sort: 'at' },
    })
    const events = new Repository(entity, new CommandExecutor({ client: engine.client, scans: 'allow' }))
    await events.save({ id: 'a', at: new Date(at), tags: new Set(['x', 'y']) })
    const key = () => ({ id: 'a', at: made(`new Date('${at}')`) as Date })
    expect(await events.get(key())).to.have.property('id', 'a')
    expect(await events.query().where('id').eq('a').where('at').gte(key().at)).to.have.length(1)
    expect(await events.query().where('id').eq('a').where('at').between(key().at, key().at)).to.have.length(1)
    await events.update(key()).add('tags', made("new Set(['z'])"))
    expect((await events.getOrThrow(key())).tags).to.include('z')
    await events.delete(key())
    expect(await events.get(key())).to.equal(undefined)
  })

  it('a list of keys or values may be of another realm', async () => {
    const entity = new Entity({
      name: 'Day',
      table: engine.name('realm'),
      attributes: { at: date(), count: number() },
      key: { partition: 'at' },
    })
    const days = new Repository(entity, new CommandExecutor({ client: engine.client, scans: 'allow' }))
    await days.save({ at: new Date(at), count: 1 })
    const moment = made(`new Date('${at}')`) as Date
    expect(await days.get(moment)).to.have.property('count', 1)
    expect(await days.getMany(made(`[new Date('${at}')]`) as Date[])).to.have.length(1)
    expect(
      await days
        .scan()
        .where('count')
        .in(made('[1, 2]') as number[]),
    ).to.have.length(1)
    expect(await days.scan().where('at').in([moment])).to.have.length(1)
    await days.saveMany(made(`[{ at: new Date('${at}'), count: 2 }]`) as { at: Date; count: number }[])
    expect(await days.get(moment)).to.have.property('count', 2)
  })
})
