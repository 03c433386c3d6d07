// A cancelled transaction: a reason for each operation, and no value that is not a key in what is shown.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { ConditionFailedError } from '../../lib/errors/condition-failed-error.js'
import { reasonsIn, TransactionCancelledError } from '../../lib/errors/transaction-cancelled-error.js'
import { secret } from './samples.js'

describe('TransactionCancelledError', () => {
  const item = { userId: 'u1', password: secret }
  const failed = new ConditionFailedError({ entity: 'User', item, stored: item })
  const none = { code: 'None', entity: 'Order', operation: 'save', key: { orderId: 'o1' } }
  const met = { code: 'ConditionalCheckFailed', entity: 'User', operation: 'update', key: { userId: 'u1' } }
  const reasons = [
    { ...none, message: undefined, item: undefined, error: undefined },
    { ...met, message: `it said ${secret}`, item, error: failed },
  ]
  const error = new TransactionCancelledError({ operation: 'transaction', reasons })

  it('has the reason of each operation in its place, with the item as it stands and what it alone would have thrown', () => {
    expect(error.reasons).length(2)
    expect(error.reasons[0]).include({ code: 'None', entity: 'Order', item: undefined, error: undefined })
    expect(error.reasons[1]).include({ ...met, item, error: failed, message: `it said ${secret}` })
  })

  it('shows codes, entities and keys, and neither items nor messages', () => {
    expect(JSON.parse(JSON.stringify(error))).deep.include({ reasons: [none, met] })
    for (const text of [
      JSON.stringify(error),
      inspect(error, { depth: 10 }),
      error.message,
      `${error.stack}`,
    ])
      expect(text).not.contain(secret)
    expect(inspect(error, { depth: 10 })).contain('u1')
  })
})

describe('reasonsIn', () => {
  it('reads the reasons of the SDK, and takes what a mocked client gives in their place', () => {
    const reason = { Code: 'None' }
    expect(reasonsIn({ CancellationReasons: [reason] })).deep.equal([reason])
    expect(
      reasonsIn({ CancellationReasons: [null, undefined, 5, reason] }).map(({ Code }) => Code),
    ).deep.equal([undefined, undefined, undefined, 'None'])
    for (const cause of [{}, { CancellationReasons: null }, { CancellationReasons: 'x' }, null, undefined, 5])
      expect(reasonsIn(cause)).deep.equal([])
  })
})
