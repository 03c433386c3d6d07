// An online shop in one table: customers, products, stock, orders with lines, payments and shipments.
//
//   node --import tsx examples/shop.ts                                on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 DYNTASTIC_REGION=eu-west-1 node --import tsx examples/shop.ts
import { deepStrictEqual } from 'node:assert/strict'
import { attribute, Collection, CommandExecutor, Entity, one, Repository, Table } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { date, enums, integer, number, optional, string } from 'superstruct'

const shop = new Table({
  name: 'DyntasticExampleShop',
  key: { partition: 'pk', sort: 'sk' },
  indexes: {
    gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
    gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
  },
})

const Customer = new Entity({
  name: 'Customer',
  table: shop,
  attributes: { customerId: string(), email: string(), name: string() },
  key: { partition: 'CUSTOMER#{customerId}', sort: 'PROFILE' },
  indexes: { byEmail: { index: 'gsi1', partition: 'EMAIL#{email:lower}', sort: 'CUSTOMER' } },
})

const Address = new Entity({
  name: 'Address',
  table: shop,
  attributes: { customerId: string(), label: string(), city: string() },
  key: { partition: 'CUSTOMER#{customerId}', sort: 'ADDRESS#{label}' },
})

const Product = new Entity({
  name: 'Product',
  table: shop,
  attributes: { productId: string(), title: string(), category: string(), price: number() },
  key: { partition: 'PRODUCT#{productId}', sort: 'PRODUCT' },
  indexes: { byPrice: { index: 'gsi1', partition: 'CATEGORY#{category}', sort: '{price:7.2}#{productId}' } },
})

const Stock = new Entity({
  name: 'Stock',
  table: shop,
  attributes: { productId: string(), warehouseId: string(), quantity: integer() },
  key: { partition: 'PRODUCT#{productId}', sort: 'STOCK#{warehouseId}' },
  indexes: {
    byWarehouse: { index: 'gsi1', partition: 'WAREHOUSE#{warehouseId}', sort: 'STOCK#{productId}' },
  },
})

const Order = new Entity({
  name: 'Order',
  table: shop,
  attributes: {
    orderId: string(),
    customerId: string(),
    placedAt: date(),
    total: number(),
    status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
  },
  key: { partition: 'ORDER#{orderId}', sort: 'ORDER' },
  indexes: {
    byCustomer: { index: 'gsi1', partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{placedAt}#{orderId}' },
    byStatus: { index: 'gsi2', partition: 'STATUS#{status}', sort: '{placedAt}#{orderId}' },
  },
})

const Line = new Entity({
  name: 'Line',
  table: shop,
  attributes: {
    orderId: string(),
    line: integer(),
    productId: string(),
    customerId: string(),
    orderedAt: date(),
    quantity: integer(),
  },
  key: { partition: 'ORDER#{orderId}', sort: 'LINE#{line:3}' },
  indexes: {
    byProduct: { index: 'gsi1', partition: 'SOLD#{productId}', sort: '{orderedAt}#{orderId}#{line:3}' },
    byBuyer: { index: 'gsi2', partition: 'BOUGHT#{customerId}', sort: '{orderedAt}#{orderId}#{line:3}' },
  },
})

const Payment = new Entity({
  name: 'Payment',
  table: shop,
  attributes: { orderId: string(), paymentId: string(), paidAt: date(), amount: number() },
  key: { partition: 'ORDER#{orderId}', sort: 'PAYMENT#{paidAt}#{paymentId}' },
  indexes: { byId: { index: 'gsi1', partition: 'PAYMENT#{paymentId}', sort: 'PAYMENT' } },
})

const Shipment = new Entity({
  name: 'Shipment',
  table: shop,
  attributes: {
    orderId: string(),
    shipmentId: string(),
    warehouseId: string(),
    shipBy: optional(attribute(date(), { as: 'isoDay' })),
    shippedAt: optional(date()),
  },
  key: { partition: 'ORDER#{orderId}', sort: 'SHIPMENT#{shipmentId}' },
  indexes: {
    // Sparse: only what was shipped is in the first, and only what waits is in the second.
    byWarehouse: {
      index: 'gsi1',
      partition: 'WAREHOUSE#{warehouseId}',
      sort: 'SHIPPED#{shippedAt}#{shipmentId}',
    },
    waiting: { index: 'gsi2', partition: 'SHIP#{shipBy}', sort: '{warehouseId}#{shipmentId}' },
  },
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const customers = new Repository(Customer, executor)
const addresses = new Repository(Address, executor)
const products = new Repository(Product, executor)
const stocks = new Repository(Stock, executor)
const orders = new Repository(Order, executor)
const lines = new Repository(Line, executor)
const payments = new Repository(Payment, executor)
const shipments = new Repository(Shipment, executor)
const wholeOrders = new Collection(
  { order: one(Order), lines: Line, payments: Payment, shipments: Shipment },
  executor,
)

const day = (text: string) => new Date(`2026-01-${text}`)

await customers.createTable()
await customers.saveMany([
  { customerId: 'ann', email: 'Ann@Example.com', name: 'Ann' },
  { customerId: 'bob', email: 'bob@example.com', name: 'Bob' },
])
await addresses.saveMany([
  { customerId: 'ann', label: 'home', city: 'Zagreb' },
  { customerId: 'ann', label: 'work', city: 'Split' },
])
await products.saveMany([
  { productId: 'p1', title: 'Kettle', category: 'kitchen', price: 29.9 },
  { productId: 'p2', title: 'Teapot', category: 'kitchen', price: 120 },
  { productId: 'p3', title: 'Lamp', category: 'home', price: 9.5 },
])
await stocks.saveMany([
  { productId: 'p1', warehouseId: 'north', quantity: 4 },
  { productId: 'p1', warehouseId: 'south', quantity: 0 },
  { productId: 'p2', warehouseId: 'north', quantity: 1 },
])

/** Places an order: the order and its lines are stored, and the stock is taken, all or nothing. */
async function place(
  orderId: string,
  customerId: string,
  placedAt: Date,
  bought: readonly { readonly productId: string; readonly quantity: number; readonly price: number }[],
) {
  const total = bought.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
  await executor.transaction([
    orders.create({ orderId, customerId, placedAt, total }),
    ...bought.flatMap(({ productId, quantity }, at) => [
      lines.create({ orderId, line: at + 1, productId, customerId, orderedAt: placedAt, quantity }),
      stocks
        .update({ productId, warehouseId: 'north' })
        .subtract('quantity', quantity)
        .if('quantity')
        .gte(quantity),
    ]),
  ])
}

await place('o1', 'ann', day('03'), [
  { productId: 'p1', quantity: 2, price: 29.9 },
  { productId: 'p2', quantity: 1, price: 120 },
])
await place('o2', 'ann', day('10'), [{ productId: 'p1', quantity: 1, price: 29.9 }])
await place('o3', 'bob', day('12'), [{ productId: 'p1', quantity: 1, price: 29.9 }])
await payments.save({ orderId: 'o1', paymentId: 'pay1', paidAt: day('04'), amount: 100 })
await payments.save({ orderId: 'o1', paymentId: 'pay2', paidAt: day('05'), amount: 79.8 })
// The keys of the indexes follow: 'o1' moves from STATUS#open to STATUS#paid in the same request.
await orders.update('o1').set('status', 'paid')
await shipments.saveMany([
  { orderId: 'o1', shipmentId: 's1', warehouseId: 'north', shipBy: day('06') },
  { orderId: 'o1', shipmentId: 's2', warehouseId: 'south', shipBy: day('06') },
])

/** One access pattern: prints its plan, runs it, and checks what it finds. */
async function pattern<Q extends { explain(): unknown }>(
  title: string,
  query: Q,
  find: (query: Q) => PromiseLike<unknown>,
  expected: unknown,
): Promise<void> {
  console.log(`\n${title}\n${query.explain()}`)
  deepStrictEqual(await find(query), expected, title)
}

console.log('1. A customer by id:', await customers.getOrThrow('ann'))
await pattern(
  '2. A customer by email, whatever its case',
  customers.query().where('email').eq('Ann@Example.com'),
  async (query) => (await query.first())?.customerId,
  'ann',
)
await pattern(
  '3. The addresses of a customer',
  addresses.query().where('customerId').eq('ann'),
  async (query) => (await query).map(({ label }) => label),
  ['home', 'work'],
)
await pattern(
  '4. The products of a category, from cheap to expensive, up to a price',
  products.query().where('category').eq('kitchen').where('price').lte(100),
  async (query) => (await query).map(({ title }) => title),
  ['Kettle'],
)
await pattern(
  '5. The stock of a product, by warehouse',
  stocks.query().where('productId').eq('p1'),
  async (query) => (await query).map(({ warehouseId, quantity }) => [warehouseId, quantity]),
  [
    ['north', 0],
    ['south', 0],
  ],
)
await pattern(
  '6. The stock of a warehouse',
  stocks.query().where('warehouseId').eq('north'),
  async (query) => (await query).map(({ productId }) => productId),
  ['p1', 'p2'],
)
await pattern(
  '7. The orders of a customer in January, the newest first',
  orders.query().where('customerId').eq('ann').where('placedAt').between(day('01'), day('31')).descending(),
  async (query) => (await query).map(({ orderId }) => orderId),
  ['o2', 'o1'],
)
await pattern(
  '8. The open orders, the oldest first, one page',
  orders.query().where('status').eq('open').limit(1),
  async (query) => {
    const { items, cursor } = await query.page()
    return [items.map(({ orderId }) => orderId), cursor !== undefined]
  },
  [['o2'], true],
)
await pattern(
  '9. The lines of an order',
  lines.query().where('orderId').eq('o1'),
  async (query) => (await query).map(({ line, productId }) => [line, productId]),
  [
    [1, 'p1'],
    [2, 'p2'],
  ],
)
await pattern(
  '10. The sales of a product since a day',
  lines.query().where('productId').eq('p1').where('orderedAt').gte(day('10')),
  async (query) => (await query).map(({ orderId }) => orderId),
  ['o2', 'o3'],
)
await pattern(
  '11. What a customer bought on a day',
  lines.query().where('customerId').eq('ann').where('orderedAt').eq(day('10')),
  async (query) => (await query).map(({ productId }) => productId),
  ['p1'],
)
await pattern(
  '12. The payments of an order, up to a day',
  payments.query().where('orderId').eq('o1').where('paidAt').lt(day('05')),
  async (query) => (await query).map(({ paymentId }) => paymentId),
  ['pay1'],
)
await pattern(
  '13. A payment by its id',
  payments.query().where('paymentId').eq('pay2'),
  async (query) => (await query.first())?.amount,
  79.8,
)
await pattern(
  '14. What must be shipped on a day, of one warehouse',
  shipments.query().where('shipBy').eq(day('06')).where('warehouseId').eq('north'),
  async (query) => (await query).map(({ shipmentId }) => shipmentId),
  ['s1'],
)

// Shipped: it leaves the index of what waits, and enters the one of its warehouse.
await shipments.update({ orderId: 'o1', shipmentId: 's1' }).remove('shipBy').set('shippedAt', day('06'))
await pattern(
  '15. What is left for the day',
  shipments.query().where('shipBy').eq(day('06')),
  async (query) => (await query).map(({ shipmentId }) => shipmentId),
  ['s2'],
)
await pattern(
  '16. What a warehouse has shipped since a day',
  shipments.query().where('warehouseId').eq('north').where('shippedAt').gte(day('01')),
  async (query) => (await query).map(({ shipmentId }) => shipmentId),
  ['s1'],
)
await pattern(
  '17. How many orders a customer has placed',
  orders.query().where('customerId').eq('ann'),
  (query) => query.count(),
  2,
)

await pattern(
  '18. An order with all that belongs to it, in one request',
  wholeOrders.query().where('orderId').eq('o1'),
  async (query) => {
    const { order, lines, payments, shipments } = await query
    return [order?.status, lines.length, payments.length, shipments.length]
  },
  ['paid', 2, 2, 2],
)

await customers.deleteTable()
