// Parts of items on a real engine: from indexes, from select(), completed by full() and refresh(), and never saved as
// if whole.
import { expect } from 'chai'
import { Entity, QueryPlanError, ValidationError } from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { day, days, openedSample, sample } from './events.js'
import { opened } from './opened.js'

const engine = withEngine()
const third = { ...sample[2] }

describe('items of an index that holds a part', () => {
  let events: Awaited<ReturnType<typeof openedSample>>

  before(async () => {
    events = await openedSample(engine)
  })
  beforeEach(() => {
    events.sent.length = 0
  })

  it('of a KEYS_ONLY index have the keys of table and index', async () => {
    const parts = await events.repository.query().index('keysByInt').where('myInt').eq(1)
    expect(structuredClone(parts)).deep.equal([
      { id: 'id1', at: day(1), myInt: 1 },
      { id: 'id2', at: day(3), myInt: 1 },
    ])
  })

  it('have nothing else: no other attribute, no default; JSON shows the same', async () => {
    const [part] = await events.repository.query().index('keysByInt').where('myInt').eq(1)
    // @ts-expect-error: the index does not contain it
    expect(part?.label).equal(undefined)
    expect(Object.keys(part ?? {})).deep.equal(['id', 'at', 'myInt'])
    expect(JSON.parse(JSON.stringify(part))).keys('id', 'at', 'myInt')
  })

  it('have no attribute that the entity does not have', async () => {
    const [part] = await events.repository.query().index('keysByInt').where('myInt').eq(1)
    // @ts-expect-error: there is no such attribute
    expect(part?.nope).equal(undefined)
  })

  it('are completed by refresh', async () => {
    const [, part] = await events.repository.query().index('keysByInt').where('myInt').eq(1)
    expect(await events.repository.refresh(part as never)).deep.equal(third)
  })

  it('are fetched whole by full(): one BatchGetItem for three, in order', async () => {
    const more = await openedSample(engine)
    await more.repository.save({ id: 'id0', at: day(9), myInt: 1, label: 'ninth' })
    more.sent.length = 0
    const whole = await more.repository.query().index('keysByInt').where('myInt').eq(1).full()
    expect(days(whole)).deep.equal([9, 1, 3])
    expect(whole[2]).deep.equal(third)
    expect(more.calls()).deep.equal(['Query', 'BatchGetItem'])
    expect(
      days(await more.repository.query().index('keysByInt').where('myInt').eq(1).full().descending()),
    ).deep.equal([3, 1, 9])
  })

  it('a select after full() says what is fetched', async () => {
    const parts = await events.repository
      .query()
      .index('keysByInt')
      .where('myInt')
      .eq(1)
      .where('id')
      .gt('id1')
      .full()
      .select('label', 'lines[0].sku')
    expect(structuredClone(parts)).deep.equal([{ label: 'third', lines: [{ sku: 'a' }] }])
  })

  it('that vanish before they are fetched are left out', async () => {
    const more = await openedSample(engine)
    const { repository, executor } = more
    const { run } = executor
    executor.run = async function (request, options) {
      if (request.call === 'BatchGetItem' && request.operation === 'query')
        await repository.delete({ id: 'id1', at: day(1) })
      return run.call(this, request, options) as never
    }
    expect(days(await repository.query().index('keysByInt').where('myInt').eq(1).full())).deep.equal([3])
  })

  it('a scan of one gives parts, and whole items with full()', async () => {
    const parts = await events.repository.scan().index('keysByInt')
    expect(parts).length(4)
    for (const part of parts) expect(Object.keys(part)).have.members(['id', 'at', 'myInt'])
    const whole = await events.repository.scan().index('keysByInt').full()
    expect(whole.map(({ label }) => label).sort()).deep.equal(['none', 'none', 'none', 'third'])
    const complete = await events.repository.refresh(parts[0] as never)
    expect(complete.label).match(/none|third/)
  })

  it('of an INCLUDE index have what it includes', async () => {
    const parts = await events.repository.query().index('someByInt').where('myInt').eq(1)
    expect(structuredClone(parts)).deep.equal([
      { id: 'id1', at: day(1), myInt: 1, label: 'none', myStr: 'str_1' },
      { id: 'id2', at: day(3), myInt: 1, label: 'third', myStr: 'str_3' },
    ])
    // @ts-expect-error: the index does not contain it
    expect(parts[1]?.lines).equal(undefined)
  })

  it('are refused by save and create, by type and also after a cast; what is stored stays', async () => {
    const more = await openedSample(engine)
    const [, part] = await more.repository.query().index('keysByInt').where('myInt').eq(1)
    const before = await more.rawAll()
    more.sent.length = 0
    for (const work of [more.repository.save(part as never), more.repository.create(part as never)]) {
      const error = await rejection(work, ValidationError)
      expect(error.message).contain('in part')
    }
    // @ts-expect-error: an item of this index may lack what an input needs
    const typed: Parameters<typeof more.repository.save>[0] = part
    expect(typed).equal(part)
    expect(more.sent).length(0)
    expect(await more.rawAll()).deep.equal(before)
  })

  it('are refused even if nothing that is missing is required', async () => {
    const loose = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Loose',
          table,
          attributes: { id: string(), n: integer(), note: optional(string()), count: optional(integer()) },
          key: { partition: 'id' },
          indexes: { byN: { partition: 'n', projection: 'keys' } },
        }),
    )
    const whole = await loose.repository.save({ id: 'a', n: 1, note: 'dear', count: 5 })
    const [fromIndex] = await loose.repository.query().index('byN').where('n').eq(1)
    const [selected] = await loose.repository.query().where('id').eq('a').select('id', 'n')
    const got = await loose.repository.getOrThrow('a').select('id', 'n')
    const [scanned] = await loose.repository.scan().select('id', 'n')
    for (const part of [fromIndex, selected, got, scanned]) {
      expect(structuredClone(part)).deep.equal({ id: 'a', n: 1 })
      await rejection(loose.repository.save(part as never), ValidationError)
      await rejection(loose.repository.create(part as never), ValidationError)
    }
    expect(await loose.repository.get('a')).deep.equal(whole)
    // What is completed, by refresh or by full(), is whole.
    await loose.repository.save({ ...(await loose.repository.refresh(got as never)), n: 2 })
    const [full] = await loose.repository.query().index('byN').where('n').eq(2).full()
    expect(await loose.repository.save(full as never)).deep.equal({ ...whole, n: 2 })
    await rejection(loose.repository.save({ ...got }), ValidationError)
    expect(await loose.repository.get('a')).deep.equal({ ...whole, n: 2 })
  })

  it('serve as keys: to get, refresh and delete', async () => {
    const more = await openedSample(engine)
    const [part] = await more.repository.query().index('keysByInt').where('myInt').eq(3)
    expect((await more.repository.refresh(part as never)).id).equal('id3')
    await more.repository.delete(part as never)
    expect(await more.rawAll()).length(3)
  })
})

describe('select', () => {
  let events: Awaited<ReturnType<typeof openedSample>>

  before(async () => {
    events = await openedSample(engine)
  })

  it('returns what was requested, nested too, and no other key', async () => {
    const query = events.repository.query().where('id').eq('id2')
    expect(await query.select('label', 'lines[0].sku')).deep.equal([
      { label: 'third', lines: [{ sku: 'a' }] },
    ])
    expect(await query.select('myStr').first()).deep.equal({ myStr: 'str_3' })
    const [page] = [await query.select('at').limit(1).page()]
    expect(page.items).deep.equal([{ at: day(3) }])
  })

  it('pages by cursors all the same', async () => {
    const query = events.repository.query().where('id').eq('id1').select('label').limit(1)
    const first = await query.page()
    const second = await query.after(first.cursor).page()
    expect([first.items, second.items]).deep.equal([[{ label: 'none' }], [{ label: 'none' }]])
  })

  it('lets an index serve that holds it, and refuses one that does not', async () => {
    const covered = events.repository
      .query()
      .where('myInt')
      .eq(1)
      .where('label')
      .eq('third')
      .select('myStr', 'label')
    expect(covered.explain().index).equal('someByInt')
    expect(await covered).deep.equal([{ myStr: 'str_3', label: 'third' }])
    const uncovered = events.repository.query().index('keysByInt').where('myInt').eq(1)
    const error = await rejection(
      (uncovered.select as (path: string) => typeof uncovered)('label'),
      QueryPlanError,
    )
    expect(error.message).contain("'label'").contain('full()')
  })

  it('of a local index fetches what it does not contain', async () => {
    const query = events.repository.query().index('localByInt').where('id').eq('id1').where('myInt').gt(1)
    expect(await query.select('label', 'myInt')).deep.equal([{ label: 'none', myInt: 2 }])
    expect(query.select('label').explain().warnings.join()).contain("'label'")
  })
})
