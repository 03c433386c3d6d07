// Theme: 1,000 items written in requests of 25, one after the other.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { makeOrder, storeOrder, tableName } from './harness/order.mjs'

export const contenders = [
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'onetable',
  'dynamoose',
  'dyntastic',
]
export const modes = ['full', 'conv']
export const targets = { full: 0.9, conv: 0.5 }

/** The operation of one contender, ready to be measured; it has shown that it sends the items. */
export async function operation(contender, mode) {
  const { client, log } = cannedClient(mode, { UnprocessedItems: {} })
  const orders = contender.open({ client, mode })
  const items = Array.from({ length: 1_000 }, (_, number) => makeOrder(number))
  log.record = true
  await orders.saveMany(items)
  log.record = false
  const sent = log.last.RequestItems[tableName].map(({ PutRequest }) => PutRequest.Item)
  assert.equal(sent.length, 25)
  for (const [at, item] of sent.entries()) {
    const expected = contender.stored(storeOrder(975 + at))
    assert.deepEqual(sorted(item), sorted(expected))
  }
  return () => orders.saveMany(items)
}

function sorted({ tags: { SS }, ...item }) {
  return { ...item, tags: [...SS].sort() }
}
