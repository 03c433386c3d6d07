// A query of which nothing is said yet: frozen, and asking for everything once.
import { expect } from 'chai'
import { emptyQuery } from '../../../lib/operation/query/query-state.js'

describe('emptyQuery', () => {
  for (const scan of [false, true])
    it(`reads everything of a ${scan ? 'scan' : 'query'}`, () => {
      const state = emptyQuery(scan)
      expect(state).include({ scan, consistent: false, full: false, segments: 1, onInvalid: 'throw' })
      expect(state.conditions).deep.equal([])
      expect(state.select).deep.equal([])
      for (const name of ['index', 'order', 'limit', 'pageSize', 'after', 'budget'] as const)
        expect(state[name], name).equal(undefined)
    })

  it('is frozen, with its lists', () => {
    const state = emptyQuery(false)
    for (const part of [state, state.conditions, state.select]) expect(part).frozen
  })
})
