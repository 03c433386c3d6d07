// One invocation of a function: with a promise, with a callback, and with none of them.
import { expect } from 'chai'
import type { DeliveryFunction } from '../../lib/testing/lambda-function.js'
import { invoke } from '../../lib/testing/lambda-invocation.js'

const records = [1, 2, 3].map((sequence) => ({
  sequence,
  text: String(sequence),
  record: { dynamodb: { Keys: {}, SequenceNumber: String(sequence) } },
}))
const failedOf = async (handler: DeliveryFunction) => (await invoke(records, handler, {})).failed

describe('invocations', () => {
  it('end with a value, a promise or a callback', async () => {
    const response = { batchItemFailures: [{ itemIdentifier: '2' }] }
    expect(await failedOf(() => response)).equal(1)
    expect(await failedOf(async () => response)).equal(1)
    expect(
      await failedOf((_event, _context, callback) => void setTimeout(callback, 1, null, response)),
    ).equal(1)
    expect(await failedOf((_event, _context, callback) => callback(new Error('x')))).equal(0)
    expect(await failedOf(async (_event, _context, _callback) => response)).equal(1)
    expect(await failedOf(() => undefined)).equal(undefined)
  })

  it('the lowest of several reported records counts, in any order', async () => {
    const response = { batchItemFailures: [{ itemIdentifier: '3' }, { itemIdentifier: '2' }] }
    expect(await failedOf(() => response)).equal(1)
  })
})
