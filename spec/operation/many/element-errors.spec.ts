// One error for the faults of several elements.
import { expect } from 'chai'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { elementError } from '../../../lib/operation/many/element-errors.js'

const where = { entity: 'User', operation: 'save' } as const
const invalid = (...path: (string | number)[]) =>
  new ValidationError({ ...where, failures: [{ path, message: 'bad', value: 'secret' }] })

describe('elementError', () => {
  it('joins the failures of all elements, with the index before their paths', () => {
    const error = elementError('saveMany', [
      { index: 3, error: invalid('age') },
      { index: 4, error: new InvalidKeyError({ ...where, detail: 'no key' }) },
      { index: 7, error: invalid('lines', 0, 'sku') },
      { index: 8, error: invalid(0) },
      { index: 9, error: invalid() },
    ]) as ValidationError
    expect(error).instanceOf(ValidationError)
    expect(error).include({ entity: 'User', operation: 'saveMany' })
    expect(error.failures.map(({ path }) => path)).deep.equal([
      '[3].age',
      '[7].lines[0].sku',
      '[8][0]',
      '[9]',
    ])
    expect(error.failures[0]?.value).equal('secret')
    expect(JSON.stringify(error)).not.contain('secret')
    expect(error.message).match(/^User\.saveMany: \[3\]\.age: bad; /)
  })

  it('lists the others, as far as they are of the class of the first', () => {
    const faults = Array.from({ length: 14 }, (_, index) => ({
      index,
      error: new InvalidKeyError({ ...where, detail: `no key ${index}` }),
    }))
    const error = elementError('deleteMany', [
      ...faults,
      { index: 20, error: invalid('a') },
    ]) as InvalidKeyError
    expect(error).instanceOf(InvalidKeyError)
    expect(error.message).match(/^User\.deleteMany: \[0\]: no key 0; .*\[9\]: no key 9; and 4 more$/)
    expect(error.cause).equal(faults[0]?.error)
  })

  it('keeps the class and the reason', () => {
    const refused = new UnsupportedOperationError({ detail: 'no operation' })
    expect(elementError('batch', [{ index: 2, error: refused }]))
      .instanceOf(UnsupportedOperationError)
      .include({ message: 'batch: [2]: no operation' })
    const place = new ScopeError({ ...where, detail: 'elsewhere', reason: 'place' })
    expect(elementError('batch', [{ index: 2, error: place }]))
      .instanceOf(ScopeError)
      .include({ reason: 'place' })
  })

  it('does not change other errors', () => {
    const error = new Error('mine')
    expect(elementError('batch', [{ index: 0, error }])).equal(error)
    expect(elementError('batch', [{ index: 0, error: undefined }])).equal(undefined)
  })
})
