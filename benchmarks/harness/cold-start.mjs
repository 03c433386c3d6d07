// One process: everything up to the first item that was read, loading included. Prints one line of JSON.
import { cannedClient } from './clients.mjs'
import { key, storeOrder } from './order.mjs'

const contender = await import(`../contenders/${process.argv[2]}.mjs`)
const canned = cannedClient('full', { Item: contender.stored(storeOrder()) })
const orders = contender.open({ ...canned, mode: 'full' })
const order = await orders.get(key)
if (order.orderId !== key.orderId) throw new Error('the first item is another one')

const { user, system } = process.cpuUsage()
process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1000, wall: performance.now() })}\n`)
