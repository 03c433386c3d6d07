// The item that all contenders read and write: two key attributes and 12 others, about 0.8 KB, with a nested map, a
// list of maps, a set and a date.

/** The key of the item. */
export const key = { customerId: 'c-000042', orderId: 'o-2026-000123' }

/** A fresh item, as a program holds it. */
export function makeOrder(number = 123) {
  return {
    customerId: key.customerId,
    orderId: `o-2026-${String(number).padStart(6, '0')}`,
    status: 'paid',
    total: 149.95,
    currency: 'EUR',
    paid: true,
    quantity: 7,
    customerName: 'Alice Liddell',
    email: 'alice.liddell@example.com',
    note: 'Please leave the parcel with the neighbour at number 14, and ring the bell twice before going.',
    placedAt: new Date('2026-03-14T15:09:26.535Z'),
    address: {
      street: 'Rue de Rivoli 101',
      city: 'Paris',
      zip: '75001',
      country: 'FR',
      geo: { latitude: 48.8606, longitude: 2.3376 },
    },
    lines: [
      { sku: 'TEA-0017', title: 'Darjeeling, second flush', quantity: 4, price: 12.5 },
      { sku: 'CUP-0203', title: 'Porcelain cup, white', quantity: 2, price: 19.95 },
      { sku: 'POT-0009', title: 'Cast iron pot, 0.8 l', quantity: 1, price: 60.05 },
    ],
    tags: new Set(['gift', 'fragile', 'express']),
  }
}

/** The same item as DynamoDB holds it; a date is stored as its ISO text. */
export function storeOrder(number = 123) {
  const { customerId, orderId, status, total, currency, paid, quantity, ...rest } = makeOrder(number)
  const { customerName, email, note, placedAt, address, lines, tags } = rest
  const { street, city, zip, country, geo } = address
  const map = {
    street: { S: street },
    city: { S: city },
    zip: { S: zip },
    country: { S: country },
    geo: { M: { latitude: { N: String(geo.latitude) }, longitude: { N: String(geo.longitude) } } },
  }
  const list = lines.map(({ sku, title, quantity, price }) => ({
    M: {
      sku: { S: sku },
      title: { S: title },
      quantity: { N: String(quantity) },
      price: { N: String(price) },
    },
  }))
  return {
    customerId: { S: customerId },
    orderId: { S: orderId },
    status: { S: status },
    total: { N: String(total) },
    currency: { S: currency },
    paid: { BOOL: paid },
    quantity: { N: String(quantity) },
    customerName: { S: customerName },
    email: { S: email },
    note: { S: note },
    placedAt: { S: placedAt.toISOString() },
    address: { M: map },
    lines: { L: list },
    tags: { SS: [...tags] },
  }
}

/** The responses to a query that matches 1,000 items, in pages of 100. */
export function storedPages(stored, pages = 10, size = 100) {
  return Array.from({ length: pages }, (_, page) => {
    const Items = Array.from({ length: size }, (_, index) => stored(storeOrder(page * size + index)))
    const { customerId, orderId, pk, sk } = Items[size - 1]
    const last = pk === undefined ? { customerId, orderId } : { pk, sk }
    const more = page + 1 < pages ? { LastEvaluatedKey: last } : {}
    return { Items, Count: size, ScannedCount: size, ...more }
  })
}

/** Three conditions: the partition key, the beginning of the sort key or a range of it, and a filter. */
export const question = {
  customerId: key.customerId,
  orderIdPrefix: 'o-2026-',
  fromOrderId: 'o-2026-000100',
  toOrderId: 'o-2026-000200',
  totalAbove: 100,
}

/** Four changes and a condition: a value set, a number added to, a list appended to, an attribute removed. */
export const change = {
  status: 'shipped',
  quantity: 1,
  lines: [{ sku: 'BAG-0001', title: 'Cotton bag', quantity: 1, price: 3.5 }],
  totalAbove: 100,
}

/** A list in parts of limited length. */
export function chunks(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  )
}

/** The table that no contender ever reaches. */
export const tableName = 'DyntasticBenchOrders'
