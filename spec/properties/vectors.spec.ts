// Random vectors: stored and read bit for bit; an exact search finds what a naive one in doubles finds, whatever was
// changed, moved or deleted before; and nothing that is shown has a number of a vector.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { CommandExecutor, Entity, type Observer, Repository, vector } from 'dyntastic'
import { type FaultKind, startLocal } from 'dyntastic/testing'
import fc from 'fast-check'
import { optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { holds, timeLimit } from './property-runs.js'

const distances = ['cosine', 'euclidean', 'dotProduct'] as const
type Distance = (typeof distances)[number]

const dimensions = 3
const filtered = { partition: 'tenant', filter: ['lang'] } as const

const bits = (floats: Float32Array | undefined): number[] =>
  floats === undefined ? [] : [...new Uint32Array(floats.buffer, floats.byteOffset, floats.length)]

// Small whole numbers make ties, and all of their sums are exact.
const small = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: dimensions, maxLength: dimensions })
const document = fc.record({
  docId: fc.integer({ min: 0, max: 11 }).map((id) => `d${String(id).padStart(2, '0')}`),
  tenant: fc.constantFrom('t1', 't2'),
  lang: fc.option(fc.constantFrom('en', 'de'), { nil: undefined }),
  embedding: fc.option(small, { nil: undefined, freq: 6 }),
})
type Stored = typeof document extends fc.Arbitrary<infer T> ? T : never
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ save: document }) },
  { weight: 1, arbitrary: fc.record({ remove: document.map(({ docId }) => docId) }) },
)

const distinct = fc
  .uniqueArray(fc.integer({ min: 1_234_567, max: 8_388_607 }), {
    minLength: dimensions,
    maxLength: dimensions,
  })
  .map((integers) => integers.map((integer) => (integer % 2 === 0 ? integer : integer / 2 ** 23)))

/** The digits of numbers, as any text of them has them. */
const digitsOf = (numbers: readonly number[]) =>
  numbers.map((number) => String(number).replace(/^0\./, '').slice(0, 7))

function naive(distance: Distance, a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0)
  if (distance === 'dotProduct') return dot
  if (distance === 'euclidean') return Math.sqrt(a.reduce((sum, x, at) => sum + (x - (b[at] ?? 0)) ** 2, 0))
  const norm = (v: readonly number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
  const both = norm(a) * norm(b)
  return both === 0 ? 1 : 1 - dot / both
}

describe('vectors', () => {
  const engine = withEngine()
  let documents: Repository<ReturnType<typeof documentEntity>>

  function documentEntity(table: string) {
    return new Entity({
      name: 'Document',
      table,
      attributes: {
        docId: string(),
        tenant: string(),
        lang: optional(string()),
        embedding: optional(vector(dimensions)),
      },
      key: { partition: 'docId' },
      indexes: {
        cosine: { vector: 'embedding', distance: 'cosine', ...filtered },
        euclidean: { vector: 'embedding', distance: 'euclidean', ...filtered },
        dotProduct: { vector: 'embedding', distance: 'dotProduct', ...filtered },
      },
    })
  }

  before(async function () {
    if (engine.kind !== 'embedded') this.skip()
    documents = new Repository(
      documentEntity(engine.name('documents')),
      new CommandExecutor({ client: engine.client }),
    )
    await documents.createTable()
  })

  it('are read as they were stored, bit for bit', async () => {
    await holds(
      fc.asyncProperty(fc.uint32Array({ minLength: dimensions, maxLength: dimensions }), async (random) => {
        const embedding = new Float32Array(random.buffer, random.byteOffset, dimensions)
        fc.pre(embedding.every(Number.isFinite))
        await documents.save({ docId: 'bits', tenant: 't', embedding })
        const read = await documents.getOrThrow('bits')
        // Only the sign of a zero is not kept.
        expect(bits(read.embedding)).deep.equal(bits(embedding.map((x) => x + 0)))
      }),
      60,
    )
  })

  it('that are nearest are found, in their order, as by a naive search in doubles', async () => {
    await documents.delete('bits')
    const kept = new Map<string, Stored>()
    await holds(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        small,
        fc.constantFrom(...distances),
        fc.constantFrom('t1', 't2'),
        fc.option(fc.constantFrom('en', 'de'), { nil: undefined }),
        fc.integer({ min: 1, max: 12 }),
        async (steps, query, distance, tenant, lang, top) => {
          for (const each of steps)
            if ('remove' in each) {
              await documents.delete(each.remove)
              kept.delete(each.remove)
            } else {
              await documents.save(each.save)
              kept.set(each.save.docId, each.save)
            }
          const within = documents.search(distance, query).where('tenant').eq(tenant).top(top)
          const hits = await (lang === undefined ? within : within.where('lang').eq(lang))
          const expected = [...kept.values()]
            .filter((each) => each.tenant === tenant && (lang === undefined || each.lang === lang))
            .flatMap(({ docId, embedding }) =>
              embedding === undefined ? [] : [{ docId, score: naive(distance, embedding, query) }],
            )
          const sign = distance === 'dotProduct' ? -1 : 1
          const scores = expected
            .map(({ score }) => score)
            .sort((a, b) => sign * (a - b))
            .slice(0, top)
          expect(hits).lengthOf(scores.length)
          for (const [at, { item, score }] of hits.entries()) {
            expect(score).closeTo(scores[at] ?? Number.NaN, 1e-6)
            const own = expected.find(({ docId }) => docId === item.docId)
            expect(score, item.docId).closeTo(own?.score ?? Number.NaN, 1e-6)
          }
          expect(new Set(hits.map(({ item }) => item.docId)).size).equal(hits.length)
        },
      ),
      40,
    )
  })

  it('show no number in errors, events, plans and inspections, whatever fails', async function () {
    this.timeout(timeLimit(60_000))
    const Missing = documentEntity('missing')
    const local = await startLocal({ tables: [documentEntity('documents')] })
    const shown: unknown[] = []
    const show = (value: unknown) => void shown.push(value)
    const observer: Observer = { onCommand: show, onCommandStart: show }
    const executor = new CommandExecutor({ client: local.client, observers: [observer] })
    const repository = new Repository(documentEntity('documents'), executor)
    const missing = new Repository(Missing, executor)
    const failed = (work: () => PromiseLike<unknown>) => Promise.resolve().then(work).then(show, show)
    await holds(
      fc.asyncProperty(
        distinct,
        distinct,
        fc.constantFrom<FaultKind>('throttle', 'lose the answer', 'internal error', 'reset'),
        fc.constantFrom(Number.NaN, 1e39, '7', null),
        async (numbers, others, fault, bad) => {
          shown.length = 0
          const item = { docId: 'd', tenant: 't', embedding: numbers }
          const wrong = [...numbers.slice(1), bad] as number[]
          const floats = Float32Array.from(others)
          await repository.save(item)
          const search = repository.search('cosine', others).where('tenant').eq('t')
          const update = repository.update('d').set('embedding', floats).if('embedding').eq(floats)
          const scan = repository.scan().where('embedding').ne(floats)
          for (const each of [search, update, scan, repository.save(item)]) show(each)
          for (const each of [search, scan]) show(each.explain())
          show(String(search.explain()))
          for (const work of [
            () => repository.save({ ...item, embedding: wrong }),
            () => repository.save({ ...item, embedding: numbers.slice(1) }),
            () => repository.search('cosine', wrong).where('tenant').eq('t'),
            () => repository.search('cosine', numbers.slice(1)).where('tenant').eq('t'),
            () => repository.create(item),
            () => repository.save(item).if('tenant').eq('other'),
            () => update,
            () => executor.transaction([repository.create(item), repository.delete('x')]),
            () => missing.search('cosine', numbers).where('tenant').eq('t').execute(),
            () => repository.saveMany([item, { ...item, embedding: wrong }]),
          ])
            await failed(work)
          for (const operation of ['PutItem', 'SearchVectors']) local.faults.next(operation, fault)
          await failed(() => repository.save(item))
          await failed(() => search)
          local.faults.clear()
          expect(shown.filter((each) => each instanceof Error)).length.above(8)
          // Times have digits of their own.
          for (const each of shown)
            for (const text of [
              inspect(each, { depth: 12 }).replace(/(\w*(?:[Mm]s|uration)\w*): [\d.e-]+/g, '$1'),
              String(each),
            ])
              for (const digits of digitsOf([...numbers, ...others])) expect(text).not.contain(digits)
        },
      ),
      20,
    )
    await local.stop()
  })
})
