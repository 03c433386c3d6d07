// Options of a delivery are those of a trigger, within its limits.
import { expect } from 'chai'
import { checkOptions } from '../../lib/errors/option-table.js'
import { deliveryOptions } from '../../lib/testing/delivery-options.js'

const check = (options: object) => () =>
  checkOptions(deliveryOptions, options, { operation: 'stream.deliver' })

describe('delivery options', () => {
  it('take what Lambda takes', () => {
    expect(check({ batchSize: 10_000, maximumRetryAttempts: 0, reportBatchItemFailures: false })).not.throw()
    for (const wrong of [
      { batchSize: 10_001 },
      { maximumRetryAttempts: 1.5 },
      { bisectBatchOnFunctionError: 1 },
      { timeout: 0 },
    ])
      expect(check(wrong)).throw('must be')
    expect(check({ bisect: true })).throw('did you mean `bisectBatchOnFunctionError`?')
  })
})
