// Limits of time: what the limit of a call means for each operation, and when the limit of an attempt begins.
import { getEventListeners, once } from 'node:events'
import { Agent, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { type CommandExecutor, DyntasticError, Entity, Repository } from 'dyntastic'
import { integer, object, optional, string } from 'superstruct'
import { fakeEndpoint, type Reply } from '../executor/fake-endpoint.js'
import { onEachTransport } from '../support/transports.js'
import { inParallel, type Timed, timed, watchLateness } from './deadlines.js'
import { watchTimers } from './open-timers.js'

const total = 400

function thingEntity() {
  return new Entity({
    name: 'Thing',
    table: 'Things',
    attributes: {
      id: string(),
      state: string(),
      count: integer(),
      nested: optional(object({ deep: string() })),
    },
    key: { partition: 'id' },
    indexes: { byState: { partition: 'state', projection: 'keys' } },
  })
}

interface Subject {
  readonly executor: CommandExecutor
  readonly things: Repository<ReturnType<typeof thingEntity>>
}

const item = (id: string) => ({ id, state: 'x', count: 1 })
const many = Array.from({ length: 300 }, (_, at) => `t${at}`)

type Runs = Readonly<Record<string, (subject: Subject) => PromiseLike<unknown>>>

const runs: Runs = {
  'get()': ({ things }) => things.get('a'),
  'get().raw()': ({ things }) => things.get('a').raw(),
  'getOrThrow()': ({ things }) => things.getOrThrow('a'),
  'refresh()': ({ things }) => things.refresh(item('a')),
  'getMany([one])': ({ things }) => things.getMany(['a']),
  'getMany() of 300': ({ things }) => things.getMany(many),
  'getMany() of 300, one request at a time': ({ things }) => things.getMany(many, { concurrency: 1 }),
  'batchGet([one])': ({ executor, things }) => executor.batchGet([things.get('a')]),
  'transactionGet([one])': ({ executor, things }) => executor.transactionGet([things.get('a')]),
  'query()': ({ things }) => things.query().where('id').eq('a'),
  'query().page()': ({ things }) => things.query().where('id').eq('a').page(),
  'query().count()': ({ things }) => things.query().where('id').eq('a').count(),
  'query().full()': ({ things }) => things.query().where('state').eq('x').full(),
  'scan()': ({ things }) => things.scan(),
  'scan().segments(20)': ({ things }) => things.scan().segments(20),
  'save()': ({ things }) => things.save(item('a')),
  'create()': ({ things }) => things.create(item('a')),
  'create().orSkip()': ({ things }) => things.create(item('a')).orSkip(),
  'delete()': ({ things }) => things.delete('a'),
  'update()': ({ things }) => things.update('a').set('state', 'y'),
  'update() below a map that may be missing': ({ things }) => things.update('a').set('nested.deep', 'y'),
  'update().add()': ({ things }) => things.update('a').add('count', 1),
  'update().idempotent()': ({ things }) => things.update('a').add('count', 1).idempotent(),
  'saveMany([one])': ({ things }) => things.saveMany([item('a')]),
  'saveMany() of 300': ({ things }) => things.saveMany(many.map(item)),
  'saveMany() of 300, one request at a time': ({ things }) =>
    things.saveMany(many.map(item), { concurrency: 1 }),
  'saveMany() of an iterable': ({ things }) => things.saveMany(new Set(many.map(item))),
  'deleteMany([one])': ({ things }) => things.deleteMany(['a']),
  'batch([…])': ({ executor, things }) => executor.batch([things.save(item('a')), things.delete('b')]),
  'batch(async () => …)': ({ executor, things }) =>
    executor.batch(async () => void (await things.save(item('a')))),
  'transaction([…])': ({ executor, things }) => executor.transaction([things.save(item('a'))]),
  'transaction(async () => …)': ({ executor, things }) =>
    executor.transaction(async () => things.update('a').set('state', 'y')),
  'createTable()': ({ things }) => things.createTable(),
  'deleteTable()': ({ things }) => things.deleteTable(),
  'tableExists()': ({ things }) => things.tableExists(),
}

async function through<T>(
  Executor: typeof CommandExecutor,
  { url }: { readonly url: string },
  attempt: number,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new DynamoDBClient({ region: 'eu-west-1', endpoint: url, credentials })
  try {
    const executor = new Executor({ client, timeout: { attempt, total }, scans: 'allow' })
    return await work({ executor, things: new Repository(thingEntity(), executor) })
  } finally {
    client.destroy()
  }
}

// What is measured is the time of the clock, which another program on the machine may take.
const mostDisturbed = 2

onEachTransport('the limit of a call', function (CommandExecutor) {
  this.retries(mostDisturbed)
  for (const [attempts, attempt] of [
    ['one attempt that hangs', Number.POSITIVE_INFINITY],
    ['many attempts that hang', 60],
  ] as const) {
    const ends = new Map<string, Timed>()
    let late = 0

    before(async () => {
      const endpoint = await fakeEndpoint(() => 'hang')
      const lateness = watchLateness()
      await inParallel(Object.entries(runs), 6, async ([name, run]) =>
        ends.set(
          name,
          await through(CommandExecutor, endpoint, attempt, (subject) => timed(() => run(subject))),
        ),
      )
      late = lateness.stop()
    })

    for (const name of Object.keys(runs))
      it(`ends ${name} on a server that hangs, with ${attempts}, after its total and not a multiple of it`, () => {
        const { ms = 0, error } = ends.get(name) ?? {}
        expect(error, name).to.be.instanceOf(DyntasticError)
        // A write that must not be applied twice ends with its first attempt.
        expect(ms).to.be.within(Math.min(attempt, total) - 10, total + 200 + 2 * late)
      })
  }
})

onEachTransport('the limit of a call of many requests', function (CommandExecutor) {
  this.retries(mostDisturbed)
  const empty: Reply = { body: {} }

  it('starts over with each response that makes progress', async () => {
    // Each request brings one of three items, and takes half of the limit.
    const server = await slowServer(total / 2, ({ RequestItems }) => {
      const [, ...left] = RequestItems.Things
      return { UnprocessedItems: left.length === 0 ? {} : { Things: left } }
    })
    try {
      const items = ['a', 'b', 'c', 'd'].map(item)
      const { ms, error } = await through(CommandExecutor, server, Number.POSITIVE_INFINITY, ({ things }) =>
        timed(() => things.saveMany(items)),
      )
      expect(error).to.equal(undefined)
      expect(ms).to.be.greaterThan(1.5 * total)
    } finally {
      server.close()
    }
  })

  it('counts the pauses between requests that bring nothing', async () => {
    const endpoint = await fakeEndpoint(({ input }) => ({
      body: { UnprocessedItems: input['RequestItems'] },
    }))
    const { ms, error } = await through(CommandExecutor, endpoint, 60, ({ things }) =>
      timed(() => things.saveMany([item('a')])),
    )
    expect(error).to.have.property('code', 'UNPROCESSED')
    expect(ms).to.be.lessThan(total + 150)
  })

  it('is shared by an update and the read that follows it, and the error says that it was written', async () => {
    const endpoint = await fakeEndpoint(({ call }) => (call === 'TransactWriteItems' ? empty : 'hang'))
    const { ms, error } = await through(CommandExecutor, endpoint, Number.POSITIVE_INFINITY, ({ things }) =>
      timed(() => things.update('a').add('count', 1).idempotent()),
    )
    expect(error).to.include({ code: 'TIMEOUT', outcome: 'written' })
    expect(ms).to.be.lessThan(total + 150)
  })

  it('is shared by an update and the repeats of it that make missing maps', async () => {
    // Each request takes a third of the limit, and the repeats would go on.
    let reads = 0
    const server = await slowServer(total / 3, (input) => {
      if (input['Key'] !== undefined && input['UpdateExpression'] === undefined)
        return { Item: { id: { S: 'a' }, state: { S: `x${reads++}` }, count: { N: '1' } } }
      return {
        __type: 'ValidationException',
        message: 'The document path provided in the update expression is invalid for update',
      }
    })
    try {
      const { ms, error } = await through(CommandExecutor, server, Number.POSITIVE_INFINITY, ({ things }) =>
        timed(() => things.update('a').set('nested.deep', 'y')),
      )
      expect(error).to.have.property('code', 'TIMEOUT')
      expect(ms).to.be.lessThan(total + 150)
    } finally {
      server.close()
    }
  })
})

onEachTransport('the limit of an attempt', function (CommandExecutor) {
  this.retries(mostDisturbed)
  const twoSockets = { httpAgent: { maxSockets: 2 } }
  const made = (url: string, options: object = {}) =>
    new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      ...options,
    })

  it('begins when the request has a socket: 400 gets at once over 20 sockets all end well', async () => {
    const server = await slowServer(50, () => ({}))
    const client = made(server.url, { requestHandler: { httpAgent: { maxSockets: 20 } } })
    try {
      const executor = new CommandExecutor({ client, timeout: { attempt: 350, total: 20_000 } })
      const things = new Repository(thingEntity(), executor)
      const timers = watchTimers()
      const start = performance.now()
      await Promise.all(Array.from({ length: 400 }, (_, at) => things.get(`t${at}`)))
      // Without a limit that waits, those of the second half would have timed out.
      expect(performance.now() - start).to.be.greaterThan(700)
      expect(server.requested()).to.equal(400)
      // Those of the sockets go with them.
      client.destroy()
      server.close()
      expect(await timers.settled()).to.equal(0)
      timers.stop()
    } finally {
      client.destroy()
      server.close()
    }
  })

  it('starts over in an agent of the caller’s, and for one client that several executors share', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 2 })
    const server = await slowServer(60, () => ({}))
    const client = made(server.url, { requestHandler: { httpAgent: agent } })
    try {
      const repositories = [0, 1].map(
        () => new Repository(thingEntity(), new CommandExecutor({ client, timeout: { attempt: 250 } })),
      )
      await Promise.all(repositories.flatMap((things) => many.slice(0, 10).map((id) => things.get(id))))
      expect(server.requested()).to.equal(20)
    } finally {
      client.destroy()
      server.close()
    }
  })

  it('still ends an attempt that has a socket and hangs', async () => {
    const endpoint = await fakeEndpoint(() => 'hang')
    const client = made(endpoint.url, { maxAttempts: 1, requestHandler: twoSockets })
    const executor = new CommandExecutor({ client, timeout: { attempt: 100, total: 5_000 } })
    const things = new Repository(thingEntity(), executor)
    const ends = await Promise.all(['a', 'b', 'c', 'd'].map((id) => timed(() => things.save(item(id)))))
    for (const { error } of ends) expect(error).to.include({ code: 'TIMEOUT', outcome: 'unknown' })
    expect(ends[0]?.ms).to.be.lessThan(300)
    // The last two had to wait for the sockets of the first two.
    expect(ends[3]?.ms).to.be.greaterThan(180)
    client.destroy()
  })

  for (const way of ['limit of the call', 'signal'] as const)
    it(`does not matter to the ${way}: it ends a write that waits at once, and nothing is written`, async () => {
      const endpoint = await fakeEndpoint(() => 'hang')
      const client = made(endpoint.url, { requestHandler: twoSockets })
      const on = (limit: number) =>
        new Repository(
          thingEntity(),
          new CommandExecutor({ client, timeout: { attempt: 10_000, total: limit } }),
        )
      const [holding, waiting] = [on(way === 'signal' ? 10_000 : 700), on(way === 'signal' ? 10_000 : 300)]
      const controller = new AbortController()
      const { signal } = controller
      const ends = ['a', 'b', 'c', 'd'].map((id, at) =>
        timed(() => (at < 2 ? holding : waiting).save(item(id)).execute({ signal })),
      )
      if (way === 'signal') setTimeout(() => controller.abort(), 150)
      const [, , third, fourth] = await Promise.all(ends)
      const codes = { code: way === 'signal' ? 'ABORTED' : 'TIMEOUT', outcome: 'nothing written' }
      for (const end of [third, fourth]) {
        expect(end?.error).to.include(codes)
        expect(end?.ms).to.be.lessThan(way === 'signal' ? 300 : 500)
      }
      expect(endpoint.requested).to.have.length(2)
      expect(getEventListeners(signal, 'abort')).to.have.length(0)
      client.destroy()
    })
})

interface SlowServer {
  readonly url: string
  requested(): number
  close(): void
}

// Responds to each request after n milliseconds; with an error of DynamoDB if the response has a `__type`.
// biome-ignore lint/suspicious/noExplicitAny: inputs of several calls.
async function slowServer(ms: number, reply: (input: any) => object): Promise<SlowServer> {
  let requested = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requested++
      const body = reply(JSON.parse(Buffer.concat(chunks).toString()))
      setTimeout(() => {
        response.writeHead('__type' in body ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' })
        response.end(JSON.stringify(body))
      }, ms)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requested: () => requested,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
