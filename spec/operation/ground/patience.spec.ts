import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { isOver, patience, underOneLimit } from '../../../lib/operation/ground/patience.js'
import type { Runner } from '../../../lib/operation/ground/runner.js'

const runner = (timeLimit?: number): Runner => ({
  run: () => Promise.reject(new Error('not run')),
  toCommand: () => {
    throw new Error('not made')
  },
  timeLimit,
})

describe('operation/patience', () => {
  it('is over when the limit is reached, a coming pause included', async () => {
    const since = patience()
    expect(isOver(runner(50), since)).to.equal(false)
    expect(isOver(runner(50), since, 60)).to.equal(true)
    await sleep(55)
    expect(isOver(runner(50), since)).to.equal(true)
  })

  for (const limit of [undefined, 0, -1, Number.POSITIVE_INFINITY, Number.NaN])
    it(`is never over with a limit of ${limit}`, () => {
      expect(isOver(runner(limit), { since: -1e9 }, 1e9)).to.equal(false)
    })

  it('goes with the options, and a plain stub is given what it always was', () => {
    const { signal } = new AbortController()
    const since = patience()
    expect(underOneLimit(runner(50), { signal }, since)).to.deep.equal({ signal, patience: since })
    expect(underOneLimit(runner(50), undefined)).to.have.nested.property('patience.since')
    expect(underOneLimit(runner(), { signal })).to.deep.equal({ signal })
    expect(underOneLimit(runner(), undefined)).to.equal(undefined)
  })
})
