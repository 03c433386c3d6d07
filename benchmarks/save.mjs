// Theme: one item of 12 attributes, written whole.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { makeOrder, storeOrder } from './harness/order.mjs'

export const contenders = [
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'onetable',
  'dynamoose',
  'dyntastic',
]
export const modes = ['full', 'conv']
export const targets = { full: 0.6, conv: 0.3 }

/** The operation of one contender, ready to be measured; it has shown that it sends the item. */
export async function operation(contender, mode) {
  const { client, log } = cannedClient(mode, {})
  const orders = contender.open({ client, mode })
  const order = makeOrder()
  log.record = true
  await orders.save(order)
  log.record = false
  assert.deepEqual(log.last.Item, contender.stored(storeOrder()))
  return () => orders.save(order)
}
