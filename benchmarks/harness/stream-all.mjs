// One process: one contender and the raw SDK read all items of a partition, in turns. Prints one line of JSON.
import assert from 'node:assert/strict'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { comparable } from './comparable.mjs'
import { makeOrder } from './order.mjs'

const [contenderName, settings, items, rounds] = process.argv.slice(2)
const client = new DynamoDBClient(JSON.parse(settings))
const raw = await import('../contenders/raw.mjs')
const contender = await import(`../contenders/${contenderName}.mjs`)
const readers = {
  base: raw.open({ client, mode: 'full' }),
  other: contender.open({ client, mode: 'full' }),
}

const ratios = []
const base = []
for (let round = 0; round <= Number(rounds); round++) {
  const times = {}
  for (const [who, { readPages }] of Object.entries(readers)) {
    const from = process.cpuUsage()
    const orders = await readPages()
    const { user, system } = process.cpuUsage(from)
    times[who] = user + system
    assert.equal(orders.length, Number(items))
    if (who === 'other') assert.deepEqual(comparable(orders.at(-1)), comparable(makeOrder(Number(items) - 1)))
  }
  // The first round, of hundreds of requests, warms up.
  if (round === 0) continue
  ratios.push(times.other / times.base)
  base.push(times.base)
}
client.destroy()
process.stdout.write(`${JSON.stringify({ ratios, base })}\n`)
