// Theme: a page of 100 stored items, made into items. The response is already parsed: no SDK stack, and no JSON.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { comparable } from './harness/comparable.mjs'
import { makeOrder, storeOrder } from './harness/order.mjs'

export const contenders = ['document-client', 'electrodb', 'dynamodb-toolbox', 'dyntastic']
export const modes = ['conv']
export const targets = { conv: 0.6 }

/** The operation of one contender, ready to be measured; it has shown that it reads the items. */
export function operation(contender, mode) {
  const { decode } = contender.open({ ...cannedClient(mode, {}), mode })
  const page = Array.from({ length: 100 }, (_, number) => contender.stored(storeOrder(number)))
  const expected = page.map((_, number) => comparable(makeOrder(number)))
  assert.deepEqual(page.map(decode).map(comparable), expected)
  return () => page.map(decode)
}
