// Compiled, never run: versions of a schema, typed from step to step; each line with @ts-expect-error must be an error.
import { attribute, type CommandExecutor, Entity, type ItemOf, Repository, upgrade } from 'dyntastic'
import { array, enums, integer, number, optional, string } from 'superstruct'
import { z } from 'zod'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <T extends true>(): T => true as T

const attributes = { id: string(), title: string(), total: number(), note: optional(string()) }

const Order = new Entity({
  name: 'Order',
  table: 'orders',
  attributes,
  key: { partition: 'id' },
  schemaVersion: {
    attribute: '_v',
    current: 3,
    upgrades: [
      upgrade(1, { name: string(), cents: integer() }, (old) => ({ ...old, total: old.cents / 100 })),
      upgrade(2, { name: string(), total: number() }, ({ name, ...rest }) => ({ ...rest, title: name })),
    ],
    writeBack: 'never',
  },
})
same<Equal<ItemOf<typeof Order>, { id: string; title: string; total: number; note?: string }>>()
export const orders = new Repository(Order, {} as CommandExecutor)
export const saved = orders.save({ id: 'o1', title: 'x', total: 1 })

// Literals, arrays, defaults, optional and managed attributes, and other validators.
export const Task = new Entity({
  name: 'Task',
  table: 'tasks',
  attributes: {
    id: string(),
    status: enums(['open', 'done']),
    tags: array(string()),
    size: attribute(integer(), { default: 1 }),
    email: z.string().email(),
    version: integer(),
  },
  key: { partition: 'id' },
  version: 'version',
  schemaVersion: {
    attribute: '_v',
    current: 2,
    upgrades: [
      upgrade(1, { done: optional(integer()), tag: string(), email: z.string() }, ({ done, tag, email }) => ({
        status: done === 1 ? 'done' : 'open',
        tags: [tag],
        email,
      })),
    ],
  },
})
export const First = new Entity({
  name: 'First',
  table: 'first',
  attributes,
  key: { partition: 'id' },
  schemaVersion: { attribute: '_v', current: 1 },
})
interface Renamed {
  title: string
  total: number
}
export const Annotated = new Entity({
  name: 'Annotated',
  table: 'annotated',
  attributes,
  key: { partition: 'id' },
  schemaVersion: {
    attribute: '_v',
    current: 2,
    upgrades: [upgrade(1, { name: string() }, ({ name }): Renamed => ({ title: name, total: 0 }))],
  },
})

const rest = { name: 'Order', table: 'orders', attributes, key: { partition: 'id' } } as const
const first = upgrade(1, { name: string(), cents: integer() }, (old) => ({
  ...old,
  total: old.cents / 100,
}))
const last = upgrade(2, { name: string(), total: number() }, ({ name, ...others }) => ({
  ...others,
  title: name,
}))
const forgets = upgrade(2, { name: string(), total: number() }, ({ total }) => ({ total }))
const late = upgrade(1, { name: string() }, async (old) => ({ ...old, title: 'x', total: 1 }))
const short = upgrade(1, { name: string() }, ({ name }) => ({ title: name }))

export const wrong = [
  // @ts-expect-error the last step forgets a required attribute
  new Entity({ ...rest, schemaVersion: { attribute: '_v', current: 3, upgrades: [first, forgets] } }),
  // @ts-expect-error the first step does not make what the second one takes
  new Entity({ ...rest, schemaVersion: { attribute: '_v', current: 3, upgrades: [short, last] } }),
  // @ts-expect-error the steps are in another order
  new Entity({ ...rest, schemaVersion: { attribute: '_v', current: 3, upgrades: [last, first] } }),
  // @ts-expect-error one step too few
  new Entity({ ...rest, schemaVersion: { attribute: '_v', current: 4, upgrades: [first, last] } }),
  // @ts-expect-error a step is not asynchronous
  new Entity({ ...rest, schemaVersion: { attribute: '_v', current: 2, upgrades: [late] } }),
  // @ts-expect-error without steps, the version is 1
  new Entity({ ...rest, schemaVersion: { attribute: '_v', current: 2 } }),
  // @ts-expect-error there is no such option
  new Entity({ ...rest, schemaVersion: { attribute: '_v', current: 1, upgrade: [] } }),
  // @ts-expect-error the attribute is missing
  new Entity({ ...rest, schemaVersion: { current: 1 } }),
]
// @ts-expect-error `old` has what the attributes of the step say
export const unknown = upgrade(1, { name: string() }, (old) => ({ title: old.title }))
