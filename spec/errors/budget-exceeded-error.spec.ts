// A spent budget: what was read so far and where to go on are at hand, and shown nowhere.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { BudgetExceededError } from '../../lib/errors/budget-exceeded-error.js'
import { errorCodes } from '../../lib/errors/codes.js'
import { secret } from './samples.js'

describe('BudgetExceededError', () => {
  const items = [{ userId: 'u1', password: secret }]
  const error = new BudgetExceededError({ entity: 'User', operation: 'query', items, cursor: 'AbC' })

  it('has the items read so far, and the cursor that goes on after them', () => {
    expect(error.items).equal(items)
    expect(error.cursor).equal('AbC')
    expect(error).include({ code: 'BUDGET_EXCEEDED', name: 'BudgetExceededError' })
  })

  it('says what happened, or the detail that it is given', () => {
    expect(error.message).contain(`User.query: ${errorCodes.BUDGET_EXCEEDED.sentence}`)
    const other = new BudgetExceededError({ detail: 'just so', items: [], cursor: undefined })
    expect(other.message).equal('just so')
    expect(other.cursor).equal(undefined)
  })

  it('shows neither items nor cursor', () => {
    for (const text of [error.message, JSON.stringify(error), inspect(error, { depth: 10 })])
      expect(text).not.contain(secret).not.contain('AbC')
    expect(Object.keys(error)).not.include.members(['items', 'cursor'])
  })

  it('belongs to the errors after sending', () => {
    expect(errorCodes[BudgetExceededError.code].family).equal('after sending')
  })
})
