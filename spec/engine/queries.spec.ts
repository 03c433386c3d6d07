// Queries on a real engine: routing, order, indexes, filters, refusals before anything is sent.
import { expect } from 'chai'
import { Entity, not, or, QueryPlanError, ScanForbiddenError, TableNotFoundError } from 'dyntastic'
import { integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { day, days, eventEntity, openedSample } from './events.js'
import { opened } from './opened.js'

const engine = withEngine()

const stamps = (table: string) =>
  new Entity({
    name: 'Stamp',
    table,
    attributes: { id: string(), at: string(), value: integer() },
    key: { partition: 'id', sort: 'at' },
    indexes: { byValue: { partition: 'value', sort: 'at' } },
  })

describe('query', () => {
  let events: Awaited<ReturnType<typeof openedSample>>

  before(async () => {
    events = await openedSample(engine)
  })
  beforeEach(() => {
    events.sent.length = 0
  })

  it('of a partition key reads that partition, by a key condition alone', async () => {
    expect(days(await events.repository.query().where('id').eq('id1'))).deep.equal([1, 2])
    expect(events.calls()).deep.equal(['Query'])
    expect(events.sent[0]?.input)
      .include({ KeyConditionExpression: '#0 = :0' })
      .not.property('FilterExpression')
  })

  it('sends nothing until it is read', () => {
    const query = events.repository.query().where('id').eq('id1')
    query.explain()
    query.pages()
    query.items()
    expect(events.sent).length(0)
  })

  for (const [what, find, expected] of [
    ['gt a date', (q) => q.where('at').gt(day(1)), [2]],
    ['gt the last', (q) => q.where('at').gt(day(2)), []],
    ['gte a date', (q) => q.where('at').gte(day(1)), [1, 2]],
    ['gte the last', (q) => q.where('at').gte(day(2)), [2]],
    ['lt a date', (q) => q.where('at').lt(day(2)), [1]],
    ['lt the first', (q) => q.where('at').lt(day(1)), []],
    ['lte a date', (q) => q.where('at').lte(day(2)), [1, 2]],
    ['lte the first', (q) => q.where('at').lte(day(1)), [1]],
    ['eq a date', (q) => q.where('at').eq(day(2)), [2]],
    ['eq another date', (q) => q.where('at').eq(day(5)), []],
    ['a prefix of the day', (q) => q.where('at').beginsWith('2022-01-01'), [1]],
    ['a prefix of the month', (q) => q.where('at').beginsWith('2022-01'), [1, 2]],
    ['another prefix', (q) => q.where('at').beginsWith('2023'), []],
    ['between dates', (q) => q.where('at').between(day(1), day(2)), [1, 2]],
    ['between other dates', (q) => q.where('at').between(day(2), day(9)), [2]],
    ['two bounds, which become a between', (q) => q.where('at').gte(day(1)).where('at').lte(day(1)), [1]],
    ['bounds in a callback', (q) => q.where((attr) => attr.at.gt(day(1))), [2]],
  ] as readonly (readonly [string, (query: Query) => Query, number[]])[])
    it(`takes a sort condition into the key condition: ${what}`, async () => {
      const query = find(events.repository.query().where('id').eq('id1'))
      expect(days(await query)).deep.equal(expected)
      expect(events.calls()).deep.equal(['Query'])
      expect(events.sent[0]?.input['KeyConditionExpression']).match(/^#0 = :0 AND /)
      expect(events.sent[0]?.input).not.property('FilterExpression')
    })

  type Query = ReturnType<typeof events.repository.query>

  for (const [what, find, expected] of [
    ['gt', (q) => q.where('at').gt('2022-01-01'), ['2022-01-01T10', '2022-01-02T10']],
    ['gte', (q) => q.where('at').gte('2022-01-02'), ['2022-01-02T10']],
    ['lt', (q) => q.where('at').lt('2022-01-02'), ['2022-01-01T10']],
    ['lte', (q) => q.where('at').lte('2022-01-01'), []],
    ['between', (q) => q.where('at').between('2022-01-01', '2022-01-02'), ['2022-01-01T10']],
    ['beginsWith', (q) => q.where('at').beginsWith('2022-01-01'), ['2022-01-01T10']],
  ] as readonly (readonly [string, (query: StampQuery) => StampQuery, string[]])[])
    it(`compares ISO text with ISO prefixes: ${what}`, async () => {
      const { repository } = opened(engine, stamps)
      for (const at of ['2022-01-01T10', '2022-01-02T10']) await repository.save({ id: 'a', at, value: 1 })
      expect((await find(repository.query().where('id').eq('a'))).map(({ at }) => at)).deep.equal(expected)
    })

  type StampQuery = ReturnType<ReturnType<typeof opened<ReturnType<typeof stamps>>>['repository']['query']>

  for (const [what, query] of [
    ['ne', (q) => q.where('at').ne(day(1))],
    ['in', (q) => q.where('at').in([day(1), day(2)])],
    ['or', (q) => q.where((attr) => or(attr.at.lt(day(1)), attr.at.gt(day(2))))],
    ['not', (q) => q.where((attr) => not(attr.at.between(day(1), day(2))))],
    ['size', (q) => q.where('at').size().gt(1)],
    ['contains', (q) => q.where('at').contains('2022')],
  ] as readonly (readonly [string, (query: Query) => Query])[])
    it(`refuses ${what} on a key attribute before anything is sent, naming it`, async () => {
      const made = query(events.repository.query().where('id').eq('id1'))
      const error = await rejection(made, QueryPlanError)
      expect(error.message)
        .contain(what)
        .match(/'(at|id)'/)
      expect(events.sent).length(0)
    })

  it('understands trees over keys where they say what a key condition can', async () => {
    const query = events.repository
      .query()
      .where((attr) => not(attr.id.ne('id1')))
      .where((attr) => or(attr.at.eq(day(2)), attr.at.eq(day(2))))
    expect(days(await query)).deep.equal([2])
    expect(events.calls()).deep.equal(['Query'])
  })

  it('puts everything else into the filter', async () => {
    const query = events.repository
      .query()
      .where('id')
      .eq('id1')
      .where('label')
      .eq('none')
      .where('myInt')
      .ne(2)
    expect(days(await query)).deep.equal([1])
    expect(events.sent[0]?.input).include({
      KeyConditionExpression: '#0 = :0',
      FilterExpression: '#1 = :1 AND #2 <> :2',
    })
  })

  it('refuses a filter that names a key attribute of the source', async () => {
    const query = events.repository
      .query()
      .where('id')
      .eq('id1')
      .where((attr) => or(attr.at.gt(day(1)), attr.myInt.eq(1)))
    const error = await rejection(query, QueryPlanError)
    expect(error.message).contain("'at'")
    expect(events.sent).length(0)
  })

  it('reads an index by hand, by its name in DynamoDB', async () => {
    const items = await events.repository.query().index('byStr').where('myStr').eq('str_3')
    expect(days(items)).deep.equal([3])
    expect(events.sent[0]?.input).include({ IndexName: 'str-index' })
  })

  it('chooses an index by itself', async () => {
    expect(days(await events.repository.query().where('myInt').eq(1))).deep.equal([1, 3])
    expect(events.sent[0]?.input).include({ IndexName: 'byInt', KeyConditionExpression: '#0 = :0' })
  })

  for (const [what, find, expected] of [
    ['gt', (q) => q.where('at').gt(day(1)), [3]],
    ['gte', (q) => q.where('at').gte(day(1)), [1, 3]],
    ['lt', (q) => q.where('at').lt(day(3)), [1]],
    ['lte', (q) => q.where('at').lte(day(3)), [1, 3]],
    ['eq', (q) => q.where('at').eq(day(3)), [3]],
    ['between', (q) => q.where('at').between(day(2), day(4)), [3]],
    ['beginsWith', (q) => q.where('at').beginsWith('2022-01-03'), [3]],
    ['beginsWith more', (q) => q.where('at').beginsWith('2022'), [1, 3]],
    ['nothing', (q) => q.where('at').gt(day(9)), []],
    ['a filter besides', (q) => q.where('at').gt(day(1)).where('label').eq('third'), [3]],
    ['descending', (q) => q.where('at').gte(day(1)).descending(), [3, 1]],
  ] as readonly (readonly [string, (query: Query) => Query, number[]])[])
    it(`takes sort conditions of an index: ${what}`, async () => {
      expect(days(await find(events.repository.query().index('byInt').where('myInt').eq(1)))).deep.equal(
        expected,
      )
      expect(events.sent[0]?.input).include({ IndexName: 'byInt' })
    })

  it('refuses an index without equality on its partition key, naming it', async () => {
    for (const query of [
      events.repository.query().index('byStr'),
      events.repository.query().index('byStr').where('myStr').gt('a'),
      events.repository.query().index('byStr').where('id').eq('id1'),
    ])
      expect((await rejection(query, QueryPlanError)).message)
        .contain("'myStr'")
        .contain('byStr')
    expect(events.sent).length(0)
  })

  it('refuses a consistent read of a global index, and takes one of a local index', async () => {
    const query = events.repository.query().index('byInt').where('myInt').eq(1).consistent()
    expect((await rejection(query, QueryPlanError)).message).contain('consistently')
    expect(events.sent).length(0)
    const local = events.repository.query().index('localByInt').where('id').eq('id1').consistent()
    expect((await local).map(({ myInt }) => myInt)).deep.equal([1, 2])
    expect(events.sent[0]?.input).include({ IndexName: 'localByInt', ConsistentRead: true })
  })

  it('reads the table consistently', async () => {
    expect(await events.repository.query().where('id').eq('id1').consistent()).length(2)
    expect(events.sent[0]?.input).include({ ConsistentRead: true })
  })

  it('turns the order around', async () => {
    const query = events.repository.query().where('id').eq('id1')
    expect(days(await query.ascending())).deep.equal([1, 2])
    expect(days(await query.descending())).deep.equal([2, 1])
    expect(events.sent.map(({ input }) => input['ScanIndexForward'])).deep.equal([undefined, false])
  })

  it('takes several conditions, in any order, into one key condition', async () => {
    const query = events.repository.query().where('at').gt(day(1)).where('id').eq('id1')
    expect(days(await query)).deep.equal([2])
    expect(events.sent[0]?.input['KeyConditionExpression']).equal('#0 = :0 AND #1 > :1')
  })

  it('knows its indexes by name and by type', async () => {
    // @ts-expect-error: there is no such index
    expect(() => events.repository.query().index('byNope')).throw(
      QueryPlanError,
      /there is no index 'byNope'/,
    )
  })

  it('counts, limits, and says what it took', async () => {
    const query = events.repository.query().where('id').eq('id1')
    expect(await query.count()).equal(2)
    expect(events.sent[0]?.input).include({ Select: 'COUNT' })
    expect(days(await query.limit(1))).deep.equal([1])
    expect((await query.descending().first())?.at).deep.equal(day(2))
    const { usage } = await query.where('label').eq('third').collect()
    expect(usage).include({ requests: 1, returned: 0, examined: 2 })
    expect(usage.capacityUnits).greaterThan(0)
  })

  it('compares with another attribute, and with its size', async () => {
    const query = events.repository.query().where('id').eq('id2')
    expect(await query.where('myInt').lt((attr) => attr.lines.size())).deep.equal([])
    expect(days(await query.where('myInt').lte((attr) => attr.lines.size()))).deep.equal([3])
    expect(days(await query.where('lines').size().gt(0))).deep.equal([3])
    expect(days(await query.where('lines[0].sku').eq('a'))).deep.equal([3])
  })

  it('reads what the conditions on an index of several attributes allow, from left to right', async () => {
    const several = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Several',
          table,
          attributes: { id: string(), region: string(), year: integer(), month: integer() },
          key: { partition: 'id' },
          indexes: { byTime: { partition: ['region'], sort: ['year', 'month'] } },
        }),
    )
    const query = several.repository
      .query()
      .where('region')
      .eq('eu')
      .where('month')
      .gt(3)
      .where('year')
      .eq(2026)
    const { keyCondition, filter, index } = query.explain()
    expect([index, keyCondition, filter]).deep.equal(['byTime', '#0 = :0 AND #1 = :1 AND #2 > :2', undefined])
    const error = await rejection(
      several.repository.query().where('region').eq('eu').where('month').gt(3),
      QueryPlanError,
    )
    expect(error.message).contain("needs eq on 'year' first")
  })
})

describe('a query without a partition key', () => {
  it('runs as a Scan, and is reported once per shape', async () => {
    const seen: string[] = []
    const { repository, calls } = await openedSample(engine, {
      scans: 'warn',
      observers: [{ onScan: ({ message }) => seen.push(message) }],
    })
    expect(days(await repository.query().where('label').eq('third'))).deep.equal([3])
    await repository.query().where('label').eq('none')
    await repository.query().where('label').ne('none')
    expect(calls()).deep.equal(['Scan', 'Scan', 'Scan'])
    expect(seen).length(2)
    expect(seen[0]).contain("{ partition: 'label' }").not.contain('third')
  })

  it('is refused where scans are forbidden; scan() says that it is meant', async () => {
    const { repository, sent } = await openedSample(engine, { scans: 'forbid' })
    const error = await rejection(repository.query().where('label').eq('third'), ScanForbiddenError)
    expect(error.message).contain("{ partition: 'label' }")
    expect(sent).length(0)
    expect(days(await repository.scan().where('label').eq('third'))).deep.equal([3])
  })

  it('of a table that is not there is refused by name, and creates nothing', async () => {
    const { repository, calls } = opened(engine, eventEntity, { scans: 'allow' })
    const query = repository.query().where('id').eq('id1')
    for (const read of [
      () => query,
      () => query.count(),
      () => query.page(),
      () => repository.scan(),
      () => query.items().next(),
    ])
      await rejection(read(), TableNotFoundError)
    expect(new Set(calls())).deep.equal(new Set(['Query', 'Scan']))
  })

  it('does not take a sparse index by itself, and takes it where its attribute must be there', async () => {
    const { repository, sent } = await openedSample(engine)
    expect(await repository.query().where('myInt').eq(3)).length(1)
    expect(sent.at(-1)?.input).include({ IndexName: 'byInt' })
    expect(await repository.query().where('myStr').eq('str_1')).length(1)
    expect(sent.at(-1)?.input).include({ IndexName: 'str-index' })
  })
})
