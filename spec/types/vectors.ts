// What the types of vectors and searches accept, refuse and return; compiled, never run.
import {
  attribute,
  CommandExecutor,
  Entity,
  type Hit,
  type InputOf,
  type ItemOf,
  Repository,
  Table,
  vector,
} from 'dyntastic'
import { enums, optional, string } from 'superstruct'

type Equal<A, B> = [A, B] extends [B, A]
  ? [keyof A, keyof B] extends [keyof B, keyof A]
    ? true
    : false
  : false
declare function yes<_T extends true>(): void
type Got<T> = Awaited<T> extends readonly Hit<infer I>[] ? I : never

const attributes = {
  docId: string(),
  tenant: string(),
  lang: enums(['en', 'de']),
  title: attribute(string(), { name: 't' }),
  body: optional(string()),
  embedding: optional(vector(1024)),
}
const Document = new Entity({
  name: 'Document',
  table: 'documents',
  attributes,
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
    keys: { vector: 'embedding', distance: 'euclidean', projection: 'keys' },
    whole: { vector: 'embedding', distance: 'dotProduct' },
  },
})
type Item = ItemOf<typeof Document>
const documents = new Repository(Document, new CommandExecutor())

export async function vectors() {
  yes<Equal<Item['embedding'], Float32Array | undefined>>()
  yes<Equal<InputOf<typeof Document>['embedding'], Float32Array | readonly number[] | undefined>>()
  await documents.save({ docId: '1', tenant: 't', lang: 'en', title: 'T', embedding: [1, 2] })
  await documents.save({ docId: '1', tenant: 't', lang: 'en', title: 'T', embedding: Float32Array.of(1) })
  // @ts-expect-error not text
  await documents.save({ docId: '1', tenant: 't', lang: 'en', title: 'T', embedding: ['1'] })
  documents.update('1').set('embedding', new Float32Array(1024))
  documents.update('1').remove('embedding')
  documents.scan().where('embedding').exists()
  // @ts-expect-error a vector has no elements that can be addressed
  documents.update('1').set('embedding[0]', 5)
  // @ts-expect-error nor can be added to
  documents.update('1').append('embedding', [5])
  // @ts-expect-error vectors have no order
  documents.scan().where('embedding').gt(Float32Array.of(1))
}

export async function searches(query: Float32Array) {
  const near = documents.search('byMeaning', query).where('tenant').eq('t1')
  interface Projected {
    docId: string
    tenant: string
    lang: 'en' | 'de'
    title: string
  }
  yes<Equal<Got<typeof near>, Projected>>()
  const [hit] = await near.where('lang').eq('de').top(3)
  if (hit !== undefined) yes<Equal<typeof hit.score, number>>()
  const part = near.select('title', 'embedding')
  yes<Equal<Got<typeof part>, { title: string; embedding?: Float32Array }>>()
  const full = near.full()
  yes<Equal<Got<typeof full>, Item>>()
  const body = full.select('body')
  yes<Equal<Got<typeof body>, { body?: string }>>()
  const keys = documents.search('keys', [1, 2])
  yes<Equal<Got<typeof keys>, { docId: string }>>()
  const whole = documents.search('whole', [1, 2])
  yes<Equal<Got<typeof whole>['title'], string>>()
  // @ts-expect-error the vector is returned only if it is selected
  for await (const { item } of whole) item.embedding
  const late = documents.search('byMeaning', query).top(3).where('lang').eq('en').where('tenant').eq('t')
  yes<Equal<Got<typeof late>, Projected>>()
  const skipped = near.onInvalid(() => 'damaged' as const)
  yes<Equal<Got<typeof skipped>, Projected | 'damaged'>>()
  // @ts-expect-error the partition is missing
  await documents.search('byMeaning', query).where('lang').eq('en')
  // @ts-expect-error the partition is missing
  documents.search('byMeaning', query).collect()
  // @ts-expect-error no filter
  near.where('title').eq('x')
  // @ts-expect-error not held
  near.select('body')
  // @ts-expect-error no language
  near.where('lang').eq('fr')
  // @ts-expect-error not a vector index
  documents.search('byTenant', query)
  // @ts-expect-error not an index of queries
  documents.query().index('byMeaning')
}

const shelf = new Table({
  name: 'shelf',
  key: { partition: 'pk', sort: 'sk' },
  indexes: {
    gsi1: { partition: 'g1' },
    meaning: { vector: 'embedding', distance: 'cosine', partition: 'tenant', filter: ['lang'] },
  },
})
const Paper = new Entity({
  name: 'Paper',
  table: shelf,
  attributes,
  key: { partition: 'PAPER#{docId}', sort: 'P' },
  indexes: { byMeaning: { index: 'meaning' }, byLang: { index: 'gsi1', partition: '{lang}' } },
})

export async function kinds() {
  const papers = new Repository(Paper, new CommandExecutor())
  const near = papers.search('byMeaning', [1, 2]).where('tenant').eq('t')
  yes<Equal<Got<typeof near>['title'], string>>()
  await near.where('lang').eq('en').full()
  // @ts-expect-error the partition is missing
  await papers.search('byMeaning', [1, 2])
  // @ts-expect-error not a vector index
  papers.search('byLang', [1, 2])
}
