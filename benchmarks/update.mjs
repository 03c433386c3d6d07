// Theme: an update with four changes and a condition, built and compiled alone, and run; it returns the new item.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { comparable } from './harness/comparable.mjs'
import { change, key, makeOrder, storeOrder } from './harness/order.mjs'

export const contenders = [
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'onetable',
  'dynamoose',
  'dyntastic',
]
export const modes = ['build', 'full', 'conv']
export const targets = { full: 0.75, conv: 0.7 }

/**
 * The operation of one contender, ready to be measured; it has shown that it sends the changes, and reads the new
 * item.
 */
export async function operation(contender, mode) {
  const { client, log } = cannedClient(mode, { Attributes: contender.stored(storeOrder()) })
  const orders = contender.open({ client, mode })
  if (mode === 'build') {
    expectChange(await orders.buildUpdate())
    return orders.buildUpdate
  }
  log.record = true
  assert.deepEqual(comparable(await orders.update()), comparable(makeOrder()))
  log.record = false
  expectChange(log.last)
  return orders.update
}

// Names of placeholders are each contender's own; dynamodb-toolbox and electrodb write more than the changes.
function expectChange({
  Key,
  UpdateExpression,
  ConditionExpression,
  ExpressionAttributeValues,
  ReturnValues,
}) {
  assert.deepEqual(Key, { customerId: { S: key.customerId }, orderId: { S: key.orderId } })
  const sent = Object.values(ExpressionAttributeValues)
  const [{ sku, title, quantity, price }] = change.lines
  const line = {
    sku: { S: sku },
    title: { S: title },
    quantity: { N: String(quantity) },
    price: { N: String(price) },
  }
  for (const value of [
    { S: change.status },
    { N: String(change.quantity) },
    { L: [{ M: line }] },
    { N: String(change.totalAbove) },
  ])
    assert.ok(sent.some((each) => JSON.stringify(each) === JSON.stringify(value)))
  for (const word of [/\bSET\b/i, /\bREMOVE\b/i, /list_append/]) assert.match(UpdateExpression, word)
  assert.match(ConditionExpression, />/)
  assert.equal(ReturnValues, 'ALL_NEW')
}
