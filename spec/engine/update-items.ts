// An entity with an attribute for every update function, nested ones too: what specs of updates change.
import { attribute, Entity } from 'dyntastic'
import { array, integer, number, object, optional, record, set, string } from 'superstruct'
import type { RawItem, TestEngine } from '../support/engine.js'
import { opened } from './opened.js'

/** Every attribute but the key may be absent. */
export function updateEntity(table: string) {
  return new Entity({
    name: 'Thing',
    table,
    attributes: {
      id: string(),
      str: optional(string()),
      other: optional(string()),
      n: optional(number()),
      m: optional(number()),
      int: optional(integer()),
      exact: attribute(optional(string()), { as: 'decimal' }),
      list: optional(array(string())),
      more: optional(array(string())),
      grid: optional(array(array(integer()))),
      tags: optional(set(string())),
      ints: optional(set(integer())),
      d: optional(object({ n: optional(number()), m: optional(number()), list: optional(array(string())) })),
      lines: optional(array(object({ sku: string(), quantity: attribute(integer(), { name: 'q' }) }))),
      counts: optional(record(string(), integer())),
      aliased: attribute(optional(object({ inner: attribute(optional(string()), { name: 'i' }) })), {
        name: 'x/y',
      }),
    },
    key: { partition: 'id' },
  })
}

/** A repository of such items; `stored` is what DynamoDB holds of the item, past the library, without its key. */
export function openedThings(engine: TestEngine) {
  const things = opened(engine, updateEntity)
  return {
    ...things,
    async stored(id = 'a'): Promise<RawItem> {
      const { id: _, ...rest } = (await things.raw({ id: { S: id } })) ?? {}
      return rest
    },
  }
}

/** Calls of UpdateItem so far, and the input of the last one. */
export function lastUpdate(
  sent: readonly { readonly call: string; readonly input: Record<string, unknown> }[],
) {
  const updates = sent.filter(({ call }) => call === 'UpdateItem')
  return { count: updates.length, input: updates.at(-1)?.input ?? {} }
}

/** Sets as plain, sorted members: engines return them in different orders. */
export function sorted(item: RawItem): RawItem {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.SS !== undefined
        ? { SS: [...value.SS].sort() }
        : value.NS !== undefined
          ? { NS: [...value.NS].sort() }
          : value,
    ]),
  )
}
