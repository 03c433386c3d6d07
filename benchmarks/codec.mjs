// Theme: one item across the storage border, validated, against marshall and unmarshall, which validate nothing.
import assert from 'node:assert/strict'
import { comparable } from './harness/comparable.mjs'
import { makeOrder, storeOrder } from './harness/order.mjs'

export const contenders = ['superstruct', 'dyntastic']
export const modes = ['write', 'read']
export const targets = { write: 0.3, read: 0.6 }

/** The operation of one contender, ready to be measured; it has shown that it converts the item. */
export function operation(contender, mode) {
  const { encode, decode } = contender.open({})
  const order = makeOrder()
  const stored = storeOrder()
  assert.deepEqual(encode(order), stored)
  assert.deepEqual(comparable(decode(stored)), comparable(order))
  return mode === 'write' ? () => encode(order) : () => decode(stored)
}
