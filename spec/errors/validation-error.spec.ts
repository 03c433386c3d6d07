// Every reason why a value does not fit, in order, each with its path.
import { expect } from 'chai'
import { ValidationError } from '../../lib/errors/validation-error.js'

describe('ValidationError', () => {
  const error = new ValidationError({
    entity: 'Order',
    operation: 'save',
    failures: [
      { path: ['total'], message: 'Expected a number, but received: "x"', value: 'x' },
      { path: ['lines', 0, 'sku'], message: 'Expected a string, but received: 5', value: 5 },
    ],
  })

  it('lists all failures, with path, message and value', () => {
    expect(error.failures.map(({ path, message, value }) => [path, message, value])).deep.equal([
      ['total', 'Expected a number, but received a string', 'x'],
      ['lines[0].sku', 'Expected a string, but received a number', 5],
    ])
  })

  it('names attribute and kind of value in its message', () => {
    expect(error.message).equal(
      'Order.save: total: Expected a number, but received a string; lines[0].sku: Expected a string, but received a number',
    )
  })

  it('keeps paths and messages in JSON', () => {
    expect(JSON.parse(JSON.stringify(error)).failures).deep.equal([
      { path: 'total', message: 'Expected a number, but received a string' },
      { path: 'lines[0].sku', message: 'Expected a string, but received a number' },
    ])
  })
})
