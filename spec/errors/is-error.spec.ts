// Errors are told apart by their codes, whatever became of their classes.
import { expect } from 'chai'
import { type ErrorCode, errorCodes } from '../../lib/errors/codes.js'
import { ConditionFailedError } from '../../lib/errors/condition-failed-error.js'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { isError } from '../../lib/errors/is-error.js'
import { ItemNotFoundError } from '../../lib/errors/item-not-found-error.js'
import { samples } from './samples.js'

const codes = Object.keys(errorCodes) as ErrorCode[]

describe('isError', () => {
  for (const code of codes)
    it(`${code}: says the same as instanceof, for an error of any class`, () => {
      const error = samples[code][1]({})
      for (const other of codes) {
        const [Class] = samples[other]
        expect(isError(error, Class), other).equal(error instanceof Class)
        const inherits =
          error.constructor === Class || Object.prototype.isPrototypeOf.call(Class.prototype, error)
        expect(isError(error, Class), other).equal(inherits)
      }
    })

  it('holds for a subclass of the user, and for a class of another copy', () => {
    class Own extends ItemNotFoundError {}
    const error = new Own({ key: { id: 1 } })
    expect(isError(error, ItemNotFoundError)).equal(true)
    expect(isError(error, DyntasticError)).equal(true)
    expect(isError(error, ConditionFailedError)).equal(false)
    expect(isError(error, { code: 'ITEM_NOT_FOUND', prototype: error })).equal(true)
  })

  for (const value of [
    undefined,
    null,
    'VALIDATION',
    new Error('x'),
    { code: 'VALIDATION' },
    { name: 'ValidationError' },
  ])
    it(`is false for ${String(value)}`, () => {
      for (const code of codes) expect(isError(value, samples[code][0])).equal(false)
    })
})
