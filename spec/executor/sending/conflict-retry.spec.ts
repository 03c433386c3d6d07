// What the executor itself sends again, how often, until when, and what it says when nothing helped.
import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import type { DyntasticError } from '../../../lib/errors/dyntastic-error.js'
import { IdempotencyMismatchError } from '../../../lib/errors/idempotency-mismatch-error.js'
import { AbortedError, TimeoutError } from '../../../lib/errors/interrupted.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ThrottledError } from '../../../lib/errors/throttled-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { sendWithRetry } from '../../../lib/executor/sending/conflict-retry.js'
import { notifierOf } from '../../../lib/executor/sending/observers.js'
import { noAttempts } from '../../../lib/executor/sending/outcome.js'
import type { Way } from '../../../lib/executor/sending/send.js'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'
import { socketWaits } from '../../../lib/executor/sending/socket-waits.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { get, put, rejection, things } from '../requests.js'

/** What a client meets: an error, a response, or nothing ever. */
type Met = Error | object | 'hang'

const quick = { attempts: 4, base: 1, most: 2 }

function fault(name: string, more: object = {}): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400, attempts: 1 } }, more)
}

const reset = (attempts = 1) => fault('TimeoutError', { code: 'ECONNRESET', $metadata: { attempts } })
const cancelled = (...codes: string[]) =>
  fault('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) })

/** A client that meets these, one after the other, and then succeeds. */
function wayOf(
  met: readonly Met[],
  { total = 5_000, signal }: { total?: number; signal?: AbortSignal } = {},
) {
  const sent: object[] = []
  const left = [...met]
  const client = {
    config: {},
    async send({ input }: { input: object }) {
      sent.push(input)
      const next = left.shift() ?? { $metadata: {} }
      if (next === 'hang') return new Promise(() => {})
      if (next instanceof Error) throw next
      return next
    },
  }
  const rules = {
    limits: { attempt: 1_000, total },
    signals: sharedSignals(),
    plans: new WeakMap(),
    waits: socketWaits(),
  }
  const clients = { for: () => client, destroy() {} }
  const way = { clients, rules, notifier: notifierOf([]), signal, attempts: noAttempts() }
  return { way: way as unknown as Way, sent }
}

function transaction(token?: string): Request<'TransactWriteItems'> {
  const input = {
    TransactItems: [{ Put: { TableName: 'Things', Item: { id: { S: 'a' } } } }],
    ...(token === undefined ? {} : { ClientRequestToken: token }),
  }
  return { call: 'TransactWriteItems', entity: 'Thing', operation: 'transaction', table: things(), input }
}

function snapshot(): Request<'TransactGetItems'> {
  const input = { TransactItems: [{ Get: { TableName: 'Things', Key: { id: { S: 'a' } } } }] }
  return { call: 'TransactGetItems', entity: 'Thing', operation: 'transactionGet', table: things(), input }
}

describe('executor/conflict-retry', () => {
  const requests = {
    'a transaction': transaction('t'),
    'a transaction without a token': transaction(),
    'a transaction of reads': snapshot(),
    'a put': put(),
    'a put that must not be repeated': { ...put(), repeatable: false },
    'a get': get(),
  }
  type What = keyof typeof requests
  const all = Object.keys(requests) as What[]

  const rows: readonly (readonly [string, Error, readonly What[]])[] = [
    ['a conflict', fault('TransactionConflictException'), all],
    ['a conflict inside', cancelled('None', 'TransactionConflict'), all],
    [
      'throttles and conflicts inside',
      cancelled('ThrottlingError', 'ProvisionedThroughputExceeded', 'TransactionConflict'),
      all,
    ],
    [
      'itself under way',
      fault('TransactionInProgressException'),
      ['a transaction', 'a transaction of reads'],
    ],
    ['a throttle', fault('ThrottlingException'), ['a transaction', 'a transaction of reads']],
    ['a broken connection', reset(), ['a transaction', 'a transaction of reads']],
    [
      'a failure of the service',
      fault('InternalServerError', { $metadata: { httpStatusCode: 500 } }),
      ['a transaction', 'a transaction of reads'],
    ],
    [
      'a response that cannot be read',
      new SyntaxError('Unexpected token'),
      ['a transaction', 'a transaction of reads'],
    ],
    [
      'the time limit of the client',
      fault('TimeoutError', { $metadata: {} }),
      ['a transaction', 'a transaction of reads'],
    ],
    [
      'a condition that was not met, next to a conflict',
      cancelled('ConditionalCheckFailed', 'TransactionConflict'),
      [],
    ],
    ['a refusal without reasons', cancelled('None'), []],
    ['a refusal whose reasons are unknown', fault('TransactionCanceledException'), []],
    ['a condition', fault('ConditionalCheckFailedException'), []],
    ['a refused request', fault('ValidationException'), []],
    ['a token of something else', fault('IdempotentParameterMismatchException'), []],
  ]
  for (const [what, error, repeated] of rows)
    for (const name of all)
      it(`${repeated.includes(name) ? 'sends' : 'does not send'} ${name} again after ${what}`, async () => {
        const { way, sent } = wayOf([error, error])
        const request: Request = requests[name]
        const again = repeated.includes(name)
        const end = await sendWithRetry(request, way, quick).then(
          () => 'answered',
          (failure: DyntasticError) => Object(failure.cause).name,
        )
        expect(end).to.equal(again ? 'answered' : error.name)
        expect(sent).to.have.length(again ? 3 : 1)
        // The very same input: in a transaction, the same token.
        for (const input of sent) expect(input).to.equal(request.input)
      })

  it('sends it as often as the policy says', async () => {
    const { way, sent } = wayOf(Array.from({ length: 9 }, () => cancelled('TransactionConflict')))
    const error = await rejection(sendWithRetry(transaction('t'), way, quick))
    expect(error).to.be.instanceOf(RequestFailedError)
    expect(sent).to.have.length(4)
  })

  it('pauses longer each time, with full jitter, up to a bound', async () => {
    const { random } = Math
    const { setTimeout: original } = globalThis
    const pauses: unknown[] = []
    Math.random = () => 1
    // Timers of a second and more are limits, not pauses.
    globalThis.setTimeout = ((action: () => void, ms = 0) => {
      if (ms < 1_000) pauses.push(ms)
      return original(action, ms < 1_000 ? 0 : ms)
    }) as typeof setTimeout
    try {
      const { way } = wayOf(Array.from({ length: 5 }, () => fault('TransactionConflictException')))
      await sendWithRetry(put(), way, { attempts: 6, base: 25, most: 150 })
    } finally {
      Math.random = random
      globalThis.setTimeout = original
    }
    expect(pauses).to.deep.equal([25, 50, 100, 150, 150])
  })

  it('ends within the limit of one whole call, which the error names as a whole', async () => {
    const start = performance.now()
    const { way, sent } = wayOf([reset(), 'hang'], { total: 80 })
    const error = await rejection(sendWithRetry(transaction('t'), way, quick))
    expect(performance.now() - start).to.be.within(70, 5_000)
    expect(sent).to.have.length(2)
    expect(error).to.be.instanceOf(TimeoutError).and.include({ outcome: 'unknown' })
    expect(error.message).to.equal(
      'Thing.transaction: no response within 80 ms, in 2 requests; the write may have been applied',
    )
  })

  it('does not begin a pause that would end after the limit', async () => {
    const { way, sent } = wayOf([cancelled('TransactionConflict')], { total: 20 })
    const { random } = Math
    Math.random = () => 1
    try {
      await rejection(sendWithRetry(transaction('t'), way, { attempts: 9, base: 1_000, most: 1_000 }))
    } finally {
      Math.random = random
    }
    expect(sent).to.have.length(1)
  })

  it('stops long before a token is forgotten, whatever the limit', async () => {
    const { now } = performance
    let minutes = 0
    performance.now = () => now.call(performance) + minutes * 60_000
    try {
      for (const total of [Number.POSITIVE_INFINITY, 0, 3_600_000]) {
        minutes = 0
        const { way, sent } = wayOf(
          Array.from({ length: 99 }, () => reset()),
          { total },
        )
        const { clients } = way
        const slow = {
          ...clients,
          for(table: never) {
            minutes += 1
            return clients.for(table)
          },
        }
        await rejection(
          sendWithRetry(transaction('t'), { ...way, clients: slow }, { attempts: 99, base: 0, most: 0 }),
        )
        expect(sent, String(total)).to.have.length(5)
      }
    } finally {
      performance.now = now
    }
  })

  describe('aborted in a pause', () => {
    const slow = { attempts: 4, base: 10_000, most: 10_000 }

    async function abortedAfter(error: Error, request: Request = transaction('t')) {
      const controller = new AbortController()
      const { way, sent } = wayOf([error], { total: 60_000, signal: controller.signal })
      const work = sendWithRetry(request, way, slow)
      // The jitter is whole: by chance, or on a busy machine, the pause could be over before it is aborted.
      const { random } = Math
      Math.random = () => 1
      await new Promise((done) => setTimeout(done, 5))
      Math.random = random
      const start = performance.now()
      controller.abort(new Error('enough'))
      const failure = await rejection(work)
      expect(performance.now() - start).to.be.lessThan(1_000)
      expect(sent).to.have.length(1)
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0)
      expect(failure).to.be.instanceOf(AbortedError).and.include({ entity: 'Thing' })
      expect(failure.cause).to.have.property('message', 'enough')
      return failure as AbortedError
    }

    it('says that the outcome is unknown where a response was lost', async () => {
      expect(await abortedAfter(reset())).to.include({ outcome: 'unknown' })
      expect(await abortedAfter(fault('TransactionInProgressException'))).to.include({ outcome: 'unknown' })
    })

    it('says that nothing was written where all was refused', async () => {
      expect(await abortedAfter(cancelled('TransactionConflict'))).to.include({ outcome: 'nothing written' })
      expect(await abortedAfter(fault('TransactionConflictException'), put())).to.include({
        outcome: 'nothing written',
      })
      expect(await abortedAfter(reset(), snapshot())).to.include({ outcome: 'nothing written' })
    })
  })

  it('listens once to a signal that many share', async () => {
    const controller = new AbortController()
    const { way } = wayOf(
      Array.from({ length: 40 }, () => cancelled('TransactionConflict')),
      { signal: controller.signal },
    )
    await Promise.all(
      Array.from({ length: 20 }, () =>
        sendWithRetry(transaction('t'), way, { ...quick, attempts: 50, base: 20, most: 20 }),
      ),
    )
    expect(getEventListeners(controller.signal, 'abort')).to.have.length(0)
  })

  describe('the error after the last attempt', () => {
    const policy = { attempts: 2, base: 0, most: 0 }
    const reported = async (...met: Error[]) =>
      rejection(sendWithRetry(transaction('t'), wayOf(met).way, policy))

    it('a throttle, a broken connection and one under way are of unknown outcome after a lost response', async () => {
      for (const last of [
        fault('ThrottlingException'),
        fault('Error', { code: 'ECONNREFUSED', $metadata: {} }),
        fault('TransactionInProgressException'),
      ]) {
        const error = await reported(reset(), last)
        expect(error, last.name).to.be.instanceOf(UnknownOutcomeError)
        expect(error.cause).to.equal(last)
        expect(error.message).to.match(/may have been applied/)
      }
    })

    it('a refusal proves nothing of an attempt without a response, which may still arrive and be applied', async () => {
      for (const code of ['ConditionalCheckFailed', 'TransactionConflict'])
        expect(await reported(reset(), cancelled(code)), code)
          .instanceOf(UnknownOutcomeError)
          .include({ outcome: 'unknown' })
    })

    it('a refusal is certain after an attempt to which DynamoDB itself responded', async () => {
      const error = await reported(
        fault('TransactionInProgressException'),
        cancelled('ConditionalCheckFailed'),
      )
      expect(error).instanceOf(RequestFailedError).not.instanceOf(UnknownOutcomeError)
      expect(error).include({ outcome: 'nothing written' })
    })

    it('a throttle alone wrote nothing', async () => {
      const throttle = fault('ThrottlingException')
      expect(await reported(throttle, throttle)).to.be.instanceOf(ThrottledError)
    })

    it('a token of something else is said by name', async () => {
      const error = await reported(fault('IdempotentParameterMismatchException'))
      expect(error).to.be.instanceOf(IdempotencyMismatchError)
    })

    it('what a condition of a put meets after a conflict that followed a lost response may be its own doing', async () => {
      const lostBefore = fault('TransactionConflictException', {
        $metadata: { httpStatusCode: 400, attempts: 2 },
      })
      const { way } = wayOf([])
      // The SDK's own attempts: the first response is lost, the second attempt meets a conflict.
      let turn = 0
      const send = async (command: { middlewareStack: { resolve?: unknown } }) => {
        turn += 1
        if (turn > 1) throw fault('ConditionalCheckFailedException')
        await sdkLike(command, [reset(), lostBefore])
      }
      const client = { config: {}, send }
      const clients = { for: () => client, destroy() {} } as unknown as Way['clients']
      const error = await rejection(sendWithRetry(put(), { ...way, clients }, policy))
      expect(error).to.be.instanceOf(ConditionFailedError)
      expect(error).to.include({ outcome: 'unknown' })
      expect(error.cause, 'the error of the SDK as it was').to.have.nested.property('$metadata.attempts', 1)
    })
  })
})

// Calls the middleware that the executor adds, as the SDK's retry loop does: once per attempt.
async function sdkLike(command: object, ends: readonly Error[]): Promise<void> {
  const added: ((next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>)[] = []
  const stack = Reflect.get(command, 'middlewareStack') as { applyToStack(stack: object): void }
  stack.applyToStack({ add: (middleware: never) => added.push(middleware), addRelativeTo() {} })
  const left = [...ends]
  const attempt = added.at(-1)?.(() => Promise.reject(left.shift()))
  let last: unknown
  for (const _ of ends) await attempt?.({}).catch((error) => (last = error))
  throw last
}
