// The state of an update after a change: the rest stays as it was.
import { expect } from 'chai'
import { deferred } from '../../../lib/operation/ground/deferred.js'
import { type UpdateState, withState } from '../../../lib/operation/update/update-state.js'
import { onFakeRunner } from '../update-samples.js'

const state = onFakeRunner().plains.update('a').set('total', 1).state()

describe('withState', () => {
  const changes: Record<keyof UpdateState, Partial<UpdateState>> = {
    does: { does: 'restore' },
    root: { root: { ...state.root, entity: 'Other' } },
    target: { target: deferred(() => expect.fail('no key')) },
    changes: { changes: [] },
    upsert: { upsert: [] },
    returning: { returning: 'old' },
    once: { once: { token: 't' } },
  }
  for (const [name, change] of Object.entries(changes))
    it(`takes another ${name}, and leaves the rest and the state itself`, () => {
      const before = { ...state }
      expect(withState(state, change)).deep.equal({ ...before, ...change })
      expect(state).deep.equal(before)
    })

  it('is the state itself without a change', () => {
    expect(withState(state, undefined)).equal(state)
  })
})
