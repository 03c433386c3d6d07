// Searches of vectors that find items of older versions. DynamoDB Local has no vector indexes.
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  Repository,
  SchemaVersionError,
  Table,
  upgrade,
  vector,
} from 'dyntastic'
import { optional, string } from 'superstruct'
import { type RawItem, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const plain = (hits: readonly { readonly item: object }[]): object[] =>
  hits.map(({ item }) => Object.fromEntries(Object.entries(item)))
const numbers = (values: readonly number[]) => ({ L: values.map((N) => ({ N: String(N) })) })

describe('searches that find older items', () => {
  const engine = withEngine()
  before(function () {
    if (engine.kind !== 'embedded') this.skip()
  })

  async function opened() {
    const table = new Table({ name: engine.name('papers') })
    const common = { table, key: { partition: 'id' } } as const
    const Paper = new Entity({
      ...common,
      name: 'Paper',
      attributes: {
        id: string(),
        tenant: optional(string()),
        title: attribute(string(), { name: 't' }),
        text: optional(string()),
        embedding: optional(attribute(vector(2), { name: 'e' })),
      },
      indexes: {
        byMeaning: { vector: 'embedding', distance: 'euclidean', partition: 'tenant', projection: ['title'] },
        everywhere: { vector: 'embedding', distance: 'euclidean', projection: 'keys' },
        all: { vector: 'embedding', distance: 'euclidean', projection: 'all' },
      },
      schemaVersion: {
        attribute: '_v',
        current: 3,
        upgrades: [
          upgrade(1, { name: string() }, ({ name }) => ({ label: name })),
          upgrade(2, { label: string() }, ({ label }) => {
            if (label === '') throw new Error('no label')
            return { title: label.toUpperCase() }
          }),
        ],
      },
    })
    const executor = new CommandExecutor({ client: engine.client })
    const papers = new Repository(Paper, executor)
    await papers.createTable()
    const put = (item: RawItem) => rawPut(engine.client, table.name, item)
    const base = (id: string, x: number): RawItem => ({
      id: { S: id },
      tenant: { S: 'a' },
      e: numbers([x, 0]),
    })
    await put({ ...base('p1', 1), name: { S: 'one' }, text: { S: 'x' } })
    await put({ ...base('p2', 2), label: { S: 'two' }, _v: { N: '2' } })
    await put({ ...base('p3', 3), t: { S: 'THREE' }, _v: { N: '3' } })
    return { papers, put, base }
  }

  const key = { tenant: 'a' }
  it('return them in the current form, as the index would hold them', async () => {
    const { papers } = await opened()
    const search = () => papers.search('byMeaning', [0, 0]).where('tenant').eq('a').top(5)
    const parts = [
      { id: 'p1', ...key, title: 'ONE' },
      { id: 'p2', ...key, title: 'TWO' },
      { id: 'p3', ...key, title: 'THREE' },
    ]
    expect(plain(await search())).deep.equal(parts)
    expect(plain((await search().collect()).hits)).deep.equal(parts)
    const each: { readonly item: object }[] = []
    for await (const hit of search()) each.push(hit)
    expect(plain(each)).deep.equal(parts)
    expect((await search()).map(({ score }) => score)).deep.equal([1, 2, 3])
    expect(plain(await papers.search('everywhere', [0, 0]).top(5))).deep.equal([
      { id: 'p1' },
      { id: 'p2' },
      { id: 'p3' },
    ])
    expect(
      plain(await papers.search('byMeaning', [0, 0]).where('tenant').eq('a').top(5).select('title')),
    ).deep.equal([{ title: 'ONE' }, { title: 'TWO' }, { title: 'THREE' }])
  })

  it('return them whole', async () => {
    const { papers } = await opened()
    const embedding = (x: number) => new Float32Array([x, 0])
    const whole = [
      { id: 'p1', ...key, title: 'ONE', text: 'x', embedding: embedding(1) },
      { id: 'p2', ...key, title: 'TWO', embedding: embedding(2) },
      { id: 'p3', ...key, title: 'THREE', embedding: embedding(3) },
    ]
    expect(plain(await papers.search('everywhere', [0, 0]).full().top(5))).deep.equal(whole)
    expect(plain(await papers.search('all', [0, 0]).full().top(5))).deep.equal(whole)
    const full = papers.search('everywhere', [0, 0]).full().top(5).select('title', 'text')
    expect(plain(await full)).deep.equal([{ title: 'ONE', text: 'x' }, { title: 'TWO' }, { title: 'THREE' }])
  })

  it('refuse those that cannot be upgraded, by name, or follow onInvalid', async () => {
    const { papers, put, base } = await opened()
    await put({ ...base('p4', 4), label: { S: '' }, _v: { N: '2' } })
    await put({ ...base('p5', 5), t: { S: 'FIVE' }, _v: { N: '9' } })
    const future = 'SCHEMA_VERSION'
    for (const { search, expected } of [
      // An index that does not hold the version cannot tell an item of the future from a current one.
      { search: () => papers.search('byMeaning', [0, 0]).where('tenant').eq('a').top(5), expected: [future] },
      { search: () => papers.search('everywhere', [0, 0]).full().top(5), expected: [future, future] },
      { search: () => papers.search('all', [0, 0]).top(5), expected: [future, future] },
    ]) {
      await rejection(search().execute(), SchemaVersionError)
      const codes: string[] = []
      // The types of the searches differ, and what is reported does not.
      const noting = ((_: unknown, { code }: SchemaVersionError) => void codes.push(code)) as never
      expect(await search().onInvalid(noting)).length(5 - expected.length)
      expect(codes).deep.equal(expected)
    }
  })
})
