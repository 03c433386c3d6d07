import { getEventListeners } from 'node:events'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { Interruption } from '../../../lib/executor/sending/interruption.js'
import { type Attempts, LostResponse, noAttempts } from '../../../lib/executor/sending/outcome.js'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'
import { socketWaits } from '../../../lib/executor/sending/socket-waits.js'
import { type CallLimits, type CallRules, sendTimed } from '../../../lib/executor/sending/timed-call.js'
import { type FakeEndpoint, failure, fakeEndpoint } from '../fake-endpoint.js'
import { rejection } from '../requests.js'

function rules(limits: Partial<CallLimits> = {}): CallRules {
  return {
    limits: { attempt: Infinity, total: Infinity, ...limits },
    signals: sharedSignals(),
    plans: new WeakMap(),
    waits: socketWaits(),
    bodies: 'own',
  }
}

const never = (): Promise<never> => new Promise(() => {})
const ticks = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function clientOf({ url }: FakeEndpoint, maxAttempts = 3): DynamoDBClient {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  return new DynamoDBClient({ region: 'eu-west-1', endpoint: url, credentials, maxAttempts })
}

function getVia(
  client: DynamoDBClient,
  limits: Partial<CallLimits>,
  signal?: AbortSignal,
  once = false,
  attempts: Attempts = noAttempts(),
): Promise<unknown> {
  const command = new GetItemCommand({ TableName: 'Things', Key: { id: { S: 'a' } } })
  return sendTimed(command, (options) => client.send(command, options), rules(limits), signal, {
    once,
    attempts,
    client,
  })
}

describe('executor/timed-call', () => {
  it('returns what the client returns, and rejects as it rejects', async () => {
    expect(await sendTimed({}, async () => 5, rules(), undefined)).to.equal(5)
    const fault = new Error('no')
    expect(await rejection(sendTimed({}, () => Promise.reject(fault), rules(), undefined))).to.equal(fault)
    const throwing = () => {
      throw fault
    }
    expect(await rejection(sendTimed({}, throwing, rules(), undefined))).to.equal(fault)
  })

  it('sends nothing when the signal has aborted before', async () => {
    let sent = 0
    const reason = new Error('changed my mind')
    const send = async () => ++sent
    const error = await rejection(sendTimed({}, send, rules(), AbortSignal.abort(reason)))
    expect(error).to.be.instanceOf(Interruption)
    expect(error).to.include({ why: 'signal', cause: reason })
    expect(sent).to.equal(0)
  })

  it('rejects when its signal aborts, even if the client never responds, and leaves no listener', async () => {
    const controller = new AbortController()
    const ended = rejection(sendTimed({}, never, rules(), controller.signal))
    expect(getEventListeners(controller.signal, 'abort')).to.have.length(1)
    const start = performance.now()
    controller.abort('why')
    expect(await ended).to.include({ why: 'signal', cause: 'why' })
    expect(performance.now() - start).to.be.lessThan(1_000)
    expect(getEventListeners(controller.signal, 'abort')).to.have.length(0)
  })

  it('leaves no listener on a signal after success or failure, and does not warn of many', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error): void => void warnings.push(warning)
    process.on('warning', onWarning)
    const { signal } = new AbortController()
    const shared = rules()
    const work = (n: number) => () => ticks(1).then(() => (n % 2 ? n : Promise.reject(new Error('odd'))))
    await Promise.allSettled(Array.from({ length: 40 }, (_, n) => sendTimed({}, work(n), shared, signal)))
    await ticks(5)
    process.removeListener('warning', onWarning)
    expect(warnings).to.deep.equal([])
    expect(getEventListeners(signal, 'abort')).to.have.length(0)
  })

  it('makes a signal for an attempt only when it is read, and aborted if the attempt has ended', async () => {
    const endpoint = await fakeEndpoint(() => 'hang')
    const client = clientOf(endpoint, 1)
    const seen: { options?: { readonly abortSignal?: AbortSignal } } = {}
    const command = new GetItemCommand({ TableName: 'Things', Key: { id: { S: 'a' } } })
    const send = (options: object): Promise<unknown> => {
      seen.options = options
      expect(seen.options.abortSignal).to.equal(undefined)
      return client.send(command, options)
    }
    const { signal, abort } = ((made) => ({ signal: made.signal, abort: () => made.abort() }))(
      new AbortController(),
    )
    const ended = rejection(sendTimed(command, send, rules(), signal, { client }))
    await ticks(30)
    const attempt = seen.options?.abortSignal
    expect(attempt).to.be.instanceOf(AbortSignal)
    expect(attempt?.aborted).to.equal(false)
    abort()
    await ended
    expect(attempt?.aborted).to.equal(true)
    expect(seen.options?.abortSignal).to.equal(attempt)
  })

  it('accepts no result after it has ended a call', async () => {
    const accepted: unknown[] = []
    const late = () => ticks(20).then(() => 'late')
    const settings = { accept: (value: unknown) => void accepted.push(value) }
    expect(await rejection(sendTimed({}, late, rules({ total: 5 }), undefined, settings))).to.include({
      why: 'total',
    })
    await ticks(30)
    expect(accepted).to.deep.equal([])
    expect(await sendTimed({}, async () => 'soon', rules(), undefined, settings)).to.equal('soon')
    expect(accepted).to.deep.equal(['soon'])
  })

  it('rejects with what is thrown for a result, and with what is made of an error', async () => {
    const settings = {
      accept: () => {
        throw new Error('refused')
      },
      fail: async (error: unknown) => {
        throw new Error('in other words', { cause: error })
      },
    }
    const error = await rejection(sendTimed({}, async () => 5, rules(), undefined, settings))
    expect(error).to.include({ message: 'in other words' })
    expect(error.cause).to.include({ message: 'refused' })
    const aborted = await rejection(sendTimed({}, never, rules(), AbortSignal.abort('why'), settings))
    expect(aborted.cause).to.include({ why: 'signal', cause: 'why' })
  })

  it('ends the whole call at its limit', async () => {
    const error = await rejection(sendTimed({}, never, rules({ total: 20 }), undefined))
    expect(error).to.include({ why: 'total', message: 'no response within 20 ms' })
  })

  it('is not disturbed by a late response of an ended call', async () => {
    const late = () => ticks(20).then(() => Promise.reject(new Error('late')))
    expect(await rejection(sendTimed({}, late, rules({ total: 5 }), undefined))).to.include({ why: 'total' })
    await ticks(30)
  })

  for (const limit of [Infinity, 0, -1, Number.NaN, 2 ** 31])
    it(`a limit of ${limit} does not apply`, async () => {
      const work = () => ticks(3).then(() => 'answer')
      expect(await sendTimed({}, work, rules({ total: limit, attempt: limit }), undefined)).to.equal('answer')
    })

  it('ends an attempt at its limit, hangs up, and lets the SDK try again', async () => {
    const endpoint = await fakeEndpoint((_, turn) =>
      turn < 3 ? 'hang' : { body: { Item: { id: { S: 'a' } } } },
    )
    const client = clientOf(endpoint)
    const output = (await getVia(client, { attempt: 120 })) as { $metadata: { attempts: number } }
    expect(output).to.have.nested.property('Item.id.S', 'a')
    expect(output.$metadata.attempts).to.equal(3)
    await ticks(5)
    expect(endpoint.hungUp()).to.equal(2)
    client.destroy()
  })

  it('rejects with the limit of an attempt when the attempts run out', async () => {
    const endpoint = await fakeEndpoint(() => 'hang')
    const client = clientOf(endpoint, 2)
    const error = await rejection(getVia(client, { attempt: 100 }))
    expect(error).to.include({ why: 'attempt' })
    expect(error).to.have.nested.property('$metadata.attempts', 2)
    expect(endpoint.requested).to.have.length(2)
    await ticks(5)
    expect(endpoint.hungUp()).to.equal(2)
    client.destroy()
  })

  it('hangs up when the whole call is ended, and tries no more', async () => {
    const endpoint = await fakeEndpoint(() => 'hang')
    const client = clientOf(endpoint)
    expect(await rejection(getVia(client, { total: 250 }))).to.include({ why: 'total' })
    await ticks(80)
    expect(endpoint.requested).to.have.length(1)
    expect(endpoint.hungUp()).to.equal(1)
    client.destroy()
  })

  it('stops the attempts when it is aborted between two of them', async () => {
    const endpoint = await fakeEndpoint(() => failure('ThrottlingException'))
    const client = clientOf(endpoint, 5)
    const controller = new AbortController()
    const ended = rejection(getVia(client, {}, controller.signal))
    while (endpoint.requested.length === 0) await ticks(2)
    await ticks(5)
    controller.abort()
    const start = performance.now()
    expect(await ended).to.include({ why: 'signal' })
    expect(performance.now() - start).to.be.lessThan(1_000)
    // An attempt that was under way when the signal was aborted may still reach the server.
    await ticks(100)
    const sent = endpoint.requested.length
    await ticks(300)
    expect(endpoint.requested).to.have.length(sent)
    client.destroy()
  })

  it('knows that nothing was sent while the SDK still looks for credentials', async () => {
    const endpoint = await fakeEndpoint(() => ({ body: {} }))
    const client = new DynamoDBClient({ region: 'eu-west-1', endpoint: endpoint.url, credentials: never })
    expect(await rejection(getVia(client, { total: 40 }))).to.include({ why: 'total' })
    expect(endpoint.requested).to.have.length(0)
    client.destroy()
  })

  describe('of what must be applied once', () => {
    const reply = { body: { Item: {} } }
    const lost = [
      ['no response in time', 'hang'],
      ['a failure of the service', failure('InternalServerError', 'oh', 500)],
      ['a gateway that gave up', { status: 503, body: '<html>' }],
      ['a response that is not JSON', { body: '{"Item":{' }],
    ] as const

    for (const [what, first] of lost)
      it(`ends with the first attempt that met ${what}`, async () => {
        const endpoint = await fakeEndpoint((_, turn) => (turn === 1 ? first : reply))
        const client = clientOf(endpoint)
        const error = await rejection(getVia(client, { attempt: 100 }, undefined, true))
        expect(error).to.be.instanceOf(LostResponse)
        expect(endpoint.requested).to.have.length(1)
        client.destroy()
      })

    it('tries again after refusals, which were not applied', async () => {
      const endpoint = await fakeEndpoint((_, turn) => (turn === 1 ? failure('ThrottlingException') : reply))
      const client = clientOf(endpoint)
      expect(await getVia(client, {}, undefined, true)).to.have.nested.property('$metadata.attempts', 2)
      client.destroy()
    })

    it('tries again where no connection was made', async () => {
      const { url } = await fakeEndpoint(() => 'hang')
      const port = new URL(url).port
      const refusing = url.replace(port, '1')
      const client = clientOf({ url: refusing } as FakeEndpoint)
      const error = await rejection(getVia(client, {}, undefined, true))
      expect(error).to.include({ code: 'ECONNREFUSED' })
      expect(error).to.have.nested.property('$metadata.attempts', 3)
      client.destroy()
    })

    it('rejects as usual if this side ends it', async () => {
      const endpoint = await fakeEndpoint(() => 'hang')
      const client = clientOf(endpoint)
      expect(await rejection(getVia(client, { total: 60 }, undefined, true))).to.include({ why: 'total' })
      const controller = new AbortController()
      const ended = rejection(getVia(client, {}, controller.signal, true))
      setTimeout(() => controller.abort(), 30)
      expect(await ended).to.include({ why: 'signal' })
      client.destroy()
    })
  })

  describe('notes', () => {
    for (const [what, first, limits, noted] of [
      ['a lost response that another attempt followed', 'reset', {}, true],
      ['no response in time', 'hang', { attempt: 100 }, true],
      ['a failure of the service', failure('InternalServerError', 'oh', 500), {}, true],
      ['a refusal', failure('ThrottlingException'), {}, false],
      ['nothing if the first attempt gets a response', { body: {} }, {}, false],
      ['nothing where no attempt follows', { body: '{"Item":{' }, {}, false],
    ] as const)
      it(`${what}: ${noted}`, async () => {
        const endpoint = await fakeEndpoint((_, turn) => (turn === 1 ? first : { body: {} }))
        const client = clientOf(endpoint)
        const log = noAttempts()
        await getVia(client, limits, undefined, false, log).catch(() => undefined)
        expect(log.lost).to.equal(noted)
        client.destroy()
      })

    for (const [what, reply, last] of [
      ['a lost response', 'reset', true],
      ['a response that is not JSON', { body: '{"Item":{' }, true],
      ['a refusal', failure('ValidationException'), false],
    ] as const)
      it(`of the last attempt ${what}: ${last}`, async () => {
        const client = clientOf(await fakeEndpoint(() => reply))
        const log = noAttempts()
        await rejection(getVia(client, {}, undefined, false, log))
        expect(log).to.include({ last })
        client.destroy()
      })

    it('nothing of the last attempt if none began, or if the client is mocked', async () => {
      const client = new DynamoDBClient({
        region: 'eu-west-1',
        credentials: () => Promise.reject(new Error('no credentials')),
      })
      const log = noAttempts()
      expect(await rejection(getVia(client, {}, undefined, false, log))).to.have.property(
        'message',
        'no credentials',
      )
      expect(log).to.include({ begun: 0, lost: false, last: false })
      client.destroy()

      const ofMock = noAttempts()
      const mocked = sendTimed({}, () => Promise.reject(new Error('no')), rules(), undefined, {
        attempts: ofMock,
      })
      await rejection(mocked)
      expect(ofMock).to.deep.equal(noAttempts())
    })
  })

  it('leaves the client as it was', async () => {
    const endpoint = await fakeEndpoint(() => ({ body: {} }))
    const client = clientOf(endpoint)
    const before = client.middlewareStack.identify()
    await getVia(client, { attempt: 1000, total: 1000 })
    expect(client.middlewareStack.identify()).to.deep.equal(before)
    client.destroy()
  })
})
