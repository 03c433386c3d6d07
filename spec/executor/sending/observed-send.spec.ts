import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import { CommandExecutor, Entity, type Observer, Repository, RequestFailedError } from 'dyntastic'
import { integer, string } from 'superstruct'
import { rejection } from '../../support/rejection.js'

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { id: string(), age: integer() },
  key: { partition: 'id' },
})

function opened(...observers: Observer[]) {
  const client = new DynamoDBClient({
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  })
  const mock = mockClient(client)
  mock.on(GetItemCommand).resolves({
    Item: { id: { S: 'secret' }, age: { N: '77' } },
    ConsumedCapacity: { CapacityUnits: 0.5 },
    $metadata: { requestId: 'r1', attempts: 2 },
  })
  return { mock, users: new Repository(User, new CommandExecutor({ client, observers })) }
}

const begun = {
  entity: 'User',
  operation: 'get',
  call: 'GetItem',
  table: 'users',
  index: undefined,
  items: undefined,
}

describe('observers of a command', () => {
  it('learn of its start, and of its end with all that is known then', async () => {
    const events: [string, object][] = []
    const { users } = opened({
      onCommandStart: (event) => events.push(['start', event]),
      onCommand: ({ durationMs, ...event }) => {
        expect(durationMs).at.least(0)
        events.push(['end', event])
      },
    })
    await users.get('secret')
    const facts = {
      attempts: 2,
      requestId: 'r1',
      consumedCapacity: 0.5,
      returned: undefined,
      examined: undefined,
    }
    expect(events).deep.equal([
      ['start', begun],
      ['end', { ...begun, ...facts, error: undefined }],
    ])
  })

  it('send it inside their contexts, each once, whatever they do', async () => {
    const storage = new AsyncLocalStorage<string>()
    const seen: unknown[] = []
    const nested = (name: string): Observer => ({
      aroundCommand: (_event, send) =>
        storage.run(`${storage.getStore() ?? ''}${name}`, () => void send().then(seen.push.bind(seen))),
    })
    const twice: Observer = {
      aroundCommand(_event, send) {
        void send()
        void send()
      },
    }
    const never: Observer = { aroundCommand: () => {} }
    const { mock, users } = opened(nested('a'), twice, never, nested('b'))
    let inside: string | undefined
    mock.on(GetItemCommand).callsFake(() => {
      inside = storage.getStore()
      return {}
    })
    await users.get('secret')
    expect(inside).equal('ab')
    expect(mock.commandCalls(GetItemCommand).length).equal(1)
    expect(seen.length).equal(2)
    expect(seen[0]).include({ call: 'GetItem', error: undefined })
  })

  it('receive the error of the caller, and cannot change it', async () => {
    const events: unknown[] = []
    const { mock, users } = opened({
      aroundCommand(_event, send) {
        void send().then(({ error }) => events.push(error))
        throw new Error('of the observer')
      },
    })
    mock.on(GetItemCommand).rejects(Object.assign(new Error('boom'), { name: 'InternalServerError' }))
    const warnings: string[] = []
    const onWarning = ({ message }: Error) => void warnings.push(message)
    process.on('warning', onWarning)
    const error = await rejection(users.get('secret'), RequestFailedError)
    expect(events).deep.equal([error])
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', onWarning)
    expect(warnings.join()).include('of the observer')
  })
})

describe('the diagnostics channel of commands', () => {
  const name = 'dyntastic:command'

  it('carries the events of each command, with one message from start to end', async () => {
    const messages: [string, unknown][] = []
    const on = (kind: string) => (message: unknown) => void messages.push([kind, message])
    const subscribers = {
      start: on('start'),
      end: on('end'),
      asyncStart: on('asyncStart'),
      asyncEnd: on('asyncEnd'),
      error: on('error'),
    }
    const channel = tracingChannel(name)
    channel.subscribe(subscribers)
    try {
      const { mock, users } = opened()
      await users.get('secret')
      mock.on(GetItemCommand).rejects(Object.assign(new Error('boom'), { name: 'ValidationException' }))
      await rejection(users.get('secret'), RequestFailedError)
    } finally {
      channel.unsubscribe(subscribers)
    }
    const kinds = messages.map(([kind]) => kind)
    expect(kinds).deep.equal([
      'start',
      'end',
      'asyncStart',
      'asyncEnd',
      'start',
      'end',
      'error',
      'asyncStart',
      'asyncEnd',
    ])
    expect(new Set(messages.map(([, message]) => message)).size).equal(2)
    expect(messages[0]?.[1]).include({ ...begun, requestId: 'r1', consumedCapacity: 0.5 })
    expect(messages.at(-1)?.[1]).property('error').instanceof(RequestFailedError)
    expect(JSON.stringify(messages)).not.include('secret')
  })

  it('makes events for those who listen, and none while nobody does', async () => {
    // Only events have an index: whoever makes one reads that of the request.
    let made = 0
    const send = async (observers: readonly Observer[]) => {
      const { users } = opened(...observers)
      const { executor } = users
      const request = users.get('secret').compile()
      const index = {
        get: () => {
          made++
          return undefined
        },
      }
      await executor.run(Object.defineProperty({ ...request }, 'index', index))
    }
    await send([])
    await send([{ onTableCreated: () => {}, onScan: () => {} }])
    expect(made).equal(0)
    for (const kind of ['onCommandStart', 'aroundCommand', 'onCommand'] as const)
      await send([{ [kind]: () => {} }])
    expect(made).equal(3)
    const stop = () => {}
    subscribe(`tracing:${name}:start`, stop)
    await send([])
    unsubscribe(`tracing:${name}:start`, stop)
    expect(made).equal(4)
    await send([])
    expect(made).equal(4)
  })

  it('requests no capacity while nobody listens', async () => {
    const { mock, users } = opened()
    await users.get('secret')
    expect(mock.commandCalls(GetItemCommand)[0]?.args[0].input).not.property('ReturnConsumedCapacity')
    const stop = () => {}
    subscribe(`tracing:${name}:end`, stop)
    await users.get('secret')
    unsubscribe(`tracing:${name}:end`, stop)
    expect(mock.commandCalls(GetItemCommand)[1]?.args[0].input).property('ReturnConsumedCapacity', 'TOTAL')
  })
})
