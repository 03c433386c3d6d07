// Queries in one program: where-chains that plan themselves, explain(), pages and cursors, indexes, scans, budgets.
//
//   node --import tsx examples/queries.ts                          on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 DYNTASTIC_REGION=eu-west-1 node --import tsx examples/queries.ts
import { BudgetExceededError, CommandExecutor, Entity, or, Repository } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { array, date, enums, integer, number, object, string } from 'superstruct'

const Order = new Entity({
  name: 'Order',
  table: 'DyntasticExampleOrders',
  attributes: {
    customer: string(),
    number: integer(),
    status: enums(['open', 'paid', 'shipped']),
    total: number(),
    placedAt: date(),
    lines: array(object({ sku: string(), quantity: integer() })),
  },
  key: { partition: 'customer', sort: 'number' },
  indexes: {
    byStatus: { partition: 'status', sort: 'placedAt' },
    byTotal: { local: true, sort: 'total', projection: 'keys' },
  },
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor({
  ...(local ? { client: local.client } : {}),
  secret: 'in earnest, 32 bytes of random', // cursors are signed by it
  observers: [
    {
      onCommand: ({ call, index }) =>
        console.log(`    > ${call}${index === undefined ? '' : ` of ${index}`}`),
      onScan: ({ message }) => console.log(`    ! ${message}`),
    },
  ],
})
const orders = new Repository(Order, executor)

function title(text: string): void {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`)
}

async function store(): Promise<void> {
  const statuses = ['open', 'paid', 'shipped'] as const
  for (let number = 1; number <= 24; number++)
    await orders.save({
      customer: number % 3 === 0 ? 'bob' : 'alice',
      number,
      status: statuses[number % 3] ?? 'open',
      total: (number * 37) % 100,
      placedAt: new Date(Date.UTC(2026, 0, number)),
      lines: [{ sku: number % 2 === 0 ? 'pen' : 'book', quantity: number % 5 }],
    })
}

try {
  title('24 orders of two customers')
  await store()

  title('A query, and why it is read as it is')
  const alices = orders.query().where('customer').eq('alice')
  const dear = alices
    .where('number')
    .gt(4)
    .where((attr) => or(attr.lines[0].sku.eq('pen'), attr.total.gt(80)))
    .select('number', 'total', 'lines[0].sku')
  console.log(String(dear.explain()))
  console.table((await dear).map(({ number, total, lines }) => ({ number, total, sku: lines[0]?.sku })))

  title('An index is chosen where it serves: nothing else is said')
  const since = orders.query().where('status').eq('shipped').where('placedAt').gte(new Date('2026-01-15'))
  for await (const { number, placedAt } of since) console.log(number, placedAt.toISOString().slice(0, 10))

  title('The dearest three of alice: by an index that holds keys, fetched whole, in order')
  const dearest = alices.where('total').gt(0).full().descending().limit(3)
  console.log(dearest.explain().why)
  for (const { number, total, status } of await dearest) console.log(number, total, status)

  title('Page by page, on and back')
  const first = await alices.limit(5).page()
  const second = await alices.limit(5).after(first.cursor).page()
  const again = await alices.limit(5).after(second.previous).page()
  const numbers = ({ items }: typeof first): string => items.map(({ number }) => number).join(' ')
  console.log(`first ${numbers(first)}, second ${numbers(second)}, and back ${numbers(again)}`)
  console.log(`cursor ${second.cursor}`)

  title('Without a partition key: a Scan, and a warning')
  const { items, usage } = await orders.query().where('total').gt(90).collect()
  console.log(items.map(({ total }) => total).join(' '), usage)

  title('On purpose: four segments side by side')
  console.log(await orders.scan().where('total').gt(50).segments(4).count(), 'orders above 50')

  title('A budget ends a read early, and says where to go on')
  try {
    await orders.scan().pageSize(5).budget({ requests: 2 })
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error
    const rest = await orders.scan().pageSize(20).after(error.cursor)
    console.log(`${error.items.length} read before, ${rest.length} after`)
  }
} finally {
  await orders.deleteTable()
  executor.destroy()
  await local?.stop()
}
