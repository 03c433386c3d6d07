// Items whose keys another program wrote in another form: refused by every read, with the way out, which then works
// in every operation.
import { expect } from 'chai'
import {
  type AttributeOptions,
  attribute,
  type DateForm,
  Entity,
  InvalidConditionError,
  InvalidItemError,
  InvalidKeyError,
  InvalidUpdateError,
  Repository,
  ValidationError,
} from 'dyntastic'
import { date, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const visits = (as?: DateForm) => (table: string) =>
  new Entity({
    name: 'Visit',
    table,
    attributes: {
      id: string(),
      at: attribute(date(), (as === undefined ? {} : { as }) as AttributeOptions<Date>),
      mark: optional(string()),
    },
    key: { partition: 'id', sort: 'at' },
  })

const indexed = (table: string) =>
  new Entity({
    name: 'Task',
    table,
    attributes: { id: string(), due: date(), mark: optional(string()) },
    key: { partition: 'id' },
    indexes: { byMark: { partition: 'mark', sort: 'due' } },
  })

const foreign: readonly (readonly [DateForm, string])[] = [
  ['isoDay', '2022-12-22'],
  ['isoSeconds', '2026-01-02T10:00:00Z'],
  ['isoMicros', '2026-01-02T10:00:00.120000Z'],
  ['isoNanos', '2026-01-02T10:00:00.120000000Z'],
  ['isoTrimmed', '2026-01-02T10:00:00.12Z'],
  ['isoNaive', '2026-01-02T10:00:00'],
  ['isoOffset', '2026-01-02T10:00:00.120000+00:00'],
]

describe('keys in the form of another program', () => {
  for (const [as, text] of foreign)
    it(`'${text}' is refused as 'iso', and as '${as}' it is found, updated, saved and deleted`, async () => {
      const { repository, rawPut, rawAll, table, executor } = opened(engine, visits(), { scans: 'allow' })
      await repository.createTable()
      const stored = { id: { S: 'a' }, at: { S: text } }
      await rawPut(stored)
      for (const read of [
        repository.scan(),
        repository.query().where('id').eq('a'),
        repository.scan().first(),
      ]) {
        const { message, key } = await rejection(read, InvalidItemError)
        expect(message).to.include(`at: the key contains '${text}'`).and.include(`as: '${as}'`)
        // The Date that was read names another key: it is not shown as this one.
        expect(key).to.deep.equal({ id: 'a' })
      }
      expect(await rawAll()).to.deep.equal([stored])

      const mended = new Repository(visits(as)(table), executor)
      const [item] = await mended.scan()
      if (item === undefined) expect.fail('the item is read')
      expect(await mended.refresh(item)).to.deep.equal(item)
      expect(await mended.get({ id: 'a', at: text })).to.deep.equal(item)
      await mended.save({ ...item, mark: 'x' })
      await mended.update(item).set('mark', 'y').if('at').eq(item.at)
      expect(await rawAll()).to.deep.equal([{ ...stored, mark: { S: 'y' } }])
      expect(await mended.deleteMany([item])).to.include({ written: 1 })
      expect(await rawAll()).to.deep.equal([])
    })

  for (const text of [
    '2026-01-02T10:00:00.000+05:30',
    '2026-01-02T10:00:00.123456Z',
    '2026-01-02T10:00:00.000',
  ])
    it(`'${text}' is refused in a key, and string() is the way out`, async () => {
      const { repository, rawPut } = opened(engine, visits(), { scans: 'allow' })
      await repository.createTable()
      await rawPut({ id: { S: 'a' }, at: { S: text } })
      expect((await rejection(repository.scan(), InvalidItemError)).message).to.include('string()')
      expect(await repository.scan().onInvalid('skip')).to.deep.equal([])
      const kept = await repository.scan().onInvalid((stored) => stored['at'])
      expect(kept).to.deep.equal([{ S: text }])
    })

  it('every read and every returned item is checked, for the key of an index as well', async () => {
    const { repository, executor, rawPut } = opened(engine, indexed, { scans: 'allow' })
    await repository.createTable()
    const put = () => rawPut({ id: { S: 'a' }, due: { S: '2022-12-22' }, mark: { S: 'm' } })
    const whole = { id: 'a', due: new Date(0), mark: 'm' }
    const reads: Record<string, () => PromiseLike<unknown>> = {
      get: () => repository.get('a'),
      select: () => repository.get('a').select('due'),
      getOrThrow: () => repository.getOrThrow('a'),
      refresh: () => repository.refresh('a'),
      getMany: () => repository.getMany(['a']),
      batchGet: () => executor.batchGet([repository.get('a')]),
      transactionGet: () => executor.transactionGet([repository.get('a')]),
      scan: () => repository.scan(),
      query: () => repository.query().where('id').eq('a'),
      index: () => repository.query().index('byMark').where('mark').eq('m'),
      page: () => repository.scan().page(),
      update: () => repository.update('a').set('mark', 'm'),
      'update returning old': () => repository.update('a').set('mark', 'm').returning('old'),
      'save returning old': () => repository.save(whole).returning('old'),
      'delete returning old': () => repository.delete('a').returning('old'),
    }
    for (const [name, read] of Object.entries(reads)) {
      await put()
      const { message } = await rejection(read(), InvalidItemError)
      expect(message, name).to.include("due: the key contains '2022-12-22'").and.include("as: 'isoDay'")
    }
    // What does not read the attribute is not concerned.
    await put()
    expect(await repository.get('a').select('mark')).to.deep.equal({ mark: 'm' })
  })

  it('an update does not copy into a key what the key could not be read from', async () => {
    const make = (table: string) =>
      new Entity({
        name: 'Copy',
        table,
        attributes: { id: string(), free: date(), due: optional(date()), next: optional(date()) },
        key: { partition: 'id' },
        indexes: { byDue: { partition: 'due' }, byNext: { partition: 'next' } },
      })
    const { repository, rawPut } = opened(engine, make)
    await repository.createTable()
    await rawPut({ id: { S: 'a' }, free: { S: '2022-12-22' } })
    thrown(() => repository.update('a').set('due', (attr) => attr.free), InvalidUpdateError)
    thrown(() => repository.update('a').setIfMissing('due', (attr) => attr.free), InvalidUpdateError)
    await repository.update('a').set('due', new Date(0))
    await repository.update('a').set('next', (attr) => attr.due)
    await repository.update('a').set('free', (attr) => attr.due)
    expect(await repository.get('a')).to.deep.equal({
      id: 'a',
      free: new Date(0),
      due: new Date(0),
      next: new Date(0),
    })
  })

  it('an attribute that is not in a key goes on reading every ISO form', async () => {
    const { repository, rawPut } = opened(
      engine,
      (table: string) =>
        new Entity({
          name: 'Free',
          table,
          attributes: { id: string(), at: date() },
          key: { partition: 'id' },
        }),
    )
    await repository.createTable()
    for (const text of [
      '2022-12-22',
      '2022-12-22T00:00:00Z',
      '2022-12-22T05:30:00+05:30',
      '2022-12-22T00:00:00.000000Z',
    ]) {
      await rawPut({ id: { S: 'a' }, at: { S: text } })
      expect(await repository.get('a')).to.deep.equal({ id: 'a', at: new Date('2022-12-22') })
    }
  })
})

describe('a Date that is finer than the form of its key', () => {
  const noon = new Date('2022-12-22T12:00:00.500Z')
  for (const as of ['isoDay', 'isoSeconds', 'epochSeconds'] as const)
    it(`${as}: is refused before anything is sent, in values and in equality`, async () => {
      const { repository, calls } = opened(engine, visits(as))
      const key = { id: 'a', at: noon }
      expect((await rejection(repository.save(key), ValidationError)).failures[0]?.path).to.equal('at')
      await rejection(repository.create(key), ValidationError)
      for (const call of [
        repository.get(key),
        repository.update(key).set('mark', 'x'),
        repository.delete(key),
      ])
        expect((await rejection(call, InvalidKeyError)).message).to.include(`as: '${as}'`)
      thrown(() => repository.query().where('id').eq('a').where('at').eq(noon), ValidationError)
      expect(calls()).to.deep.equal([])
    })

  it('may be a bound: what lies before and after it is found', async () => {
    for (const [as, unit] of [
      ['isoDay', 86_400_000],
      ['isoSeconds', 1000],
      ['epochSeconds', 1000],
    ] as const) {
      const { repository } = opened(engine, visits(as))
      const [first, second] = [new Date(0), new Date(unit)]
      await repository.save({ id: 'a', at: first })
      await repository.save({ id: 'a', at: second })
      const between = new Date(unit / 2)
      const marks = (query: PromiseLike<readonly { at: Date }[]>) =>
        Promise.resolve(query).then((all) => all.map(({ at }) => at))
      const of = () => repository.query().where('id').eq('a').where('at')
      expect(await marks(of().lt(between)), as).to.deep.equal([first])
      expect(await marks(of().lte(between)), as).to.deep.equal([first])
      expect(await marks(of().gt(between)), as).to.deep.equal([second])
      expect(await marks(of().gte(between)), as).to.deep.equal([second])
      expect(await marks(of().between(first, between)), as).to.deep.equal([first])
      expect(await marks(of().between(between, second)), as).to.deep.equal([second])
      expect(await marks(of().between(between, new Date(unit / 2 + 1))), as).to.deep.equal([])
    }
  })

  it('text that does not sort by time is not compared by order', () => {
    for (const as of ['isoTrimmed', 'isoInstant', 'isoPydantic'] as const) {
      const { repository } = opened(engine, visits(as))
      const at = () => repository.query().where('id').eq('a').where('at')
      for (const compare of [() => at().lt(noon), () => at().gte(noon), () => at().between(noon, noon)])
        expect(thrown(compare, InvalidConditionError).message).to.include('does not sort by time')
    }
  })

  it('times that the library fills in are cut to the form', async () => {
    const { repository, rawAll } = opened(
      engine,
      (table: string) =>
        new Entity({
          name: 'Stamped',
          table,
          attributes: {
            kind: string(),
            at: attribute(date(), { as: 'epochSeconds', default: () => new Date(1_700_000_000_123) }),
            mark: optional(string()),
            created: attribute(date(), { as: 'isoSeconds' }),
            updated: attribute(date(), { as: 'isoDay' }),
          },
          key: { partition: 'kind', sort: 'at' },
          indexes: {
            recent: { partition: 'kind', sort: 'updated' },
            first: { partition: 'kind', sort: 'created' },
          },
          timestamps: { created: 'created', updated: 'updated' },
        }),
    )
    const saved = await repository.save({ kind: 'k' })
    const key = { kind: 'k', at: new Date(1_700_000_000_000) }
    expect(saved.at).to.deep.equal(key.at)
    expect(await repository.get(key)).to.deep.equal(saved)
    const updated = await repository.update(saved).set('mark', 'x')
    expect(await repository.get(key)).to.deep.equal(updated)
    const upserted = await repository
      .update({ kind: 'k', at: new Date(0) })
      .set('mark', 'x')
      .upsert({})
    expect(
      await repository.query().index('first').where('kind').eq('k').where('created').eq(upserted.created),
    ).to.deep.include(upserted)
    await repository.save({ ...saved, mark: 'y' })
    expect(await rawAll()).to.have.length(2)
  })
})
