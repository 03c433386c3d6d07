// Searches of vectors, from the definition to the nearest items: tables, kinds, whole items, both transports, and no
// number of a vector in anything that is shown. DynamoDB Local has no vector indexes.
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  attribute,
  type CommandEvent,
  CommandExecutor,
  Entity,
  type Observer,
  Repository,
  Table,
  ValidationError,
  vector,
} from 'dyntastic'
import { enums, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'

const shown = 0.4375
const numbers = /4375|0\.5625/

/** Without the marks of parts. */
const itemsOf = (hits: readonly { readonly item: object }[]): object[] =>
  hits.map(({ item }) => Object.fromEntries(Object.entries(item)))

describe('vector search', () => {
  const engine = withEngine()
  before(function () {
    if (engine.kind !== 'embedded') this.skip()
  })

  function documentEntity(table: string | Table) {
    return new Entity({
      name: 'Document',
      table,
      attributes: {
        docId: string(),
        tenant: string(),
        lang: enums(['en', 'de']),
        title: attribute(string(), { name: 't' }),
        body: string(),
        embedding: optional(attribute(vector(3), { name: 'e' })),
      },
      key: { partition: 'docId' },
      indexes: {
        byTenant: { partition: 'tenant' },
        byMeaning: {
          vector: 'embedding',
          distance: 'cosine',
          partition: 'tenant',
          filter: ['lang'],
          projection: ['title'],
        },
        everywhere: { vector: 'embedding', distance: 'euclidean', projection: 'keys' },
      },
    })
  }

  const samples = [
    { docId: '1', tenant: 't1', lang: 'en', title: 'A', body: 'a', embedding: [1, 0, 0] },
    { docId: '2', tenant: 't1', lang: 'de', title: 'B', body: 'b', embedding: Float32Array.of(0.6, 0.8, 0) },
    { docId: '3', tenant: 't2', lang: 'en', title: 'C', body: 'c', embedding: [0, 1, 0] },
    { docId: '4', tenant: 't1', lang: 'en', title: 'D', body: 'd' },
  ] as const

  const roads = (['sdk', 'direct'] as const).flatMap((transport) =>
    (['own', 'sdk'] as const).map((bodies) => ({ transport, bodies })),
  )
  for (const options of roads)
    it(`finds the nearest items by the ${options.transport} transport with ${options.bodies} bodies`, async () => {
      const executor = new CommandExecutor({ client: engine.client, ...options })
      const documents = new Repository(documentEntity(engine.name('documents')), executor)
      await documents.saveMany(samples)
      const near = documents.search('byMeaning', [1, 0, 0]).where('tenant').eq('t1')

      const hits = await near
      expect(itemsOf(hits)).deep.equal([
        { docId: '1', tenant: 't1', lang: 'en', title: 'A' },
        { docId: '2', tenant: 't1', lang: 'de', title: 'B' },
      ])
      expect(hits[0]?.score).closeTo(0, 1e-6)
      expect(hits[1]?.score).closeTo(0.4, 1e-6)
      expect(await near.top(1)).lengthOf(1)
      const [german] = await near.where('lang').eq('de').full()
      expect(german?.item).deep.equal(samples[1])
      expect(itemsOf(await near.select('title', 'embedding').top(1))).deep.equal([
        { title: 'A', embedding: Float32Array.of(1, 0, 0) },
      ])
      expect((await near.full().select('body')).map(({ item }) => item.body)).deep.equal(['a', 'b'])

      const streamed: string[] = []
      for await (const { item } of near) streamed.push(item.docId)
      expect(streamed).deep.equal(['1', '2'])
      const collected = await near.full().collect()
      expect(collected.hits).lengthOf(2)
      expect(collected.searchedBytes).greaterThan(0)
      expect(collected.capacityUnits).equal(1)
      const everywhere = await documents.search('everywhere', Float32Array.of(0, 1, 0))
      expect(everywhere.map(({ item }) => item.docId)).deep.equal(['3', '2', '1'])
      const raw = await near.raw()
      expect(raw.SearchResults?.[0]?.Item).deep.equal({
        docId: { S: '1' },
        tenant: { S: 't1' },
        lang: { S: 'en' },
        t: { S: 'A' },
      })
    })

  it('vectors move and leave with their items', async () => {
    const executor = new CommandExecutor({ client: engine.client })
    const documents = new Repository(documentEntity(engine.name('documents')), executor)
    await documents.saveMany(samples)
    const found = async (tenant: string) =>
      (await documents.search('byMeaning', [0, 1, 0]).where('tenant').eq(tenant)).map(
        ({ item }) => item.docId,
      )
    expect(await found('t1')).deep.equal(['2', '1'])
    await documents.update('1').set('embedding', Float32Array.of(0, 1, 0))
    expect(await found('t1')).deep.equal(['1', '2'])
    await documents.update('1').set('tenant', 't2')
    expect((await found('t2')).sort()).deep.equal(['1', '3'])
    await documents.update('1').remove('embedding')
    await documents.delete('3')
    expect(await found('t2')).deep.equal([])
    const same = documents
      .scan()
      .where('embedding')
      .eq(Float32Array.of(0.6, 0.8, 0))
    expect((await same).map(({ docId }) => docId)).deep.equal(['2'])
  })

  it('kinds share the indexes of a declared table, and a search finds its own kind alone', async () => {
    const shop = new Table({
      name: engine.name('shop'),
      key: { partition: 'pk', sort: 'sk' },
      kind: 'type',
      indexes: {
        meaning: { vector: 'vec', distance: 'dotProduct', partition: 'owner', filter: ['lang'] },
        all: { vector: 'vec', distance: 'cosine', projection: 'keys' },
      },
    })
    const attributes = { id: string(), owner: string(), lang: optional(string()), vec: vector(2) }
    const indexes = { meaning: { index: 'meaning' }, all: { index: 'all' } } as const
    const executor = new CommandExecutor({ client: engine.client })
    const articles = new Repository(
      new Entity({
        name: 'Article',
        table: shop,
        attributes,
        key: { partition: 'ARTICLE#{id}', sort: 'A' },
        indexes,
      }),
      executor,
    )
    const images = new Repository(
      new Entity({
        name: 'Image',
        table: shop,
        attributes,
        key: { partition: 'IMAGE#{id}', sort: 'I' },
        indexes,
      }),
      executor,
    )
    await articles.createTable()
    for (const [at, repository] of [articles, images].entries())
      for (const id of ['1', '2'])
        await repository.save({ id: `${at}${id}`, owner: 'o', lang: 'en', vec: [at + 1, Number(id)] })
    const hits = await articles.search('meaning', [1, 1]).where('owner').eq('o')
    expect(itemsOf(hits)).deep.equal([
      { id: '02', owner: 'o', lang: 'en' },
      { id: '01', owner: 'o', lang: 'en' },
    ])
    expect(hits.map(({ score }) => score)).deep.equal([3, 2])
    expect(itemsOf(await images.search('all', [1, 0]).top(1).full())).deep.equal([
      { id: '11', owner: 'o', lang: 'en', vec: Float32Array.of(2, 1) },
    ])
    const explained = String(images.search('all', [1, 0]).explain())
    expect(explained).contain('#0 = :0').contain('#0 = type').contain('"Image"')
    expect(await articles.createTable()).deep.equal({ created: false })
  })

  it('a table with an index of other dimensions is not the table of the entity', async () => {
    const table = engine.name('documents')
    const executor = new CommandExecutor({ client: engine.client })
    await new Repository(documentEntity(table), executor).createTable()
    const other = new Entity({
      name: 'Document',
      table,
      attributes: { docId: string(), embedding: attribute(vector(4), { name: 'e' }) },
      key: { partition: 'docId' },
      indexes: { everywhere: { vector: 'embedding', distance: 'cosine', projection: 'keys' } },
    })
    const { created, differences } = await new Repository(other, executor).createTable()
    expect(created).equal(false)
    expect(differences).deep.equal([
      {
        what: 'index',
        index: 'everywhere',
        expected: 'a vector index of e (4, COSINE)',
        found: 'a vector index of e (3, EUCLIDEAN)',
      },
    ])
  })

  it('no number of a vector is in errors, events, explanations or inspections', async () => {
    const events: CommandEvent[] = []
    const observer: Observer = { onCommand: (event) => void events.push(event) }
    const executor = new CommandExecutor({ client: engine.client, observers: [observer] })
    const documents = new Repository(documentEntity(engine.name('documents')), executor)
    const item = { ...samples[0], embedding: [shown, 0.5625, 0] }
    await documents.save(item)
    const search = documents.search('everywhere', [shown, 0.5625, 0])
    await search
    const update = documents.update('1').set('embedding', Float32Array.of(shown, 0.5625, 1))
    const scan = documents
      .scan()
      .where('embedding')
      .eq(Float32Array.of(shown, 0.5625, 1))
    for (const each of [search, update, scan, documents.save(item).if('docId').eq('9')]) {
      expect(inspect(each, { depth: 9 })).not.match(numbers)
      if ('explain' in each) expect(inspect(each.explain(), { depth: 9 })).not.match(numbers)
    }
    expect(String(search.explain())).contain('vector(3)')
    for (const bad of [
      [shown, 0.5625],
      [shown, 0.5625, Number.NaN],
      [shown, 0.5625, '0.5625'],
    ]) {
      const { message, failures } = thrown(
        () => documents.search('everywhere', bad as number[]),
        ValidationError,
      )
      expect(message + inspect(failures)).not.match(numbers)
      const saved = await rejection(
        documents.save({ ...item, embedding: bad as number[] }).execute(),
        ValidationError,
      )
      expect(saved.message + inspect(saved)).not.match(numbers)
    }
    const refused = await rejection(documents.save(item).if('docId').notExists().execute(), Error)
    expect(inspect(refused, { depth: 9 })).not.match(numbers)
    // Durations have any digits.
    const facts = events.map((event) => ({ ...event, durationMs: 0 }))
    expect(inspect(facts, { depth: 9 })).not.match(numbers)
    expect(events.find(({ operation }) => operation === 'search')).include({ index: 'everywhere' })
  })

  it('can be aborted', async () => {
    const executor = new CommandExecutor({ client: engine.client })
    const documents = new Repository(documentEntity(engine.name('documents')), executor)
    const signal = AbortSignal.abort()
    const error = await rejection(documents.search('everywhere', [1, 0, 0]).execute({ signal }), Error)
    expect(error.name).equal('AbortedError')
  })
})
