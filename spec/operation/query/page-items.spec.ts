// The items of a page: whole, in part, fetched, left out; what was read for cursors alone is not shown.
import { expect } from 'chai'
import { InvalidItemError, Repository } from 'dyntastic'
import { isPart } from '../../../lib/entity/item/item-mark.js'
import { UsageMeter } from '../../../lib/operation/ground/usage-meter.js'
import { itemReader } from '../../../lib/operation/query/page-items.js'
import type { QueryOperation } from '../../../lib/operation/query/query.js'
import type { Plan } from '../../../lib/plan/source/plan.js'
import { thrown } from '../../support/rejection.js'
import { FakeTable, Note, notes } from '../fake-table.js'

type Query = QueryOperation<object, unknown, object>

const table = new FakeTable(notes(10))
const repository = new Repository(Note, table)
const mine = repository.query().where('owner').eq('o')
const [stored = {}] = notes(1)

function readerOf(query: object, change: Partial<Plan> = {}) {
  const { context, plan } = query as Query
  const state = (query as Query).state()
  return itemReader(context, { ...plan.call(query), ...change }, state, {
    operation: 'query',
    consistent: false,
    concurrency: 8,
    meter: new UsageMeter(undefined),
    capacity: false,
    signal: undefined,
  })
}

describe('itemReader', () => {
  beforeEach(() => {
    table.sent.length = 0
  })

  it('decodes whole items', () => {
    const item = readerOf(mine).decode(stored)
    expect(item).deep.equal({ owner: 'o', at: 0, text: 'note 0', rank: 0 })
    expect(isPart(item)).equal(false)
  })

  it('looks at the kind of an item if nobody has, and not again at those of a page that was sieved', () => {
    let looks = 0
    const kinds = { mayRead: () => looks++ > 0 } as unknown as Plan['kinds']
    expect(readerOf(mine, { kinds, sieved: true }).decode(stored)).not.equal(undefined)
    expect(looks).equal(0)
    expect(readerOf(mine, { kinds, sieved: false }).decode(stored)).equal(undefined)
    expect(looks).equal(1)
  })

  it('looks at the kind of an item that was fetched: another may have replaced it since the page was read', () => {
    const kinds = { mayRead: () => false } as unknown as Plan['kinds']
    const fetched = readerOf(mine.index('byRank').full(), { kinds, sieved: true })
    expect(fetched.decode(stored)).equal(undefined)
  })

  it('decodes what was selected, and nothing else that was read; the part is marked', () => {
    const item = readerOf(mine.select('text')).decode(stored)
    expect(item).deep.equal({ text: 'note 0' })
    expect(isPart(item)).equal(true)
  })

  it('takes an attribute called like what every object has for one of the item', () => {
    expect(readerOf(mine.select('constructor', 'rank')).decode(stored)).deep.equal({ rank: 0 })
    const own = { ...stored, constructor: { S: 'mine' } }
    expect(readerOf(mine.select('constructor')).decode(own)).deep.equal({ constructor: 'mine' })
  })

  it('decodes what a partial index holds, without defaults, and marks it', () => {
    const { owner, at, rank } = stored
    const item = readerOf(mine.index('byRank')).decode({ owner, at, rank } as never)
    expect(structuredClone(item)).deep.equal({ owner: 'o', at: 0, rank: 0 })
    expect(isPart(item)).equal(true)
  })

  it('leaves out missing items', () => {
    expect(readerOf(mine).decode(undefined)).equal(undefined)
  })

  it('returns the page itself if nothing is fetched', async () => {
    const items = notes(2)
    expect(await readerOf(mine).whole(items)).equal(items)
    expect(await readerOf(mine.full()).whole(items)).equal(items)
    expect(await readerOf(mine.where('rank').eq(0).full()).whole([])).deep.equal([])
    expect(table.sent).length(0)
  })

  it('fetches whole items with full(), which are not parts', async () => {
    const reader = readerOf(mine.where('rank').eq(0).full())
    const { owner, at, rank } = stored
    const [whole] = (await reader.whole([{ owner, at, rank } as never])) ?? []
    const item = reader.decode(whole)
    expect(item).deep.equal({ owner: 'o', at: 0, text: 'note 0', rank: 0 })
    expect(isPart(item)).equal(false)
    expect(table.sent.map(({ call }) => call)).deep.equal(['BatchGetItem'])
  })

  describe('of stored data that does not fit', () => {
    const odd = { ...stored, rank: { S: 'high' } }

    it('throws by default, with key and path', () => {
      const error = thrown(() => readerOf(mine).decode(odd), InvalidItemError)
      expect(error.key).deep.equal({ owner: 'o', at: 0 })
      expect(error.failures.map(({ path }) => path)).deep.equal(['rank'])
      expect(error.operation).equal('query')
    })

    it("leaves it out with 'skip'", () => {
      expect(readerOf(mine.onInvalid('skip')).decode(odd)).equal(undefined)
    })

    it('returns the result of a function', () => {
      const reader = readerOf(mine.onInvalid((raw, error) => [raw, error.code]))
      expect(reader.decode(odd)).deep.equal([odd, 'INVALID_ITEM'])
    })
  })
})
