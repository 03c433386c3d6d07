import { type AddressInfo, createServer, type Socket } from 'node:net'
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { TableNotFoundError } from '../../../lib/errors/table-not-found-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { clientsOf } from '../../../lib/executor/sending/clients.js'
import { type CommandEvent, notifierOf, type Observer } from '../../../lib/executor/sending/observers.js'
import { noAttempts } from '../../../lib/executor/sending/outcome.js'
import { isBrokenResponse } from '../../../lib/executor/sending/sdk-errors.js'
import { send, type Way } from '../../../lib/executor/sending/send.js'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'
import { socketWaits } from '../../../lib/executor/sending/socket-waits.js'
import { failure, fakeEndpoint } from '../fake-endpoint.js'
import { get, put, rejection, things, withCleanEnvironment } from '../requests.js'

function way(client: DynamoDBClient, observers: readonly Observer[] = []): Way {
  const limits = { attempt: 1000, total: 5000 }
  const rules = {
    limits,
    signals: sharedSignals(),
    plans: new WeakMap(),
    waits: socketWaits(),
    bodies: 'own' as const,
  }
  return {
    clients: clientsOf({ client }),
    rules,
    notifier: notifierOf(observers),
    signal: undefined,
    attempts: noAttempts(),
  }
}

describe('executor/send', () => {
  withCleanEnvironment()

  it('sends the input as it is, and returns the output as it is', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-1' })
    const mock = mockClient(client)
    const output = { Item: { id: { S: 'a' } } }
    mock.on(GetItemCommand, get().input, true).resolves(output)
    expect(await send(get(), way(client))).to.equal(output)
    expect(mock.commandCalls(GetItemCommand)).to.have.length(1)
  })

  it('says that a mocked client returned nothing', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-1' })
    mockClient(client)
    const error = await rejection(send(get(), way(client)))
    expect(error).to.be.instanceOf(RequestFailedError)
    expect(error.message).to.match(/^Thing\.get: the client returned nothing for GetItem.*GetItemCommand/)
  })

  it('requests the capacity of item calls only for an observer, and keeps an explicit choice', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-1' })
    const mock = mockClient(client)
    mock.onAnyCommand().resolves({ $metadata: {} })
    const listening = way(client, [{ onCommand() {} }])
    await send(get(), way(client))
    await send(get(), way(client, [{ onTableCreated() {} }]))
    await send(get(), listening)
    await send({ ...get(), input: { ...get().input, ReturnConsumedCapacity: 'INDEXES' } }, listening)
    await send({ ...get(), call: 'DescribeTable', input: { TableName: 'Things' } }, listening)
    const requested = mock
      .calls()
      .map((call) => Reflect.get(call.args[0].input, 'ReturnConsumedCapacity') as unknown)
    expect(requested).to.deep.equal([undefined, undefined, 'TOTAL', 'INDEXES', undefined])
  })

  it('tells observers what was sent, how long it took and what it cost', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-1' })
    const mock = mockClient(client)
    const replies = [
      { ConsumedCapacity: { CapacityUnits: 1.5 }, $metadata: { attempts: 2 } },
      { ConsumedCapacity: [{ CapacityUnits: 1 }, { CapacityUnits: 2 }, {}], $metadata: {} },
      { $metadata: {} },
    ]
    mock.on(PutItemCommand).callsFake(() => replies.shift())
    const events: CommandEvent[] = []
    const observed = way(client, [{ onCommand: (event) => void events.push(event) }])
    for (const index of ['byName', undefined, undefined])
      await send({ ...put(), ...(index === undefined ? {} : { index }) }, observed)
    const reported = events.map(({ durationMs, ...event }) => {
      expect(durationMs).to.be.within(0, 1000)
      return event
    })
    const unknown = { items: undefined, requestId: undefined, returned: undefined, examined: undefined }
    const common = {
      entity: 'Thing',
      operation: 'save',
      call: 'PutItem',
      table: 'Things',
      error: undefined,
      ...unknown,
    }
    expect(reported).to.deep.equal([
      { ...common, index: 'byName', attempts: 2, consumedCapacity: 1.5 },
      { ...common, index: undefined, attempts: 1, consumedCapacity: 3 },
      { ...common, index: undefined, attempts: 1, consumedCapacity: undefined },
    ])
  })

  it('tells observers of a failure, with the error that the caller gets', async () => {
    const endpoint = await fakeEndpoint(() => failure('InternalServerError', 'oh', 500))
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const client = new DynamoDBClient({ region: 'r', endpoint: endpoint.url, credentials, maxAttempts: 3 })
    const events: CommandEvent[] = []
    const observed = way(client, [{ onCommand: (event) => void events.push(event) }])
    const error = await rejection(send(get(), observed))
    expect(error).to.include({ httpStatus: 500, attempts: 3 })
    expect(events).to.have.length(1)
    expect(events[0]).to.include({ error, attempts: 3, call: 'GetItem' })
    expect(endpoint.requested).to.have.length(3)
    client.destroy()
  })

  for (const [repeatable, attempts] of [
    [undefined, 3],
    [true, 3],
    [false, 1],
  ] as const)
    it(`sends a request with repeatable: ${repeatable} ${attempts} times while responses are lost`, async () => {
      const endpoint = await fakeEndpoint(() => failure('InternalServerError', 'oh', 500))
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
      const client = new DynamoDBClient({ region: 'r', endpoint: endpoint.url, credentials, maxAttempts: 3 })
      const events: CommandEvent[] = []
      const observed = way(client, [{ onCommand: (event) => void events.push(event) }])
      const request = { ...put(), ...(repeatable === undefined ? {} : { repeatable }) }
      const error = await rejection(send(request, observed))
      expect(error).to.be.instanceOf(UnknownOutcomeError)
      expect(error).to.include({ outcome: 'unknown', httpStatus: 500 })
      expect(endpoint.requested).to.have.length(attempts)
      expect(events.map((event) => event.error)).to.deep.equal([error])
      client.destroy()
    })

  it('reports a created table', async () => {
    const client = new DynamoDBClient({ region: 'eu-west-1' })
    mockClient(client).onAnyCommand().resolves({})
    const reported: unknown[] = []
    const observed = way(client, [{ onTableCreated: (event) => void reported.push(event) }])
    await send(get(), observed)
    await send({ ...get(), call: 'CreateTable', input: { TableName: 'Things' } as never }, observed)
    expect(reported).to.deep.equal([{ entity: 'Thing', operation: 'get', table: 'Things' }])
  })

  it('names region and endpoint where a table is missing, as far as the client knows them', async () => {
    const endpoint = await fakeEndpoint(() => failure('ResourceNotFoundException'))
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const client = new DynamoDBClient({ region: 'eu-west-3', endpoint: endpoint.url, credentials })
    const error = await rejection(send(get(), way(client)))
    expect(error).to.be.instanceOf(TableNotFoundError)
    expect(error.message).to.equal(
      `Thing.get: table 'Things' does not exist (region eu-west-3, endpoint ${endpoint.url})`,
    )
    client.destroy()

    const missing = Object.assign(new Error('no'), { name: 'ResourceNotFoundException' })
    const standIn = { send: () => Promise.reject(missing) } as unknown as DynamoDBClient
    expect((await rejection(send(get(), way(standIn)))).message).to.equal(
      "Thing.get: table 'Things' does not exist",
    )
  })

  const garbage = [
    ['HTML with status 200', { body: '<html>hush</html>' }, 'HTTP 200'],
    ['HTML with status 404', { status: 404, body: '<html>hush</html>' }, 'HTTP 404'],
    ['broken JSON', { body: '{"Item":{"id":{"S":"hush' }, 'HTTP 200'],
  ] as const

  for (const [title, reply, status] of garbage)
    it(`wraps a response that is ${title}`, async () => {
      const endpoint = await fakeEndpoint(() => reply)
      const clients = clientsOf({ endpoint: endpoint.url })
      const error = await rejection(send(get(), { ...way({} as DynamoDBClient), clients }))
      expect(error).to.be.instanceOf(RequestFailedError)
      expect(error.message).to.contain(status).and.not.contain('hush')
      clients.destroy()
    })

  for (const [what, bytes, code] of [
    ['no HTTP', 'GARBAGE\r\n\r\n', 'HPE_INVALID_CONSTANT'],
    ['a malformed header', 'HTTP/1.1 200 OK\r\nBad Header\0: x\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN'],
    ['nothing but the end of the connection', '', 'ECONNRESET'],
  ] as const)
    it(`a write whose response is ${what} has an unknown outcome`, async () => {
      const { url, stop } = await answering(bytes)
      const clients = clientsOf({ endpoint: url })
      const over = { ...way({} as DynamoDBClient), clients }
      try {
        for (const request of [put(), { ...put(), repeatable: false }]) {
          const error = await rejection(send(request, over))
          expect(error).to.be.instanceOf(UnknownOutcomeError).and.include({ outcome: 'unknown' })
          expect(error.cause).to.include({ code })
        }
        const read = await rejection(send(get(), over))
        expect(read).to.be.instanceOf(RequestFailedError).and.not.instanceOf(UnknownOutcomeError)
        expect(isBrokenResponse(read as RequestFailedError)).to.equal(true)
      } finally {
        clients.destroy()
        stop()
      }
    })

  for (const [what, more, unknown] of [
    [
      'a fault in flight without any code',
      { requestHandler: { handle: () => Promise.reject(new Error('HTTP/2 stream is abnormally aborted')) } },
      true,
    ],
    [
      'credentials whose provider failed, whatever its status',
      {
        credentials: () =>
          Promise.reject(Object.assign(new Error('no'), { $metadata: { httpStatusCode: 503 } })),
      },
      false,
    ],
  ] as const)
    it(`a write that met ${what} is ${unknown ? 'of unknown outcome' : 'a plain failure'}`, async () => {
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
      const client = new DynamoDBClient({ region: 'r', credentials, maxAttempts: 1, ...(more as object) })
      const error = await rejection(send(put(), way(client)))
      expect(error).to.be.instanceOf(RequestFailedError)
      expect(error instanceof UnknownOutcomeError).to.equal(unknown)
      client.destroy()
    })

  it('a write whose client could not be made is a plain failure, whatever was thrown', async () => {
    const endpoint = (): string => {
      throw Object.assign(new Error('the vault hung up'), { code: 'ECONNRESET' })
    }
    const nowhere = { ...way({} as DynamoDBClient), clients: clientsOf({}) }
    const error = await rejection(send(put(things({ endpoint })), nowhere))
    expect(error).to.be.instanceOf(RequestFailedError).and.not.instanceOf(UnknownOutcomeError)
  })

  it('wraps what a setting function throws', async () => {
    const endpoint = (): string => {
      throw new Error('no vault')
    }
    const error = await rejection(
      send(get(things({ endpoint })), { ...way({} as DynamoDBClient), clients: clientsOf({}) }),
    )
    expect(error).to.be.instanceOf(RequestFailedError)
    expect(error.message).to.contain('no vault')
  })
})

/** A server that reads each request to its end, and then sends these bytes and hangs up. */
async function answering(bytes: string): Promise<{ readonly url: string; stop(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let text = ''
    socket.on('error', () => {})
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const head = text.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (head >= 0 && text.length >= head + 4 + length) socket.end(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}
