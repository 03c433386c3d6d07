// What `onProgress` returns: nothing, a promise, or an error.
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import { ProgressCallbacks } from '../../../lib/operation/many/progress-callbacks.js'

const mine = new Error('mine')
const never = () => new Promise(() => {})

function listening() {
  const failures: unknown[] = []
  return { failures, answers: new ProgressCallbacks((error) => failures.push(error)) }
}

describe('ProgressCallbacks', () => {
  for (const [what, tell, failed] of [
    ['nothing', () => undefined, []],
    ['a value', () => 5, []],
    ['a promise', async () => 5, []],
    ['an error that is thrown', () => throwing(), [mine]],
    ['a promise that is rejected', async () => throwing(), [mine]],
    ['a thenable that rejects', () => ({ then: (_: unknown, no: (e: Error) => void) => no(mine) }), [mine]],
  ] as const)
    it(`hears of ${what}`, async () => {
      const { answers, failures } = listening()
      answers.hear(tell)
      await answers.all()
      expect(failures).deep.equal(failed)
    })

  it('is at its end when all promises are, and keeps none of them', async () => {
    const { answers } = listening()
    let release = (_: unknown): void => {}
    answers.hear(() => new Promise((resolve) => (release = resolve)))
    let ended = false
    const end = answers.all().then(() => (ended = true))
    await turn()
    expect(ended).equal(false)
    release(undefined)
    await end
    expect(answers.open.size).equal(0)
  })

  it('waits for no other once one was rejected', async () => {
    const { answers, failures } = listening()
    answers.hear(never)
    answers.hear(async () => throwing())
    await answers.all()
    await answers.all()
    expect(failures).deep.equal([mine])
  })
})

function throwing(): never {
  throw mine
}
