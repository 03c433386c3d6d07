// The chain of a search: immutable, checked when it is built; and what becomes of the results.
import { expect } from 'chai'
import {
  InvalidConditionError,
  InvalidItemError,
  InvalidOptionError,
  QueryPlanError,
  Repository,
  ValidationError,
} from 'dyntastic'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { Document, Paper } from './search-samples.js'

const stored = (docId: string) => ({
  docId: { S: docId },
  tenant: { S: 't1' },
  lang: { S: 'en' },
  year: { N: '2026' },
  t: { S: `title ${docId}` },
})
const found = {
  SearchResults: ['1', '2'].map((id, at) => ({ Item: stored(id), Score: at / 4 })),
  ConsumedCapacity: { VectorSearchRequestBytes: 321 },
}
const runner = new FakeRunner()
const documents = new Repository(Document, runner)
const mine = documents.search('byMeaning', [1, 0, 0]).where('tenant').eq('t1')
type Loose = Record<string, (...args: unknown[]) => Loose>
const loose = mine as unknown as Loose

describe('a search', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.options.length = 0
    runner.reply = found
  })

  it('is frozen, lazy, and every chain method returns another one', () => {
    for (const chain of [
      mine.where('lang').eq('en'),
      mine.top(3),
      mine.select('title'),
      mine.full(),
      mine.onInvalid('skip'),
    ]) {
      expect(chain).frozen
      expect(chain).not.equal(mine)
    }
    expect(mine.toCommand().input).include({ TopK: 10 })
    expect(runner.sent).deep.equal([])
  })

  it('copies the vector when it is started', () => {
    const vector = Float32Array.of(1, 2, 3)
    const search = documents.search('everywhere', vector)
    vector[0] = 9
    expect(search.toCommand().input.SearchVector?.[0]).deep.equal({ N: '1' })
  })

  it('returns hits in the order of the results', async () => {
    const hits = await mine
    expect(hits.map(({ item, score }) => [item.title, item.year, score])).deep.equal([
      ['title 1', 2026, 0],
      ['title 2', 2026, 0.25],
    ])
    expect(await mine.collect()).include({ searchedBytes: 321, capacityUnits: 0 })
    expect(runner.sent.at(-1)?.input).include({ ReturnConsumedCapacity: 'TOTAL' })
    expect(await mine.raw()).include({ ConsumedCapacity: found.ConsumedCapacity })
  })

  it('has no hits without results, and then fetches no items', async () => {
    runner.reply = {}
    expect(await mine).deep.equal([])
    expect(await mine.full()).deep.equal([])
    expect(runner.sent).lengthOf(2)
  })

  it('reads whole items by the keys, in the order of the search, without those that are gone', async () => {
    runner.reply = ({ call }) =>
      call === 'SearchVectors'
        ? found
        : { Responses: { documents: [{ ...stored('2'), e: { L: [{ N: '1' }, { N: '2' }, { N: '3' }] } }] } }
    const hits = await mine.full()
    expect(hits.map(({ item, score }) => [item.docId, item.embedding[2], score])).deep.equal([['2', 3, 0.25]])
    expect(runner.sent.map(({ call }) => call)).deep.equal(['SearchVectors', 'BatchGetItem'])
    expect(runner.sent[1]?.input).deep.include({
      RequestItems: { documents: { Keys: [{ docId: { S: '1' } }, { docId: { S: '2' } }] } },
    })
  })

  it('streams', async () => {
    const scores: number[] = []
    for await (const { score } of mine) scores.push(score)
    expect(scores).deep.equal([0, 0.25])
    expect(runner.sent).lengthOf(1)
  })

  it('refuses damaged items, or does what onInvalid says', async () => {
    const damaged = { ...stored('1'), year: { S: 'x' } }
    runner.reply = { SearchResults: [{ Item: damaged, Score: 1 }, found.SearchResults[0]] }
    expect((await rejection(mine, InvalidItemError)).message).contain('year')
    expect(await mine.onInvalid('skip')).lengthOf(1)
    const replaced = await mine.onInvalid(() => 'damaged' as const)
    expect(replaced[0]).deep.equal({ item: 'damaged', score: 1 })
  })

  it('leaves out items of other kinds', async () => {
    const paper = { pk: { S: 'PAPER#1' }, sk: { S: 'P' }, t: { S: 'x' }, type: { S: 'Paper' } }
    const other = { ...paper, type: { S: 'Other' } }
    runner.reply = {
      SearchResults: [
        { Item: other, Score: 0 },
        { Item: paper, Score: 1 },
      ],
    }
    const hits = await new Repository(Paper, runner).search('byMeaning', [1, 0, 0])
    expect(hits.map(({ item, score }) => [item.id, score])).deep.equal([['1', 1]])
  })

  it('passes the signal on', async () => {
    const { signal } = new AbortController()
    await mine.execute({ signal })
    expect(runner.options[0]?.signal).equal(signal)
  })

  for (const count of [0, 101, 1.5, Number.NaN, '3', undefined, null])
    it(`refuses top(${String(count)})`, () => {
      expect(thrown(() => mine.top(count as number), InvalidOptionError).message).contain('from 1 to 100')
    })

  const conditions: readonly [string, (search: Loose) => unknown][] = [
    ['ne', (search) => search['where']?.('lang')['ne']?.('en')],
    ['lt', (search) => search['where']?.('year')['lt']?.(1)],
    ['in', (search) => search['where']?.('lang')['in']?.(['en'])],
    ['between', (search) => search['where']?.('year')['between']?.(1, 2)],
    ['beginsWith', (search) => search['where']?.('lang')['beginsWith']?.('e')],
    ['exists', (search) => search['where']?.('lang')['exists']?.()],
    ['the size', (search) => search['where']?.('lang')['size']?.()['eq']?.(2)],
    ['another attribute', (search) => search['where']?.('lang')['eq']?.((attr: Loose) => attr['year'])],
    ['a callback', (search) => search['where']?.((attr: Loose) => attr['lang'])],
    ['the same attribute twice', (search) => search['where']?.('tenant')['eq']?.('t2')],
    ['an attribute that is no filter', (search) => search['where']?.('title')['eq']?.('x')],
  ]
  for (const [title, build] of conditions)
    it(`refuses conditions by ${title}`, () => {
      expect(thrown(() => build(loose), InvalidConditionError)).ok
    })

  it('refuses values that do not fit', () => {
    expect(thrown(() => mine.where('lang').eq('fr' as 'en'), ValidationError).message).contain('lang')
    expect(thrown(() => mine.where('year').eq(undefined as unknown as number), InvalidConditionError)).ok
  })

  it('refuses arguments that no method takes', () => {
    for (const [name, args] of [
      ['where', ['lang', 'eq']],
      ['top', [1, 2]],
      ['full', [true]],
      ['explain', [1]],
      ['onInvalid', ['skip', 1]],
    ] as const)
      expect(thrown(() => loose[name]?.(...args), Error).message).contain('argument')
    const search = documents.search as unknown as (...args: unknown[]) => unknown
    expect(thrown(() => search.call(documents, 'everywhere', [1, 2, 3], {}), Error).message).contain(
      'argument',
    )
  })

  it('its index is not one of queries', () => {
    const query = documents.query() as unknown as Loose
    expect(thrown(() => query['index']?.('byMeaning'), QueryPlanError).message).contain(
      "search('byMeaning', vector)",
    )
  })
})
