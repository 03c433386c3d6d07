// Theme: the same item under keys that are made of attributes; CPU time relative to this library with plain keys.
import assert from 'node:assert/strict'
import { cannedClient } from './harness/clients.mjs'
import { comparable } from './harness/comparable.mjs'
import { median } from './harness/measure.mjs'
import { key, makeOrder, storedPages, storeOrder } from './harness/order.mjs'
import { contest } from './harness/processes.mjs'

const contenders = ['electrodb-templates', 'dynamodb-toolbox-templates', 'dyntastic-templates']
/** The most of what the same takes with plain keys. */
const target = 1.1

/** Makes the operations: what is measured, on which client. */
const operations = {
  get: ['conv', (orders) => () => orders.get(key)],
  save: ['conv', (orders) => () => orders.save(makeOrder())],
  update: ['conv', (orders) => () => orders.update()],
  // With plain keys DynamoDB keeps the index; here the update sets the key of the index, too.
  'update, index key': ['conv', (orders) => () => orders.update()],
  // Relative to a program that sets as many attributes, which it makes itself.
  'update, index key by hand': ['conv', (orders) => () => orders.update()],
  query: ['conv', (orders) => () => orders.readPages()],
  plan: ['build', (orders) => () => orders.buildQuery()],
  'plan, range': ['build', (orders) => () => orders.buildRange()],
  // Few items, so that its plan counts.
  'query, range': ['conv', (orders) => () => orders.readRange()],
  'get, full': ['full', (orders) => () => orders.get(key)],
  'query, full': ['full', (orders) => () => orders.readPages()],
}

export const modes = Object.keys(operations)

/** The operation of one contender, ready to be measured; it has shown that it reads every item. */
export async function operation(contender, name) {
  const [mode, make] = operations[name]
  const { stored, open } = formOf(contender, name)
  const { client } = cannedClient(mode, parsed(responseOf(name, stored)))
  const run = make(open({ client, mode }))
  const found = await run()
  if (name === 'query, range') assert.deepEqual(found.map(comparable), [comparable(makeOrder())])
  else if (name.startsWith('query')) assert.equal(found.length, 1_000)
  if (name.startsWith('get') || name.startsWith('update'))
    assert.deepEqual(comparable(withoutMore(found)), comparable(makeOrder()))
  return run
}

const withoutMore = ({ gsi1pk: _, gsi1sk: __, ...item }) => item

// The entity of a contender, or one whose index an update changes.
function formOf(contender, name) {
  const { openIndexed, storedIndexed, openMore, storedMore } = contender
  if (name.endsWith('by hand') && openMore !== undefined) return { stored: storedMore, open: openMore }
  return name.startsWith('update, index key') && openIndexed !== undefined
    ? { stored: storedIndexed, open: openIndexed }
    : contender
}

// As a client returns them: an object that was put together by hand is read at another speed.
const parsed = (response) => JSON.parse(JSON.stringify(response))

function responseOf(name, stored) {
  if (name.startsWith('get')) return { Item: stored(storeOrder()) }
  if (name.startsWith('update')) return { Attributes: stored(storeOrder()) }
  if (name === 'query, range') return { Items: [stored(storeOrder())], Count: 1, ScannedCount: 1 }
  return name.startsWith('query') ? storedPages(stored) : {}
}

/** The rows of this theme. */
export function measure({ quick }) {
  return contenders.flatMap((contender) => {
    const rounds = Array.from({ length: quick ? 1 : 3 }, () => {
      const args = ['templates', contender, quick ? 'quick' : 'normal', '', 'dyntastic']
      return contest(...args)
    })
    return modes.map((mode) => {
      const ratios = rounds.map((round) => round[mode].ratio)
      const [low, high] = [Math.min(...ratios), Math.max(...ratios)]
      const base = median(rounds.map((round) => round[mode].base))
      return {
        mode,
        contender,
        value: median(ratios),
        note: `${low.toFixed(2)} to ${high.toFixed(2)}; plain keys ${base.toFixed(1)} µs`,
        ...(contender === 'dyntastic-templates' ? { target } : {}),
      }
    })
  })
}
