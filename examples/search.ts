// Vector search: a hundred short texts, found by meaning, with embeddings that need no model.
//
//   npm ci && node --import tsx examples/search.ts
import { CommandExecutor, Entity, Repository, vector } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { enums, string } from 'superstruct'

const dimensions = 256

const Document = new Entity({
  name: 'Document',
  table: 'DyntasticExampleDocuments',
  attributes: {
    docId: string(),
    tenant: string(),
    kind: enums(['recipe', 'repair']),
    text: string(),
    embedding: vector(dimensions),
  },
  key: { partition: 'docId' },
  indexes: {
    byMeaning: {
      vector: 'embedding',
      distance: 'cosine',
      partition: 'tenant',
      filter: ['kind'],
      projection: ['text'],
    },
  },
})

// In place of a model: each word counts in one of the dimensions, chosen by a hash of its letters.
function embed(text: string): Float32Array {
  const counts = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    let hash = 2166136261
    for (const letter of word) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
    const at = (hash >>> 0) % dimensions
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

// Ten things, in five ways for each kind: a hundred texts.
const foods = ['bread', 'soup', 'rice', 'pasta', 'salad', 'fish', 'beans', 'cake', 'eggs', 'potatoes']
const things = ['bicycle', 'lamp', 'tap', 'door', 'chair', 'phone', 'radio', 'boiler', 'clock', 'window']
const recipes = ['bake', 'boil', 'fry', 'season', 'serve'] as const
const repairs = ['clean', 'open', 'replace', 'test', 'oil'] as const
const texts = [
  ...foods.flatMap((food) =>
    recipes.map((way) => ({ kind: 'recipe', text: `How to ${way} ${food} for dinner` }) as const),
  ),
  ...things.flatMap((thing) =>
    repairs.map((way) => ({ kind: 'repair', text: `How to ${way} a broken ${thing} at home` }) as const),
  ),
]

const local = await startLocal()
const documents = new Repository(Document, new CommandExecutor({ client: local.client }))

try {
  await documents.createTable()
  await documents.saveMany(
    texts.map(({ kind, text }, at) => ({
      docId: `d${at}`,
      tenant: 'home',
      kind,
      text,
      embedding: embed(text),
    })),
  )
  console.log(`${texts.length} texts, ${dimensions} dimensions`)

  const nearest: string[] = []
  for (const question of ['boil rice', 'my bicycle is broken, what can I oil?', 'fry fish for dinner']) {
    const search = documents.search('byMeaning', embed(question)).where('tenant').eq('home').top(3)
    console.log(`\n${question}`)
    const hits = await search
    for (const { item, score } of hits) console.log(`  ${score.toFixed(3)}  ${item.text}`)
    nearest.push(hits[0]?.item.text ?? '')
  }
  const expected = [
    'How to boil rice for dinner',
    'How to oil a broken bicycle at home',
    'How to fry fish for dinner',
  ]
  if (nearest.join() !== expected.join()) throw new Error(`found instead: ${nearest.join(', ')}`)

  // A filter of the index, and the plan of the search.
  const repairing = documents
    .search('byMeaning', embed('open the window'))
    .where('tenant')
    .eq('home')
    .where('kind')
    .eq('repair')
  console.log(`\nonly repairs: ${(await repairing.top(1))[0]?.item.text}`)
  console.log(String(repairing.top(1).explain()))
} finally {
  await local.stop()
}
