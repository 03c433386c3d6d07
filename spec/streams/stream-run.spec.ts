// Batches: order, the first failure, items side by side, and the time of the invocation.
import { expect } from 'chai'
import { type StreamOptions, streamHandler } from 'dyntastic/streams'
import { contextWith, eventOf, Order, sequenceOf } from '../support/stream-samples.js'

const change = (orderId: string, total: number) => ({
  item: Order.encode({ customerId: 'c', orderId, total }),
})
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const failedAt = (index: number) => ({ batchItemFailures: [{ itemIdentifier: sequenceOf(index) }] })

type Work = (total: number, signal: AbortSignal) => unknown

function handlerOf(work: Work, options: StreamOptions<'NEW_IMAGE'> = {}) {
  return streamHandler(
    [Order],
    { Order: { insert: ({ item, signal }) => work(item.total, signal), modify: 'ignore', remove: 'ignore' } },
    { onFailure() {}, view: 'NEW_IMAGE', ...options },
  )
}

describe('batches of a stream', () => {
  it('are handled one record after the other', async () => {
    const log: string[] = []
    const handler = handlerOf(async (total) => {
      log.push(`begin ${total}`)
      await pause(3 - total)
      log.push(`end ${total}`)
    })
    await handler(eventOf([change('a', 0), change('b', 1), change('c', 2)]))
    expect(log).deep.equal(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2'])
  })

  it('end at the first failure, whether it is thrown or rejected, and report it', async () => {
    for (const fail of [
      () => Promise.reject(new Error('x')),
      () => {
        throw undefined
      },
    ]) {
      const seen: number[] = []
      const handler = handlerOf((total) => {
        seen.push(total)
        return total === 1 ? fail() : undefined
      })
      expect(await handler(eventOf([change('a', 0), change('a', 1), change('a', 2)]))).deep.equal(failedAt(1))
      expect(seen).deep.equal([0, 1])
    }
  })

  it('byItem: different items at the same time, those of one item in order', async () => {
    const log: string[] = []
    const handler = handlerOf(
      async (total) => {
        log.push(`begin ${total}`)
        await pause(5)
        log.push(`end ${total}`)
      },
      { parallel: 'byItem' },
    )
    await handler(eventOf([change('a', 0), change('b', 1), change('a', 2)]))
    expect(log).deep.equal(['begin 0', 'begin 1', 'end 0', 'begin 2', 'end 1', 'end 2'])
  })

  it('byItem: at most as many items at a time as concurrency says', async () => {
    let [running, most] = [0, 0]
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      await pause(1)
      running -= 1
    }
    const changes = Array.from({ length: 30 }, (_, index) => change(`o${index}`, index))
    await handlerOf(work, { parallel: 'byItem', concurrency: 3 })(eventOf(changes))
    expect(most).equal(3)
    await handlerOf(work, { parallel: 'byItem' })(eventOf(changes))
    expect(most).equal(10)
  })

  it('byItem: the lowest failure is reported, and nothing after it begins', async () => {
    const seen: number[] = []
    const handler = handlerOf(
      async (total) => {
        seen.push(total)
        await pause(total === 2 ? 1 : 100)
        if (total === 2 || total === 1) throw new Error('x')
      },
      { parallel: 'byItem' },
    )
    // 2 fails first, then 1, which is lower; 3 is of the item of 0, which is done only then.
    const changes = [change('a', 0), change('b', 1), change('c', 2), change('a', 3)]
    expect(await handler(eventOf(changes))).deep.equal(failedAt(1))
    expect(seen).deep.equal([0, 1, 2])
  })

  it('onFailure receives the error and the record; without it there is a process warning', async () => {
    const failures: unknown[] = []
    const error = new Error('no')
    const handler = handlerOf(() => Promise.reject(error), {
      onFailure: (...given) => failures.push(...given),
    })
    const event = eventOf([change('a', 1)]) as { Records: object[] }
    await handler(event as never)
    expect(failures).deep.equal([error, event.Records[0]])
    const warnings: Error[] = []
    const listen = (warning: Error) => warnings.push(warning)
    process.on('warning', listen)
    await handlerOf(() => Promise.reject(error), { onFailure: undefined })(event as never)
    const broken = () => {
      throw new Error('broken')
    }
    expect(await handlerOf(() => Promise.reject(error), { onFailure: broken })(event as never)).deep.equal(
      failedAt(0),
    )
    await pause(1)
    process.off('warning', listen)
    const ours = warnings.filter((warning) => Reflect.get(warning, 'code') === 'DYNTASTIC_STREAM')
    expect(ours.map(({ message }) => message.replace(/\d{10,}/, 'N'))).deep.equal([
      'the record N of a stream was not handled, and will be retried',
      'onFailure threw Error',
      'the record N of a stream was not handled, and will be retried',
    ])
  })

  it('the signal aborts before the time is over, and the record that takes too long is reported', async () => {
    const errors: unknown[] = []
    let aborted = false
    const handler = handlerOf(
      async (total, signal) => {
        signal.addEventListener('abort', () => {
          aborted = true
        })
        if (total === 1) await pause(2_000)
      },
      { reserve: 20, onFailure: (error) => errors.push(error) },
    )
    const started = performance.now()
    const changes = [change('a', 0), change('a', 1), change('a', 2)]
    expect(await handler(eventOf(changes), contextWith(60))).deep.equal(failedAt(1))
    expect(performance.now() - started).lessThan(1_500)
    expect(aborted).equal(true)
    expect(errors[0]).include({ code: 'TIMEOUT', outcome: 'unknown' })
  })

  it('keeps a tenth of the time by default, and reports everything if there is none', async () => {
    const signals: boolean[] = []
    const handler = handlerOf((_, signal) => void signals.push(signal.aborted))
    expect(await handler(eventOf([change('a', 0)]), contextWith(900_000))).deep.equal({
      batchItemFailures: [],
    })
    expect(await handler(eventOf([change('a', 0)]), contextWith(0))).deep.equal(failedAt(0))
    const late = handlerOf(() => signals.push(true), { reserve: 100 })
    expect(await late(eventOf([change('a', 0)]), contextWith(100))).deep.equal(failedAt(0))
    expect(signals).deep.equal([false])
    // A context without a time, such as that of another host, does not limit anything.
    for (const context of [undefined, {}, contextWith(Number.NaN)])
      expect(await handler(eventOf([change('a', 0)]), context)).deep.equal({ batchItemFailures: [] })
  })
})
