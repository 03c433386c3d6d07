// What specs of updates share: two repositories on a runner that keeps the requests, and ways to look at them.
import { attribute, Entity, Repository } from 'dyntastic'
import { instance, integer, number, object, optional, record, set, string } from 'superstruct'
import type { UpdateState } from '../../lib/operation/update/update-state.js'
import { orderEntity } from '../support/entities.js'
import { FakeRunner } from './fake-runner.js'

/** Nothing managed: the request is what the chain says. `stats` has a default, `scores` is a required set. */
export function plainEntity(table = 'plain') {
  return new Entity({
    name: 'Plain',
    table,
    attributes: {
      id: string(),
      name: string(),
      total: number(),
      email: attribute(optional(string()), { name: 'e' }),
      scores: set(number()),
      age: attribute(integer(), { default: 0 }),
      address: optional(object({ city: string(), zip: attribute(optional(string()), { name: 'z' }) })),
      stats: attribute(object({ views: integer(), source: optional(string()) }), {
        default: () => ({ views: 10, source: 'web' }),
      }),
      counts: optional(record(string(), integer())),
      deep: optional(object({ a: optional(object({ b: optional(integer()) })) })),
      photo: optional(instance(Uint8Array)),
      born: attribute(optional(string()), { immutable: true }),
    },
    key: { partition: 'id' },
    indexes: { byEmail: { partition: 'email' } },
  })
}

/** Plain items and orders on one runner. */
export function onFakeRunner() {
  const runner = new FakeRunner()
  const plains = new Repository(plainEntity(), runner)
  const orders = new Repository(orderEntity(), runner)
  return { runner, plains, orders }
}

/** The key of the order of `orderInput`. */
export const orderKey = { customerId: 'c1', orderId: 'o1' } as const

/** What is needed of an operation to look at what it asks. */
interface Compiled {
  state(): UpdateState
  compile(): { readonly input: object }
}

/** The expressions of an update with names and values put in: `SET age = 5`. */
export function wordsOf(operation: Compiled): { update: string; condition: string | undefined } {
  const { input } = operation.compile()
  return {
    update: inWords(input, 'UpdateExpression') ?? '',
    condition: inWords(input, 'ConditionExpression'),
  }
}

function inWords(input: object, member: string): string | undefined {
  const text: unknown = Reflect.get(input, member)
  if (typeof text !== 'string') return undefined
  const names: object = Reflect.get(input, 'ExpressionAttributeNames') ?? {}
  const values: object = Reflect.get(input, 'ExpressionAttributeValues') ?? {}
  return text.replace(/[#:]\d+/g, (placeholder) => {
    const found: unknown = Reflect.get(placeholder.startsWith('#') ? names : values, placeholder)
    return typeof found === 'string' ? found : plain(found)
  })
}

// `{ N: '5' }` is 5, `{ S: 'x' }` is "x".
function plain(value: unknown): string {
  const [[type, kept] = ['', undefined]] = Object.entries(Object(value))
  if (type === 'N') return String(kept)
  return type === 'S' ? JSON.stringify(kept) : JSON.stringify(value)
}
