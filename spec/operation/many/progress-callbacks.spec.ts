// What `onProgress` returns: nothing, a promise, or an error.
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import { ProgressCallbacks } from '../../../lib/operation/many/progress-callbacks.js'

const mine = new Error('mine')
const never = () => new Promise(() => {})

function listening() {
  const failures: unknown[] = []
  return { failures, responses: new ProgressCallbacks((error) => failures.push(error)) }
}

describe('ProgressCallbacks', () => {
  for (const [what, discriminate, failed] of [
    ['nothing', () => undefined, []],
    ['a value', () => 5, []],
    ['a promise', async () => 5, []],
    ['an error that is thrown', () => throwing(), [mine]],
    ['a promise that is rejected', async () => throwing(), [mine]],
    ['a thenable that rejects', () => ({ then: (_: unknown, no: (e: Error) => void) => no(mine) }), [mine]],
  ] as const)
    it(`hears of ${what}`, async () => {
      const { responses: replies, failures } = listening()
      replies.call(discriminate)
      await replies.all()
      expect(failures).deep.equal(failed)
    })

  it('is at its end when all promises are, and keeps none of them', async () => {
    const { responses: replies } = listening()
    let release = (_: unknown): void => {}
    replies.call(() => new Promise((resolve) => (release = resolve)))
    let ended = false
    const end = replies.all().then(() => (ended = true))
    await turn()
    expect(ended).equal(false)
    release(undefined)
    await end
    expect(replies.open.size).equal(0)
  })

  it('waits for no other once one was rejected', async () => {
    const { responses: replies, failures } = listening()
    replies.call(never)
    replies.call(async () => throwing())
    await replies.all()
    await replies.all()
    expect(failures).deep.equal([mine])
  })
})

function throwing(): never {
  throw mine
}
