// One process that measures vectors: across the storage border, or the search of the engine. Prints JSON.
import assert from 'node:assert/strict'
import { compare } from './measure.mjs'

const [what, ...args] = process.argv.slice(2)
const dimensions = 1024

const figures = { border, search }
console.log(JSON.stringify(await figures[what](...args)))

/** Vectors as models return them: of length 1, most numbers far below it. The same in each run. */
function unitVectors(count) {
  let state = 20_260_801
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32 - 0.5
  }
  return Array.from({ length: count }, () => {
    const numbers = Array.from({ length: dimensions }, random)
    const length = Math.hypot(...numbers)
    return Float32Array.from(numbers, (one) => one / length)
  })
}

async function border(plan) {
  const { GetItemCommand } = await import('@aws-sdk/client-dynamodb')
  const { marshall, unmarshall } = await import('@aws-sdk/util-dynamodb')
  const { string } = await import('superstruct')
  const { CommandExecutor, Entity, Repository, vector } = await import('../../dist/esm/index.js')
  const { cannedClient } = await import('./clients.mjs')
  const Document = new Entity({
    name: 'Document',
    table: 'documents',
    attributes: { docId: string(), embedding: vector(dimensions) },
    key: { partition: 'docId' },
  })
  const items = unitVectors(1000).map((embedding, at) => ({ docId: `d${at}`, embedding }))
  // marshall stores a Float32Array as binary, which no vector index takes: by hand, its numbers are copied.
  const byHand = () =>
    items.map(({ docId, embedding }) => marshall({ docId, embedding: Array.from(embedding) }))
  const own = () => items.map((item) => Document.encode(item))
  const stored = own()
  const responses = stored.map((Item) => ({ Item }))
  // One read of each vector: from parsed values (conv), and from the bytes of responses (full).
  const reads = (mode) => {
    const { client } = cannedClient(mode, responses)
    const documents = new Repository(Document, new CommandExecutor({ client }))
    const key = { TableName: 'documents', Key: { docId: { S: 'd0' } } }
    return {
      async raw() {
        for (const _ of items) unmarshall((await client.send(new GetItemCommand(key))).Item)
      },
      async own() {
        for (const _ of items) await documents.get('d0')
      },
    }
  }
  for (const mode of ['conv', 'full']) {
    const { client } = cannedClient(mode, responses[7])
    const { embedding } = await new Repository(Document, new CommandExecutor({ client })).getOrThrow('d7')
    assert.deepEqual(embedding, items[7].embedding)
  }
  const plans = {
    normal: { pairs: 12, slice: 300, warmup: { calls: 8, least: 2_000, most: 8_000 } },
    quick: { pairs: 5, slice: 200, warmup: { calls: 3, least: 500, most: 3_000 } },
  }
  const [conv, full] = [reads('conv'), reads('full')]
  return {
    encode: await compare(byHand, own, plans[plan]),
    decode: await compare(conv.raw, conv.own, plans[plan]),
    read: await compare(full.raw, full.own, plans[plan]),
  }
}

async function search(bundle, count) {
  const { createEngine } = await import(bundle)
  const engine = createEngine()
  const send = (operation, input) => {
    const { statusCode, body } = engine.respond(`DynamoDB_20120810.${operation}`, JSON.stringify(input))
    assert.equal(statusCode, 200, body)
    return JSON.parse(body)
  }
  send('CreateTable', {
    TableName: 'documents',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'docId', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'docId', AttributeType: 'S' }],
    VectorIndexes: [
      {
        IndexName: 'near',
        VectorAttribute: { AttributeName: 'e' },
        Dimensions: dimensions,
        DistanceFunction: 'COSINE',
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  })
  const listOf = (vector) => Array.from(vector, (number) => ({ N: String(number) }))
  const vectors = unitVectors(Number(count))
  for (const [at, vector] of vectors.entries())
    send('PutItem', { TableName: 'documents', Item: { docId: { S: `d${at}` }, e: { L: listOf(vector) } } })
  const query = { TableName: 'documents', IndexName: 'near', TopK: 10, SearchVector: listOf(vectors[7]) }
  assert.equal(send('SearchVectors', query).SearchResults[0].Item.docId.S, 'd7')
  const times = Array.from({ length: 25 }, () => {
    const start = process.cpuUsage()
    send('SearchVectors', query)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return { milliseconds: times.sort((a, b) => a - b)[12] }
}
