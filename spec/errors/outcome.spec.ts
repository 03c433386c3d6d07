// What errors say of the write behind them, and how that is changed before an error reaches the user.
import { expect } from 'chai'
import { DyntasticError, retold, withOutcome } from '../../lib/errors/dyntastic-error.js'
import { InvalidItemError } from '../../lib/errors/invalid-item-error.js'
import { ItemExistsError } from '../../lib/errors/item-exists-error.js'
import { type Outcome, outcomeWords } from '../../lib/errors/outcome.js'
import { ThrottledError } from '../../lib/errors/throttled-error.js'

const where = { entity: 'User', operation: 'save' }

describe('the outcome of an error', () => {
  it("is 'nothing written' by default, and then not part of the message", () => {
    const error = new DyntasticError({ ...where, detail: 'no' })
    expect(error).include({ outcome: 'nothing written', detail: 'no', message: 'User.save: no' })
    expect(Object.keys(error)).include('outcome').and.not.include('detail')
  })

  for (const [outcome, words] of Object.entries(outcomeWords) as [Outcome, string][])
    it(`'${outcome}' is in message and JSON: ${words}`, () => {
      const error = new DyntasticError({ ...where, detail: 'no', outcome })
      expect(error.message).equal(`User.save: no; ${words}`)
      expect(error.toJSON()).include({ outcome, message: error.message })
      const key = { userId: 'u1' }
      const reported = new ItemExistsError({ ...where, key, outcome })
      expect(reported.message).contain(`already exists ({ userId: 'u1' }); ${words}. Use \`save\``)
    })

  it('is said in other words where the usual ones do not fit, or not at all', () => {
    const outcome = 'unknown'
    const shown = (outcomeDetail: string) =>
      new DyntasticError({ ...where, detail: 'no', outcome, outcomeDetail }).message
    expect(shown('some of it')).equal('User.save: no; some of it')
    expect(shown('')).equal('User.save: no')
  })
})

describe('retold', () => {
  it('is the same error with another detail or outcome, in message and stack alike', () => {
    const error = new ThrottledError({ ...where, detail: 'slow', cause: 'why' })
    const { stack } = error
    expect(retold(error, { outcome: 'unknown' })).equal(error)
    expect(error).include({ outcome: 'unknown', detail: 'slow', cause: 'why', code: 'THROTTLED' })
    expect(error.message).equal('User.save: slow; the write may have been applied')
    expect(error.stack).contain(error.message).and.contain(stack?.split('\n')[1])
    expect(retold(error, { detail: 'slower' }).message).equal(
      'User.save: slower; the write may have been applied',
    )
    expect(Object.keys(error)).not.include.members(['message', 'stack', 'detail'])
  })
})

describe('withOutcome', () => {
  it('tells an error that knows of no write what is known of it', () => {
    const error = new InvalidItemError({ ...where, failures: [], stored: {}, detail: 'odd' })
    expect(withOutcome(error, 'written')).equal(error)
    expect(error).include({ outcome: 'written', message: 'User.save: odd; the write was applied' })
  })

  it('does not change an error that knows more, nor one of another library', () => {
    const unknown = new DyntasticError({ ...where, detail: 'no', outcome: 'unknown' })
    expect(withOutcome(unknown, 'written')).equal(unknown)
    expect(unknown.outcome).equal('unknown')
    const other = new RangeError('x')
    expect(withOutcome(other, 'unknown')).equal(other)
    expect(other).not.property('outcome')
    expect(withOutcome(undefined, 'unknown')).equal(undefined)
  })
})
