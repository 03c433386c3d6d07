// Theme: a query with three conditions, built and compiled alone, and 1,000 items read in pages of 100.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { comparable } from './harness/comparable.mjs'
import { makeOrder, question, storedPages } from './harness/order.mjs'

export const contenders = [
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'onetable',
  'dynamoose',
  'dyntastic',
]
export const modes = ['build', 'full', 'conv']
export const targets = { full: 0.45, conv: 0.45 }

/**
 * The operation of one contender, ready to be measured; it has shown that it requests what is meant, and reads every
 * item.
 */
export async function operation(contender, mode) {
  const pages = storedPages(contender.stored)
  const { client, log } = cannedClient(mode, pages)
  const orders = contender.open({ client, mode })
  if (mode === 'build') {
    expectQuestion(await orders.buildQuery())
    return orders.buildQuery
  }
  log.record = true
  const read = await orders.readPages()
  log.record = false
  const expected = Array.from({ length: 1_000 }, (_, number) => comparable(makeOrder(number)))
  assert.deepEqual(read.map(comparable), expected)
  expectQuestion(log.last)
  assert.deepEqual(log.last.ExclusiveStartKey, pages.at(-2).LastEvaluatedKey)
  return orders.readPages
}

// Names of placeholders are each contender's own; electrodb adds its entity's name and version to the filter.
function expectQuestion({ KeyConditionExpression, FilterExpression, ExpressionAttributeValues, Limit }) {
  const { customerId, orderIdPrefix, totalAbove } = question
  const valuesOf = (text) => text.match(/:\w+/g).map((name) => ExpressionAttributeValues[name])
  assert.deepEqual(valuesOf(KeyConditionExpression), [{ S: customerId }, { S: orderIdPrefix }])
  assert.deepEqual(
    valuesOf(FilterExpression).filter(({ N }) => N !== undefined),
    [{ N: String(totalAbove) }],
  )
  assert.equal(Limit, 100)
}
