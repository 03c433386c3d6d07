// A strict user's program, compiled against the packed package under every supported compiler and module setting;
// never run.

import type { InputOf, ItemOf, KeyOf } from 'dyntastic'
import { attribute, CommandExecutor, Entity, Repository, s, Table, ValidationError } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'

const Order = new Entity({
  name: 'Order',
  table: new Table({ name: () => 'shop', autoCreate: false }),
  attributes: {
    customerId: s.string(),
    orderId: attribute(s.string(), { default: () => 'o1' }),
    status: attribute(s.enums(['open', 'paid']), { default: 'open' }),
    total: s.number(),
    lines: s.array(s.object({ sku: s.string(), quantity: s.integer() })),
    note: attribute(s.optional(s.string()), { name: 'n' }),
  },
  key: { partition: 'customerId', sort: 'orderId' },
})

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Flat<T> = { [K in keyof T]: T[K] }

export const keyIsExact: Same<Flat<KeyOf<typeof Order>>, { customerId: string; orderId: string }> = true
export const statusIsExact: Same<ItemOf<typeof Order>['status'], 'open' | 'paid'> = true
export const input: InputOf<typeof Order> = { customerId: 'c1', total: 1, lines: [] }

class Orders extends Repository<typeof Order> {
  constructor(executor: CommandExecutor) {
    super(Order, executor)
  }
}

export async function main(): Promise<string | undefined> {
  const local = await startLocal()
  const orders = new Orders(new CommandExecutor({ client: local.client }))
  const saved = await orders.save(input)
  const found = await orders.get({ customerId: 'c1', orderId: saved.orderId })
  const total: number | undefined = found?.total
  // @ts-expect-error: the item may be missing
  found.total
  // @ts-expect-error: no such attribute
  saved.totals
  // @ts-expect-error: half a key
  orders.get({ customerId: 'c1' })
  // @ts-expect-error: a total is a number
  orders.save({ ...input, total: '1' })
  await orders.delete(saved).if('total').gt(0)
  try {
    await orders.createTable()
  } catch (error) {
    if (error instanceof ValidationError) return error.failures[0]?.path
  }
  await local.stop()
  return total === undefined ? undefined : saved.lines[0]?.sku
}
