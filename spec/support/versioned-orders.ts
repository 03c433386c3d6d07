// Orders whose schema has three versions, and stored items of each of them.
import { Entity, upgrade } from 'dyntastic'
import { integer, number, optional, string } from 'superstruct'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'

/** The steps to version 3. */
export const orderUpgrades = [
  upgrade(1, { name: string(), cents: integer() }, (old) => ({ ...old, total: old.cents / 100 })),
  upgrade(2, { name: string(), total: number() }, ({ name, ...rest }) => ({ ...rest, title: name })),
] as const

/** An entity with a table of its own; `note` is in no step. */
export const versionedOrder = (table: string, writeBack: 'never' | 'onRead' = 'never') =>
  new Entity({
    name: 'Order',
    table,
    attributes: { id: string(), title: string(), total: number(), note: optional(string()) },
    key: { partition: 'id' },
    indexes: { byTitle: { partition: 'title' } },
    schemaVersion: { attribute: '_v', current: 3, upgrades: orderUpgrades, writeBack },
  })

/** The stored form of the same order in each version. */
export function storedOrder(version: number, id = 'o1', more: StoredItem = {}): StoredItem {
  if (version === 1) return { id: { S: id }, name: { S: 'Pen' }, cents: { N: '250' }, ...more }
  if (version === 2)
    return { id: { S: id }, name: { S: 'Pen' }, total: { N: '2.5' }, _v: { N: '2' }, ...more }
  return { id: { S: id }, title: { S: 'Pen' }, total: { N: '2.5' }, _v: { N: '3' }, ...more }
}
