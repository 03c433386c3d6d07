// A value worked out now, or the error met, which is thrown later; and awaitables, which run each time.
import { expect } from 'chai'
import { Awaitable, deferred, settle } from '../../../lib/operation/ground/deferred.js'
import type { RunOptions } from '../../../lib/operation/ground/runner.js'
import { rejection } from '../../support/rejection.js'

describe('deferred', () => {
  it('works the value out at once, and only once', () => {
    let calls = 0
    const value = deferred(() => ++calls)
    expect(calls).equal(1)
    expect([settle(value), settle(value)]).deep.equal([1, 1])
    expect(calls).equal(1)
  })

  it('keeps an error, and throws that very one each time', () => {
    const error = new Error('wrong')
    const failed = deferred(() => {
      throw error
    })
    for (const _ of [1, 2]) {
      try {
        settle(failed)
        expect.fail('nothing was thrown')
      } catch (thrown) {
        expect(thrown).equal(error)
      }
    }
  })

  it('takes undefined for a value, and undefined for an error', () => {
    expect(settle(deferred(() => undefined))).equal(undefined)
    let thrown: unknown = 'nothing'
    try {
      settle(
        deferred(() => {
          throw undefined
        }),
      )
    } catch (error) {
      thrown = error
    }
    expect(thrown).equal(undefined)
  })
})

class Counting extends Awaitable<number> {
  runs = 0
  given: (RunOptions | undefined)[] = []
  failure: Error | undefined

  override async execute(options?: RunOptions): Promise<number> {
    this.given.push(options)
    if (this.failure !== undefined) throw this.failure
    return ++this.runs
  }
}

describe('Awaitable', () => {
  it('does nothing until it is awaited, and runs each time', async () => {
    const work = new Counting()
    expect(work.runs).equal(0)
    expect([await work, await work, await work.execute()]).deep.equal([1, 2, 3])
  })

  it('runs if it is returned from an async function, and in Promise.all', async () => {
    const work = new Counting()
    const given = async (): Promise<number> => work
    expect(await given()).equal(1)
    expect(await Promise.all([work, 5, work])).deep.equal([2, 5, 3])
  })

  it('has then, catch and finally', async () => {
    const work = new Counting()
    expect(await work.then((runs) => runs * 10)).equal(10)
    expect(await work.catch(() => 'never')).equal(2)
    const ended: string[] = []
    expect(await work.finally(() => ended.push('ended'))).equal(3)
    work.failure = new Error('no')
    const failure = (error: unknown): unknown => error
    expect(await work.then(undefined, failure)).equal(work.failure)
    expect(await work.catch(failure)).equal(work.failure)
    expect(
      await rejection(
        work.finally(() => ended.push('ended')),
        Error,
      ),
    ).equal(work.failure)
    expect(ended).deep.equal(['ended', 'ended'])
  })

  it('hands options on', async () => {
    const work = new Counting()
    const options = { signal: new AbortController().signal }
    await work.execute(options)
    await work
    expect(work.given).deep.equal([options, undefined])
  })

  it('is tagged', () => {
    expect(Object.prototype.toString.call(new Counting())).equal('[object Operation]')
  })
})
