// Repairs of unique values: duplicates are never repaired.
import { expect } from 'chai'
import { repairValue } from '../../../lib/operation/unique-check/value-repair.js'
import { memberEntity } from '../../support/members.js'
import { FakeRunner } from '../fake-runner.js'

describe('the repair of a unique value', () => {
  it('sends nothing for a duplicate, or if nothing is wrong', async () => {
    const runner = new FakeRunner()
    const context = { model: memberEntity(), runner }
    const state = {
      item: undefined,
      guard: undefined,
      expected: undefined,
      owner: undefined,
      ownerKey: undefined,
    }
    for (const fault of ['duplicate', undefined] as const) {
      const found = { ...state, fault }
      expect(await repairValue(context, {}, 'x', found, {})).deep.equal({ state: found, repaired: false })
    }
    expect(runner.sent).deep.equal([])
  })
})
