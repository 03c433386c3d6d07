// Keeps totals of customers in a second table by a stream of orders, although the handler fails now and then.
//
//   npm ci && node --import tsx examples/streams.ts
import { attribute, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { streamHandler } from 'dyntastic/streams'
import { startLocal } from 'dyntastic/testing'
import { integer, string } from 'superstruct'

const store = new Table({ name: 'store', key: { partition: 'pk', sort: 'sk' }, kind: 'kind' })
const Customer = new Entity({
  name: 'Customer',
  table: store,
  attributes: { customerId: string(), email: string() },
  key: { partition: 'C#{customerId}', sort: 'CUSTOMER' },
})
const Order = new Entity({
  name: 'Order',
  table: store,
  attributes: { customerId: string(), orderId: string(), cents: integer() },
  key: { partition: 'C#{customerId}', sort: 'O#{orderId}' },
})
const Total = new Entity({
  name: 'Total',
  table: 'totals',
  attributes: { customerId: string(), cents: attribute(integer(), { default: 0 }), sequence: string() },
  key: { partition: 'customerId' },
})

const local = await startLocal({ tables: [Customer, Order, Total], streams: 'NEW_AND_OLD_IMAGES' })
const executor = new CommandExecutor({ client: local.client })
const customers = new Repository(Customer, executor)
const orders = new Repository(Order, executor)
const totals = new Repository(Total, executor)

// Sequence numbers grow. A total remembers the last one, so that a record that arrives again changes nothing.
async function add(customerId: string, cents: number, sequence: string): Promise<void> {
  const first = await totals.create({ customerId, cents, sequence }).orSkip()
  if (first !== undefined) return
  await totals
    .update({ customerId })
    .add('cents', cents)
    .set('sequence', sequence)
    .if('sequence')
    .lt(sequence)
    .orSkip()
}

let calls = 0
const handler = streamHandler(
  [Customer, Order],
  {
    Customer: 'ignore',
    Order: async (record) => {
      calls += 1
      if (calls % 3 === 0) throw new Error('the network was down')
      const { key, sequence } = record
      const before = record.type === 'insert' ? 0 : record.old.cents
      const after = record.type === 'remove' ? 0 : record.item.cents
      await add(key.customerId, after - before, sequence)
    },
  },
  { onFailure: (error) => console.log(`  retried: ${error}`) },
)

await customers.save({ customerId: 'c1', email: 'a@example.com' })
for (const [index, cents] of [1_000, 250, 4_000].entries())
  await orders.save({ customerId: 'c1', orderId: `o${index}`, cents })
await orders.update({ customerId: 'c1', orderId: 'o1' }).set('cents', 300)
await orders.delete({ customerId: 'c1', orderId: 'o2' })

const { invocations, handled } = await local.stream(store).deliver(handler, { batchSize: 2 })
console.log(`${handled} records in ${invocations} invocations`)
console.log(await totals.get('c1')) // cents: 1300
await local.stop()
