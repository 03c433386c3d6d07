// The chain of a query: immutable, checked when it is built, planned before anything is sent.
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  InvalidConditionError,
  InvalidOptionError,
  QueryPlanError,
  Repository,
  ScanForbiddenError,
  ValidationError,
} from 'dyntastic'
import type { WatchedOperation } from '../../../lib/operation/ground/runner.js'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeTable, Note, notes } from '../fake-table.js'

const table = new FakeTable(notes(10))
const repository = new Repository(Note, table)
const mine = repository.query().where('owner').eq('o')

describe('a query', () => {
  beforeEach(() => {
    table.sent.length = 0
    table.warnings.length = 0
  })

  it('is frozen, and every chain method returns another one', () => {
    const chains = [
      mine.where('rank').gt(1),
      mine.where((attr) => attr.rank.gt(1)),
      mine.index('byRank'),
      mine.full(),
      mine.select('text'),
      mine.ascending(),
      mine.descending(),
      mine.consistent(),
      mine.limit(1),
      mine.pageSize(1),
      mine.after(undefined),
      mine.budget({ requests: 1 }),
      mine.onInvalid('skip'),
    ]
    for (const query of chains) {
      expect(query).not.equal(mine)
      const { conditions, select } = query.state()
      for (const part of [query, query.state(), conditions, select]) expect(part).frozen
    }
    expect(mine.state()).deep.equal(repository.query().where('owner').eq('o').state())
  })

  it('can be forked, and every fork is right', () => {
    const ranked = mine.where('rank').ne(1)
    const few = ranked.limit(2)
    const named = ranked.where('text').exists()
    expect(ranked.toCommand().input.FilterExpression).equal('#1 <> :1')
    expect(few.toCommand().input).include({ FilterExpression: '#1 <> :1', Limit: 40 })
    expect(named.toCommand().input.FilterExpression).equal('#1 <> :1 AND attribute_exists(#2)')
    expect(named.toCommand().input).not.property('Limit')
  })

  it('has the same command each time, which is the one that is sent', async () => {
    const first = await mine.limit(3).page()
    for (const query of [
      mine,
      mine.limit(3),
      mine.where('text').exists().limit(3),
      mine.pageSize(2).descending().select('text'),
      mine.limit(3).after(first.cursor),
      mine.limit(3).after((await mine.limit(3).after(first.cursor).page()).previous),
      repository.scan().segments(2),
      repository.scan().index('byText').where('rank').gt(1),
    ]) {
      table.sent.length = 0
      const { input } = query.toCommand()
      expect(query.toCommand().input).deep.equal(input)
      expect(table.sent).length(0)
      await query
      expect(table.sent[0]?.input).deep.equal(input)
    }
  })

  it('sends nothing until it is awaited, and runs if it is returned', async () => {
    const query = mine.limit(2)
    query.explain()
    query.toCommand()
    expect(table.sent).length(0)
    const given = async () => query
    expect(await given()).length(2)
  })

  for (const [what, chain, message] of [
    [
      'pageSize(0)',
      () => mine.pageSize(0),
      /Note\.query: `pageSize` must be an integer from 1 to 2,147,483,647, but is 0/,
    ],
    ['pageSize(-1)', () => mine.pageSize(-1), /pageSize/],
    ['pageSize(1.5)', () => mine.pageSize(1.5), /pageSize/],
    ['pageSize(0) of a scan', () => repository.scan().pageSize(0), /Note\.scan: `pageSize`/],
    ['limit(0)', () => mine.limit(0), /`limit` must be a positive integer, but is 0/],
    ['limit(NaN)', () => mine.limit(Number.NaN), /limit/],
    ["limit('5')", () => mine.limit('5' as never), /limit/],
    ['segments(0)', () => repository.scan().segments(0), /segments/],
    [
      'more segments than DynamoDB has',
      () => repository.scan().segments(1_000_001),
      /from 1 to 1,000,000, but is 1000001/,
    ],
    [
      'a negative budget',
      () => mine.budget({ requests: -1 }),
      /`budget\.requests` must be a positive integer, but is -1/,
    ],
    ['a budget of text', () => mine.budget({ milliseconds: '5' as never }), /budget\.milliseconds/],
    [
      'an unknown budget',
      () => mine.budget({ items: 5 } as never),
      /there is no option `budget\.items`; the options are `requests`/,
    ],
    [
      'a budget of nothing',
      () => mine.budget({}),
      /`budget` must be an object with one or more of `requests`/,
    ],
    ['a budget of undefined', () => mine.budget({ requests: undefined }), /one or more of `requests`/],
    ['half a request', () => mine.budget({ requests: 1.5 }), /budget\.requests/],
    [
      'a budget that is a number',
      () => mine.budget(5 as never),
      /`budget` must be an object with (one or more of )?`requests`/,
    ],
    [
      'an unknown policy',
      () => mine.onInvalid('skipp' as 'skip'),
      /`onInvalid` must be 'throw', 'skip' or a function, but is 'skipp'/,
    ],
    ['no policy', () => mine.onInvalid(undefined as never), /`onInvalid`/],
  ] as const)
    it(`refuses ${what} when it is built`, () => {
      expect(thrown(chain, InvalidOptionError).message).match(message)
    })

  for (const [what, chain, message] of [
    ['segments(2) of a query', () => mine.segments(2), /segments\(\) is only supported on scan\(\)/],
    [
      'an index with a typo',
      () => mine.index('byRnak' as 'byRank'),
      /there is no index 'byRnak'; did you mean `byRank`\?/,
    ],
    [
      'an unknown index',
      () => mine.index('byNope' as 'byRank'),
      /there is no index 'byNope'; the indexes are byRank, byText/,
    ],
    ['an index called like what every object has', () => mine.index('constructor' as 'byRank'), /no index/],
  ] as const)
    it(`refuses ${what} when it is built`, () => {
      expect(thrown(chain, QueryPlanError).message).match(message)
    })

  it('refuses operands and paths when they are built', () => {
    thrown(() => mine.where('rank').gt('high' as never), ValidationError)
    thrown(() => mine.where('nope' as 'rank'), InvalidConditionError)
    thrown(() => mine.select('nope' as 'rank'), InvalidConditionError)
    thrown(() => mine.where('at').between(3, 1), InvalidConditionError)
  })

  for (const [what, query, message] of [
    ['ne on a key', mine.where('at').ne(1), /ne on the key attribute 'at'/],
    ['in on a key', mine.where('at').in([1, 2]), /in on the key attribute 'at'/],
    [
      'or over a key',
      mine
        .where((attr) => attr.at.lt(1))
        .where('at')
        .in([3, 4]),
      /'at'/,
    ],
    ['a filter on a key', mine.where('at').gt((attr) => attr.rank), /'at'/],
    ['an index without its partition key', repository.query().index('byText').where('rank').eq(1), /'text'/],
    [
      'a consistent read of a global index',
      repository.query().index('byText').where('text').eq('x').consistent(),
      /consistent/,
    ],
    ['a consistent scan of a global index', repository.scan().index('byText').consistent(), /consistent/],
    ['an order of a scan', repository.scan().descending(), /order/],
    ['what nothing can match', mine.where('owner').eq('p'), /nothing can match/],
  ] as const)
    it(`refuses ${what}, however it is read, and sends nothing`, async () => {
      for (const read of [
        () => query.execute(),
        () => query.collect(),
        () => query.first(),
        () => query.count(),
        () => query.page(),
        () => query.then(() => undefined),
      ]) {
        const error = await rejection(read(), QueryPlanError)
        expect(error.message).match(message)
      }
      for (const call of [
        () => query.explain(),
        () => query.toCommand(),
        () => query.pages(),
        () => query.items(),
        () => query[Symbol.asyncIterator](),
      ])
        expect(thrown(call, QueryPlanError).message).match(message)
      expect(table.sent).length(0)
    })

  it('lets a local index be read consistently', () => {
    const { input } = mine.index('byRank').where('rank').gt(1).consistent().toCommand()
    expect(input).include({ IndexName: 'byRank', ConsistentRead: true })
  })

  it('warns of a scan when it runs, and not when it is explained', async () => {
    const unkeyed = repository.query().where('rank').gt(5)
    expect(unkeyed.explain().operation).equal('Scan')
    unkeyed.toCommand()
    expect(table.warnings).length(0)
    await unkeyed
    expect(table.warnings).length(1)
  })

  it('is refused as a scan where those are forbidden, before anything is sent', async () => {
    const strict = new FakeTable([], { reads: { scans: 'forbid' } })
    const query = new Repository(Note, strict).query().where('rank').gt(5)
    await rejection(query, ScanForbiddenError)
    thrown(() => query.items(), ScanForbiddenError)
    expect(strict.sent).length(0)
    expect(await new Repository(Note, strict).scan()).deep.equal([])
  })

  it('explains itself, as data and as text', () => {
    const explanation = mine.where('rank').ne(3).select('text').explain()
    expect(explanation).include({
      operation: 'Query',
      index: undefined,
      keyCondition: '#0 = :0',
      filter: '#1 <> :1',
    })
    expect(explanation.names).include({ '#0': 'owner', '#1': 'rank', '#2': 't' })
    expect(String(explanation)).contain('Query').contain('#0 = :0')
    expect(inspect(explanation)).equal(String(explanation))
  })

  it('is reported to the watch of dropped operations', () => {
    const seen: string[] = []
    const watch = {
      made: ({ name, context }: WatchedOperation) => void seen.push(`made ${context.model.name}.${name}`),
      used: () => void seen.push('used'),
    }
    const watched = new FakeTable(notes(1))
    const query = new Repository(Note, Object.assign(watched, { watch })).query()
    expect(seen).deep.equal(['made Note.query'])
    query.limit(1).toCommand()
    expect(seen).deep.equal(['made Note.query', 'used', 'made Note.query', 'used'])
  })

  it('says where it comes from', () => {
    expect([mine.name, repository.scan().name]).deep.equal(['query', 'scan'])
  })
})
