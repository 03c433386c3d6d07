// Theme: a transaction of 10 puts.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { makeOrder } from './harness/order.mjs'

export const contenders = [
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'onetable',
  'dynamoose',
  'dyntastic',
]
export const modes = ['full', 'conv']
export const targets = { full: 0.6, conv: 0.35 }

/** The operation of one contender, ready to be measured; it has shown that it sends the items. */
export async function operation(contender, mode) {
  const { client, log } = cannedClient(mode, {})
  const orders = contender.open({ client, mode })
  const items = Array.from({ length: 10 }, (_, number) => makeOrder(number))
  log.record = true
  await orders.transact(items)
  log.record = false
  assert.deepEqual(
    log.last.TransactItems.map(({ Put }) => Put.Item.orderId.S),
    items.map(({ orderId }) => orderId),
  )
  return () => orders.transact(items)
}
