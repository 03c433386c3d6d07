import { Readable } from 'node:stream'
import { DynamoDBClient, type DynamoDBClientConfig, QueryCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { instance, number, object, optional, string } from 'superstruct'
import { itemReaders } from '../../../lib/entity/item-readers.js'
import { isScanned } from '../../../lib/entity/scan/scanned-item.js'
import { lean } from '../../../lib/executor/lean/lean-command.js'
import type { Plans } from '../../../lib/executor/lean/middleware-plan.js'
import { rejection } from '../requests.js'

const Thing = new Entity({
  name: 'Thing',
  table: 'Things',
  attributes: {
    id: string(),
    n: number(),
    bytes: optional(instance(Uint8Array)),
    inner: optional(object({ text: string() })),
  },
  key: { partition: 'id' },
})
const item = { id: 'a "b" ü', n: 1.5, bytes: new Uint8Array([1, 2]), inner: { text: 'x'.repeat(40) } }
const stored = {
  id: { S: item.id },
  n: { N: '1.5' },
  bytes: { B: 'AQI=' },
  inner: { M: { text: { S: item.inner.text } } },
}

interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body: unknown
}

/** Headers that differ from call to call, and with the order of members, which the SDK takes from its model. */
const ownOfEach = new Set(['amz-sdk-invocation-id', 'x-amz-date', 'authorization', 'x-amz-content-sha256'])

/** A client that returns these responses in turn, and the requests that it sent. */
function answering(replies: readonly Reply[], config: DynamoDBClientConfig = {}) {
  const requests: { readonly body: string; readonly headers: object; readonly constructorName: string }[] = []
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    ...config,
    requestHandler: {
      handle: async (request: { readonly body: Uint8Array; readonly headers: Record<string, string> }) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => !ownOfEach.has(name)),
        )
        const constructorName = request.constructor.name
        requests.push({ body: Buffer.from(request.body).toString('utf8'), headers, constructorName })
        const {
          status = 200,
          headers: own = {},
          body,
        } = replies[(requests.length - 1) % replies.length] as Reply
        const text = typeof body === 'string' ? body : JSON.stringify(body)
        return {
          response: {
            statusCode: status,
            headers: { 'X-Amzn-RequestId': 'r1', ...own },
            body: Buffer.from(text),
          },
        } as never
      },
    },
  })
  return { client, requests }
}

function opened(bodies: 'own' | 'sdk', replies: readonly Reply[], config?: DynamoDBClientConfig) {
  const { client, requests } = answering(replies, config)
  const executor = new CommandExecutor({ client, bodies })
  return { client, requests, executor, things: new Repository(Thing, executor) }
}

type Opened = ReturnType<typeof opened>

/** Each operation, and the response to it. */
const operations: Readonly<Record<string, readonly [unknown, (on: Opened) => PromiseLike<unknown>]>> = {
  get: [{ Item: stored }, ({ things }) => things.get('a')],
  'get of nothing': [{}, ({ things }) => things.get('a')],
  'get of a part': [{ Item: { n: { N: '1.5' } } }, ({ things }) => things.get('a').select('n')],
  'a raw get': [{ Item: stored }, ({ things }) => things.get('a').raw()],
  save: [{}, ({ things }) => things.save(item)],
  'save, for the old item': [{ Attributes: stored }, ({ things }) => things.save(item).returning('old')],
  update: [{ Attributes: stored }, ({ things }) => things.update('a').add('n', 1)],
  'update, for what was updated': [
    { Attributes: { n: { N: '2' } } },
    ({ things }) => things.update('a').add('n', 1).returning('updatedNew'),
  ],
  delete: [{}, ({ things }) => things.delete('a')],
  query: [
    { Items: [stored, stored], Count: 2, ScannedCount: 3 },
    ({ things }) => things.query().where('id').eq('a'),
  ],
  'a page with a cursor': [
    { Items: [stored], Count: 1, ScannedCount: 1, LastEvaluatedKey: { id: { S: 'a' } } },
    async ({ things }) => {
      const { items, cursor } = await things.query().where('id').eq('a').limit(1).page()
      return { items, cursor }
    },
  ],
  count: [{ Count: 7, ScannedCount: 9 }, ({ things }) => things.query().where('id').eq('a').count()],
  getMany: [
    { Responses: { Things: [stored] }, UnprocessedKeys: {} },
    ({ things }) => things.getMany([item.id, item.id]),
  ],
  batchGet: [
    { Responses: { Things: [stored] } },
    ({ executor, things }) => executor.batchGet([things.get(item.id), things.get(item.id)]),
  ],
  transactionGet: [
    { Responses: [{ Item: stored }, {}] },
    ({ executor, things }) => executor.transactionGet([things.get('a'), things.get('b')]),
  ],
  saveMany: [{ UnprocessedItems: {} }, ({ things }) => things.saveMany([item, { ...item, id: 'b' }])],
  transaction: [
    {},
    ({ executor, things }) =>
      executor.transaction([things.save(item), things.update('c').set('n', 3)], { token: 't' }),
  ],
}

describe('executor/own-bodies', () => {
  for (const [what, [body, run]] of Object.entries(operations))
    it(`sends and returns the same as the SDK for ${what}, the first time and later`, async () => {
      const [own, sdk] = [opened('own', [{ body }]), opened('sdk', [{ body }])]
      for (let turn = 0; turn < 3; turn++)
        expect(await run(own), `turn ${turn}`).to.deep.equal(await run(sdk))
      expect(own.requests.map(({ body, ...others }) => [JSON.parse(body), others])).to.deep.equal(
        sdk.requests.map(({ body, ...others }) => [JSON.parse(body), others]),
      )
    })

  for (const [what, reply] of [
    [
      'a refusal',
      { status: 400, body: { __type: 'com.amazon.coral.validate#ValidationException', message: 'no' } },
    ],
    ['a fault', { status: 500, body: { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' } }],
    [
      'a condition that failed',
      { status: 400, body: { __type: 'x#ConditionalCheckFailedException', Item: stored } },
    ],
    ['text that is not JSON', { body: '<html>' }],
    ['a body that was cut', { body: '{"Item":{"id":{"S":"a"' }],
    ['a list', { body: '[]' }],
    ['null', { body: 'null' }],
    ['an item that does not fit', { body: { Item: { ...stored, n: { S: 'x' } } } }],
    ['an item without its key', { body: { Item: { n: { N: '1' } } } }],
    ['a value of no data type', { body: '{"Item":{"id":{"S":"a"},"n":{"N":"1"},"x":5}}' }],
    ['binary that is not base64', { body: { Item: { ...stored, bytes: { B: '?' } } } }],
  ] as const)
    it(`rejects as the SDK does for ${what}, the first time and later`, async () => {
      const good = { body: { Item: stored } }
      for (const replies of [[reply], [good, reply], [good, good, reply]]) {
        const errors = []
        for (const bodies of ['own', 'sdk'] as const) {
          const on = opened(bodies, replies)
          const last = async () => {
            for (let turn = 1; turn < replies.length; turn++) await on.things.get('a')
            return on.things.get('a')
          }
          const outcome: unknown = await last().then(
            (value) => ({ value }),
            (error: Error) => error,
          )
          errors.push(shown(outcome))
        }
        expect(errors[0]).to.deep.equal(errors[1])
      }
    })

  it('reads streams, spaces and headers in any case', async () => {
    const { client } = answering([{ body: {} }])
    const read = async (bodies: 'own' | 'sdk') => {
      const outputs = []
      const streaming = new DynamoDBClient({
        region: 'eu-west-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        requestHandler: {
          handle: async () => {
            const text = JSON.stringify(
              { Item: stored, ConsumedCapacity: { TableName: 'Things', CapacityUnits: 0.5 } },
              null,
              2,
            )
            const body = Readable.from([Buffer.from(text.slice(0, 9)), Buffer.from(text.slice(9))])
            return {
              response: {
                statusCode: 200,
                headers: { 'X-Amzn-RequestID': 'r', 'x-amz-id-2': 'e', 'X-Amz-Cf-Id': 'c' },
                body,
              },
            } as never
          },
        },
      })
      const things = new Repository(Thing, new CommandExecutor({ client: streaming, bodies }))
      for (let turn = 0; turn < 3; turn++) outputs.push(await things.get('a').raw(), await things.get('a'))
      return outputs
    }
    expect(await read('own')).to.deep.equal(await read('sdk'))
    client.destroy()
  })

  it('reads items from the text for those who ask for it, and only for them', async () => {
    const { client } = answering([{ body: { Items: [stored], Count: 1 } }])
    const [Lean, plans]: [typeof QueryCommand, Plans] = [lean(QueryCommand), new WeakMap()]
    const readers = itemReaders(Thing)
    const send = async (bodies: object | undefined) => {
      const { Items = [] } = await client.send(new Lean({ TableName: 'Things' }), { plans, bodies } as object)
      return isScanned(Items[0] as object)
    }
    // The first body is compared.
    expect(await send({ readers })).to.equal(false)
    expect(await send({ readers })).to.equal(true)
    expect(await send({ readers: undefined })).to.equal(false)
    expect(await send(undefined)).to.equal(false)
  })

  it('leaves the bodies to the SDK if the client has middleware of the user, which sees what the SDK makes', async () => {
    const { client, things, requests } = opened('own', [
      { body: { Items: [stored], Count: 1, ScannedCount: 1 } },
    ])
    const seen: unknown[] = []
    await things.query().where('id').eq('a')
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next({ ...args, input: { ...args.input, Limit: 5 } })
        seen.push(args.input, result.output)
        return result
      },
      { step: 'initialize', name: 'own' },
    )
    for (let turn = 0; turn < 2; turn++) expect(await things.query().where('id').eq('a')).to.have.length(1)
    const [input, output] = seen as [{ ExpressionAttributeValues: object }, { Items: unknown[] }]
    expect(input.ExpressionAttributeValues).to.deep.equal({ ':0': { S: 'a' } })
    expect(output.Items).to.deep.equal([{ ...stored, bytes: { B: new Uint8Array([1, 2]) } }])
    expect(JSON.parse(requests.at(-1)?.body ?? '')).to.include({ Limit: 5 })
  })

  it('shows outputs of the SDK to a logger of the user, and to whoever replaced send', async () => {
    const logged: { readonly output?: { readonly Items?: unknown[] } }[] = []
    const quiet = () => {}
    const logger = {
      trace: quiet,
      debug: quiet,
      info: (entry: object) => logged.push(entry),
      warn: quiet,
      error: quiet,
    }
    const replies = [{ body: { Items: [stored], Count: 1, ScannedCount: 1 } }]
    const withLogger = opened('own', replies, { logger })
    const traced = opened('own', replies)
    const { send } = traced.client
    const outputs: { readonly Items?: unknown[] }[] = []
    Object.assign(traced.client, {
      send: async (...args: Parameters<typeof send>) => {
        const output = await (send as (...all: unknown[]) => Promise<object>).apply(traced.client, args)
        outputs.push(output)
        return output
      },
    })
    for (const { things } of [withLogger, traced])
      for (let turn = 0; turn < 3; turn++) expect(await things.query().where('id').eq('a')).to.have.length(1)
    const items = [...logged.map(({ output }) => output?.Items), ...outputs.map(({ Items }) => Items)]
    expect(items).to.have.length(6)
    for (const each of items)
      expect(each).to.deep.equal([{ ...stored, bytes: { B: new Uint8Array([1, 2]) } }])
  })

  it('leaves the bodies to an SDK that writes or reads them in another way', async () => {
    const other = opened('own', [{ body: { Item: stored } }])
    const { protocol } = other.client.config as unknown as {
      protocol: { serializeRequest: (...all: unknown[]) => Promise<{ body: unknown }> }
    }
    const { serializeRequest } = protocol
    protocol.serializeRequest = async (...all) => {
      const request = await serializeRequest.apply(protocol, all)
      request.body = Buffer.from('{"other":true}')
      return request
    }
    for (let turn = 0; turn < 3; turn++) await other.things.get('a')
    expect(other.requests.map(({ body }) => body)).to.deep.equal(Array(3).fill('{"other":true}'))
  })

  it('sends the same body, to the letter, when a transaction is sent again under its token', async () => {
    const busy = { status: 400, body: { __type: 'TransactionConflictException', message: 'conflict' } }
    const { executor, things, requests } = opened('own', [busy, busy, { body: {} }])
    const list = () => [things.save(item), things.update('b').set('n', 2), things.delete('c')]
    // The SDK writes the first body of all, to be compared with ours; the second transaction is ours from the start.
    for (let turn = 0; turn < 2; turn++) await executor.transaction(list(), { token: `token-${turn}` })
    expect(requests).to.have.length(6)
    for (const [turn, sent] of [requests.slice(0, 3), requests.slice(3)].entries()) {
      const [first, ...again] = sent.map(({ body }) => body)
      expect(again).to.deep.equal([first, first])
      expect(JSON.parse(first ?? '')).to.have.property('ClientRequestToken', `token-${turn}`)
    }
    const withoutToken = (body = '') => body.replace(/token-\d/, '')
    expect(withoutToken(requests[3]?.body)).to.equal(withoutToken(requests[0]?.body))
  })

  it('writes its own bodies also after a burst of first requests', async () => {
    const { things, requests } = opened('own', [{ body: { Attributes: stored } }])
    const update = () => things.update('a').set('n', 2)
    await Promise.all(Array.from({ length: 40 }, update))
    await update()
    // The SDK orders members as its model does.
    expect(requests[0]?.body).to.not.equal(JSON.stringify(update().toCommand().input))
    expect(requests[40]?.body).to.equal(JSON.stringify(update().toCommand().input))
  })

  it('rejects a response without what it must have, whoever reads it', async () => {
    for (const bodies of ['own', 'sdk'] as const) {
      const { things } = opened(bodies, [{ body: {} }])
      for (let turn = 0; turn < 2; turn++)
        expect(await rejection(things.update('a').add('n', 1).execute())).to.have.property(
          'code',
          'REQUEST_FAILED',
        )
    }
  })
})

// Errors by what users see of them.
function shown(outcome: unknown): unknown {
  if (!(outcome instanceof Error)) return outcome
  const { name, message, cause } = outcome
  const {
    $metadata,
    name: of,
    message: words,
  }: { $metadata?: unknown; name?: unknown; message?: unknown } = Object(cause)
  return {
    name,
    message,
    details: { ...outcome, cause: undefined, stack: undefined },
    cause: { name: of, message: words, $metadata },
  }
}
