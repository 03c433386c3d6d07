// Theme: 1,000 items read by their keys in requests of 100, one after the other; each page comes in another order
// than requested.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { comparable } from './harness/comparable.mjs'
import { chunks, makeOrder, storeOrder, tableName } from './harness/order.mjs'

export const contenders = [
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'onetable',
  'dynamoose',
  'dyntastic',
]
export const modes = ['full', 'conv']
export const targets = { full: 0.45, conv: 0.45 }

/**
 * The operation of one contender, ready to be measured; it has shown that it reads every item, in the order
 * requested.
 */
export async function operation(contender, mode) {
  const all = Array.from({ length: 1_000 }, (_, number) => contender.stored(storeOrder(number)))
  const responses = chunks(all, 100).map((items) => ({
    Responses: { [tableName]: [...items].reverse() },
    UnprocessedKeys: {},
  }))
  const { client } = cannedClient(mode, responses)
  const orders = contender.open({ client, mode })
  const expected = Array.from({ length: 1_000 }, (_, number) => makeOrder(number))
  const keys = expected.map(({ customerId, orderId }) => ({ customerId, orderId }))
  assert.deepEqual((await orders.getMany(keys)).map(comparable), expected.map(comparable))
  return () => orders.getMany(keys)
}
