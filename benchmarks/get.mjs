// Theme: one item of 12 attributes, read by its key.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { comparable } from './harness/comparable.mjs'
import { key, makeOrder, storeOrder } from './harness/order.mjs'

export const contenders = [
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'onetable',
  'dynamoose',
  'dyntastic',
]
export const modes = ['full', 'conv']
export const targets = { full: 0.7, conv: 0.45 }

/** The operation of one contender, ready to be measured; it has shown that it reads the item. */
export async function operation(contender, mode) {
  const { client, log } = cannedClient(mode, { Item: contender.stored(storeOrder()) })
  const orders = contender.open({ client, mode })
  log.record = true
  assert.deepEqual(comparable(await orders.get(key)), comparable(makeOrder()))
  log.record = false
  assert.deepEqual(log.last.Key, { customerId: { S: key.customerId }, orderId: { S: key.orderId } })
  return () => orders.get(key)
}
