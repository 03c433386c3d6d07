// Asynchronous functions of the user's own, wherever a function is taken: refused by name, or awaited if documented.
import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  EntityDefinitionError,
  InvalidConditionError,
  InvalidItemError,
  InvalidUpdateError,
  Repository,
  Table,
  ValidationError,
} from 'dyntastic'
import { number, optional, string } from 'superstruct'
import { rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()

/** Both kinds of asynchronous function: what each returns is handled the same. */
const kinds: Record<string, () => never> = {
  resolves: (async () => 'x') as unknown as () => never,
  rejects: (async () => {
    throw new Error('boom')
  }) as unknown as () => never,
}

const settings = { region: 'eu-central-1', endpoint: 'http://127.0.0.1:1' }
const sent = (): CommandExecutor => new CommandExecutor({ client: engine.client })

function entityOn(table: string | (() => string) | Table, a: unknown = optional(string())) {
  return new Entity({
    name: 'Thing',
    table,
    attributes: { id: string(), n: number(), a: a as ReturnType<typeof optional<string, null>> },
    key: { partition: 'id' },
  })
}

// A table with one item that does not fit.
async function damaged() {
  const things = new Repository(entityOn(engine.name('things')), sent())
  await things.createTable()
  await rawPut(engine.client, things.entity.table.name, { id: { S: '1' }, n: { S: 'no number' } })
  return things
}
type Things = Awaited<ReturnType<typeof damaged>>

const executorOf = ({ executor }: Things): CommandExecutor => executor as CommandExecutor

async function all(source: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const each of source) found.push(each)
  return found
}

/** Every read that takes `onInvalid`. */
const reads: Record<string, (things: Things, policy: () => never) => PromiseLike<unknown>> = {
  get: (things, policy) => things.get('1').onInvalid(policy),
  getOrThrow: (things, policy) => things.getOrThrow('1').onInvalid(policy),
  'get of a part': (things, policy) => things.get('1').select('n').onInvalid(policy),
  'a gathered get': ({ entity }, policy) =>
    new Repository(entity, new CommandExecutor({ client: engine.client, gather: true }))
      .get('1')
      .onInvalid(policy),
  getMany: (things, policy) => things.getMany(['1']).onInvalid(policy),
  'getMany as a stream': (things, policy) => all(things.getMany(['1']).onInvalid(policy)),
  batchGet: (things, policy) => executorOf(things).batchGet([things.get('1').onInvalid(policy)]),
  transactionGet: (things, policy) => executorOf(things).transactionGet([things.get('1').onInvalid(policy)]),
  query: (things, policy) => things.query().where('id').eq('1').onInvalid(policy),
  scan: (things, policy) => things.scan().onInvalid(policy),
  'scan in segments': (things, policy) => things.scan().segments(2).onInvalid(policy),
  'scan of a part': (things, policy) => things.scan().select('n').onInvalid(policy),
  pages: (things, policy) => all(things.scan().onInvalid(policy).pages()),
  items: (things, policy) => all(things.scan().onInvalid(policy).items()),
}

/** Reads a repository, which settles when it is sent, or compares with a value of a codec. */
const read = (entity: ReturnType<typeof entityOn>, executor = sent()) =>
  new Repository(entity, executor).get('1')
const withCodec = (change: object): unknown =>
  attribute(string(), { type: 'S', encode: (value) => value, decode: String, ...change })

const zoo = new Table({ name: 'zoo' })

/** Every other function that must return a value: what calls it, the class of its error, and what the error says. */
const functions: Record<
  string,
  readonly [(given: () => never) => PromiseLike<unknown>, abstract new (...args: never[]) => Error, RegExp]
> = {
  'table: a function': [
    (given) => read(entityOn(given)),
    EntityDefinitionError,
    /a non-empty string, not a Promise/,
  ],
  'name of a Table': [
    (given) => read(entityOn(new Table({ name: given }))),
    EntityDefinitionError,
    /a non-empty string, not a Promise/,
  ],
  'region of a Table': [
    (given) => read(entityOn(new Table({ name: 'things', region: given })), new CommandExecutor()),
    EntityDefinitionError,
    /gives the region must return a string, or undefined, not a Promise/,
  ],
  'endpoint of a Table': [
    (given) => read(entityOn(new Table({ name: 'things', endpoint: given })), new CommandExecutor()),
    EntityDefinitionError,
    /gives the endpoint must return a string, or undefined, not a Promise/,
  ],
  'region of an executor': [
    (given) => read(entityOn('things'), new CommandExecutor({ ...settings, region: given })),
    EntityDefinitionError,
    /gives the region must return a string, or undefined, not a Promise/,
  ],
  'endpoint of an executor': [
    (given) => read(entityOn('things'), new CommandExecutor({ ...settings, endpoint: given })),
    EntityDefinitionError,
    /gives the endpoint must return a string, or undefined, not a Promise/,
  ],
  'default of an attribute': [
    async (given) =>
      entityOn('things', attribute(string(), { default: given })).parse({ id: '1', n: 1 } as never),
    ValidationError,
    /a: .*a Promise/,
  ],
  'encode of an attribute': [
    async (given) => entityOn('things', withCodec({ encode: given })).parse({ id: '1', n: 1, a: 'x' }),
    ValidationError,
    /a: encode returned a promise; it must return the value itself/,
  ],
  'decode of an attribute': [
    async (given) =>
      entityOn('things', withCodec({ decode: given })).decode({
        id: { S: '1' },
        n: { N: '1' },
        a: { S: 'x' },
      }),
    InvalidItemError,
    /a: decode returned a promise; it must return the value itself/,
  ],
  'prefix of an attribute': [
    async (given) =>
      entityOn('things', withCodec({ prefix: given })).condition((attr) => attr.a.beginsWith('x')),
    InvalidConditionError,
    /`prefix` of the attribute must return a string, not a Promise/,
  ],
  'the function given to oneOf()': [
    (given) =>
      new Repository(
        Entity.oneOf([entityOn(zoo), entityOn(zoo).extend({ name: 'Other' })], given),
        answering({ id: { S: '1' } }),
      ).get('1'),
    InvalidItemError,
    /the function given to oneOf\(\) .* a promise; it must return the entity itself/,
  ],
  'a callback of if()': [
    async (given) => new Repository(entityOn('things'), sent()).delete('1').if(given),
    InvalidConditionError,
    /the callback is asynchronous/,
  ],
  'a callback of where()': [
    async (given) => new Repository(entityOn('things'), sent()).scan().where(given),
    InvalidConditionError,
    /the callback is asynchronous/,
  ],
  'a callback of condition()': [
    async (given) => entityOn('things').condition(given),
    InvalidConditionError,
    /the callback is asynchronous/,
  ],
  'a callback of set()': [
    async (given) => new Repository(entityOn('things'), sent()).update('1').set('a', given),
    InvalidUpdateError,
    /the callback is asynchronous/,
  ],
}

const observed = ['onCommand', 'onTableCreated', 'onScan', 'onDropped', 'onTransportFallback'] as const
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

// An executor whose client has one item.
function answering(Item: object): CommandExecutor {
  const client = new DynamoDBClient({ region: 'eu-central-1' })
  mockClient(client)
    .on(GetItemCommand)
    .resolves({ Item: Item as Record<string, AttributeValue> })
  return new CommandExecutor({ client })
}

describe('asynchronous functions of the user', () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => void unhandled.push(reason)
  before(() => process.on('unhandledRejection', note))
  after(() => process.off('unhandledRejection', note))
  afterEach(async () => {
    await soon()
    await soon()
    expect(unhandled.splice(0)).deep.equal([])
  })

  describe('onInvalid', () => {
    let things: Things
    before(async () => {
      things = await damaged()
    })

    for (const [name, run] of Object.entries(reads)) {
      for (const [kind, given] of Object.entries(kinds))
        it(`${name}: one that ${kind} is refused, with the item that it was given`, async () => {
          const error = await rejection(run(things, given), InvalidItemError)
          expect(error.message).contain('the function given to onInvalid returned a promise')
          expect(error.failures[0]?.path).equal('n')
          expect(error.stored).deep.include({ n: { S: 'no number' } })
        })

      it(`${name}: an operation that it returns and that nothing runs is refused`, async () => {
        const error = await rejection(run(things, (() => things.delete('1')) as never), InvalidItemError)
        expect(error.message).contain('an operation that was not run')
        expect(await things.scan().onInvalid(() => 'there')).deep.equal(['there'])
      })
    }
  })

  for (const [name, [run, type, words]] of Object.entries(functions))
    for (const [kind, given] of Object.entries(kinds))
      it(`${name}: one that ${kind} is refused in words`, async () => {
        const error = await rejection((async () => await run(given))(), type)
        expect(error.message).match(words)
      })

  it('observers: one that rejects is a warning, and the call goes on', async () => {
    const warnings: string[] = []
    const onWarning = ({ message }: Error): void => void warnings.push(message)
    process.on('warning', onWarning)
    const observer = Object.fromEntries(observed.map((name) => [name, kinds['rejects']]))
    const { notifier } = new CommandExecutor({ ...settings, observers: [observer] }).parts
    for (const name of observed) notifier.notify(name, {} as never)
    const executor = new CommandExecutor({ client: engine.client, observers: [observer] })
    const things = new Repository(entityOn(engine.name('observed')), executor)
    await things.save({ id: '1', n: 1 })
    expect(await things.get('1')).deep.equal({ id: '1', n: 1 })
    await soon()
    process.off('warning', onWarning)
    expect(warnings.filter((text) => /an observer's on\w+ threw Error: boom/.test(text))).length(2)
  })

  it('onProgress is awaited: its rejection is that of the call', async () => {
    const things = new Repository(entityOn(engine.name('progress')), sent())
    await things.createTable()
    const rejects = kinds['rejects'] as () => never
    for (const run of [
      () => things.saveMany([{ id: '1', n: 1 }], { onProgress: rejects }),
      () => things.getMany(['1'], { onProgress: rejects }),
      () => things.deleteMany(['1'], { onProgress: rejects }),
    ]) {
      const error = await rejection(run(), Error)
      expect(String(error.cause ?? error)).equal('Error: boom')
    }
  })
})
