// Random operations on both transports: the same requests are sent, and the same items, errors and metadata come back.
import { inspect } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, DyntasticError, Entity, Repository, type TransportName } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import fc from 'fast-check'
import { array, boolean, instance, number, object, optional, set, string } from 'superstruct'
import { holds, runCount, timeLimit } from './property-runs.js'

const Thing = new Entity({
  name: 'Thing',
  table: 'things',
  attributes: {
    group: string(),
    id: string(),
    count: number(),
    text: optional(string()),
    bytes: optional(instance(Uint8Array)),
    done: optional(boolean()),
    tags: optional(set(string())),
    parts: optional(array(object({ name: string(), bytes: optional(instance(Uint8Array)) }))),
  },
  key: { partition: 'group', sort: 'id' },
})

type Things = Repository<typeof Thing>
type Item = Parameters<Things['save']>[0]
type Run = (things: Things, executor: CommandExecutor) => PromiseLike<unknown>

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('"B":{', '\u2028', '\ud800'),
)
const bytes = fc.uint8Array({ maxLength: 12 })
const key = fc.record({ group: fc.constantFrom('g', 'ü'), id: fc.constantFrom('a', 'b', 'c', 'd') })
const item: fc.Arbitrary<Item> = fc
  .tuple(
    key,
    fc.record(
      {
        count: fc.integer({ min: -5, max: 5 }),
        text,
        bytes,
        done: fc.boolean(),
        tags: fc
          .uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
          .map((all) => new Set(all)),
        parts: fc.array(fc.record({ name: text, bytes }, { requiredKeys: ['name'] }), { maxLength: 3 }),
      },
      { requiredKeys: ['count'] },
    ),
  )
  .map(([where, rest]) => ({ ...where, ...rest }))
const distinct = <T>(all: fc.Arbitrary<T>, keyOf: (each: T) => { group: string; id: string }) =>
  fc.uniqueArray(all, {
    minLength: 1,
    maxLength: 5,
    selector: (each) => JSON.stringify([keyOf(each).group, keyOf(each).id]),
  })
const items = distinct(item, (each) => each)
const keys = distinct(key, (each) => each)
const token = fc.uuid()

/** Each operation that sends, as it is run and as it is named where a property fails. */
const operations: Readonly<Record<string, fc.Arbitrary<Run>>> = {
  save: item.map((each) => (things) => things.save(each)),
  create: item.map((each) => (things) => things.create(each)),
  conditional: fc.tuple(item, fc.integer({ min: -5, max: 5 })).map(
    ([each, least]) =>
      (things) =>
        things.save(each).if('count').gt(least),
  ),
  get: key.map((where) => (things) => things.get(where)),
  raw: key.map((where) => (things) => things.get(where).consistent().raw()),
  select: key.map((where) => (things) => things.get(where).select('text', 'bytes')),
  update: fc.tuple(key, text, fc.integer({ min: 1, max: 3 })).map(
    ([where, value, by]) =>
      (things) =>
        things.update(where).set('text', value).add('count', by).remove('done'),
  ),
  delete: key.map((where) => (things) => things.delete(where).returning('old')),
  query: fc.tuple(fc.constantFrom('g', 'ü'), fc.integer({ min: -5, max: 5 })).map(
    ([group, least]) =>
      (things) =>
        things.query().where('group').eq(group).where('count').gt(least).pageSize(2),
  ),
  scan: fc.constant((things: Things) => things.query().pageSize(3)),
  saveMany: items.map((all) => (things) => things.saveMany(all)),
  getMany: keys.map((all) => (things) => things.getMany(all)),
  batch: fc.tuple(item, key).map(
    ([each, where]) =>
      (things, executor) =>
        executor.batch([things.save(each), things.delete(where)]),
  ),
  transaction: fc.tuple(items, token).map(
    ([all, id]) =>
      (things, executor) =>
        executor.transaction(
          all.map((each, at) => (at === 0 ? things.create(each) : things.save(each))),
          { token: id },
        ),
  ),
  transactionGet: keys.map(
    (all) => (things, executor) => executor.transactionGet(all.map((where) => things.get(where))),
  ),
}

interface Sent {
  readonly method: string
  readonly place: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A table in an engine of its own, behind one transport. */
async function side(transport: TransportName) {
  const local = await startLocal()
  const { requestHandler } = local.client.config
  const sent: Sent[] = []
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 's', sessionToken: 't' },
    requestHandler: {
      handle: (request: never, options: never) => {
        sent.push(comparable(request))
        return requestHandler.handle(request, options) as never
      },
    },
  })
  const refusals: string[] = []
  const executor = new CommandExecutor({
    client,
    transport,
    scans: 'allow',
    observers: [{ onTransportFallback: ({ reason }) => refusals.push(reason) }],
  })
  const things = new Repository(Thing, executor)
  await things.createTable()
  return { things, executor, sent, refusals, stop: () => local.stop() }
}

function comparable(request: {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | string
}): Sent {
  const { authorization, 'amz-sdk-invocation-id': id, 'x-amz-date': date, ...headers } = request.headers
  const { body } = request
  const written = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return {
    method: request.method,
    place: `${request.protocol}//${request.hostname}${request.path}`,
    // The hash of the body depends on the order of its members, and the signature on the hash.
    headers: {
      ...headers,
      'x-amz-content-sha256': String(headers['x-amz-content-sha256']?.length),
      authorization: String(authorization).replace(/Signature=[0-9a-f]{64}$|\/\d{8}\//g, ''),
      id: String(id?.length),
      date: String(date?.length),
    },
    body: JSON.parse(written),
  }
}

function nameRequest(end: unknown): void {
  const metadata: unknown = Reflect.get(Object(end), '$metadata')
  if (typeof metadata === 'object' && metadata !== null && 'requestId' in metadata) {
    expect(metadata.requestId).a('string').and.match(/\S/)
    Object.assign(metadata, { requestId: 'the ID' })
  }
}

/** What an operation ends with, as far as it is the same each time: each request has an ID of its own. */
async function endOf(run: Run, { things, executor }: Awaited<ReturnType<typeof side>>): Promise<unknown> {
  try {
    const end = await run(things, executor)
    nameRequest(end)
    return end
  } catch (error) {
    if (!(error instanceof DyntasticError)) throw error
    const { cause } = error
    nameRequest(cause)
    return {
      message: error.message,
      outcome: Reflect.get(error, 'outcome'),
      cause: cause instanceof Error && { ...cause, name: cause.name, message: cause.message },
      Class: cause?.constructor,
    }
  }
}

describe('any operation on either transport', () => {
  it('sends the same, and comes to the same', async function () {
    this.timeout(timeLimit(600_000))
    const sides = await Promise.all([side('sdk'), side('direct')])
    const [sdk, direct] = sides
    let runs = 0
    let sending = 0
    const property = fc.asyncProperty(
      fc.oneof(...Object.entries(operations).map(([name, run]) => run.map((each) => ({ name, run: each })))),
      async ({ name, run }) => {
        runs++
        for (const { sent } of sides) sent.length = 0
        const theirs = await endOf(run, sdk)
        const ours = await endOf(run, direct)
        expect(inspect(ours, { depth: 9 }), name).to.equal(inspect(theirs, { depth: 9 }))
        expect(ours, name).to.deep.equal(theirs)
        expect(direct.sent, name).to.deep.equal(sdk.sent)
        if (sdk.sent.length > 0) sending++
      },
    )
    try {
      await holds(property, runCount(600, 600))
      expect(direct.refusals).to.deep.equal([])
      // The others are refused before anything is sent.
      expect(sending).to.be.above(runs / 2)
    } finally {
      await Promise.all(sides.map(({ stop }) => stop()))
    }
  })
})
