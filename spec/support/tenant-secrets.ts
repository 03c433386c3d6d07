// Items of another tenant, and what can be found of them in a value: by its properties, in JSON or in inspection.
import { inspect } from 'node:util'
import { attribute, Entity, Table } from 'dyntastic'
import { date, integer, literal, optional, string } from 'superstruct'

/** What only items of the other tenant hold. */
export const secret = 'secret-of-other'
export const otherTenant = 'other-tenant'
export const otherNumber = 4_242_424_242
/** The key of an item of the other tenant of which nobody else knows. */
export const otherId = 'id-of-other'

/** Entities whose tenant is an attribute, or a part of the key, with all that writes can depend on. */
export function secretEntities(name: (prefix: string) => string) {
  const attributes = {
    id: string(),
    tenantId: attribute(string(), { name: 't' }),
    kind: attribute(literal('Thing'), { default: 'Thing' }),
    n: attribute(integer(), { default: 0 }),
    color: optional(string()),
    email: optional(string()),
    deletedAt: optional(date()),
  }
  const whole = {
    name: 'Thing',
    table: new Table({ name: name('soft-unique') }),
    attributes,
    key: { partition: 'id' },
    indexes: { byColor: { partition: 'color', sort: 'n' } },
    softDelete: { attribute: 'deletedAt' },
    unique: ['email'],
  } as const
  // The others lack some of it, or have more; all of them take the same calls.
  const other = (prefix: string, change: object, without: readonly string[] = []) => {
    const made: object = { ...whole, table: new Table({ name: name(prefix) }), ...change }
    for (const option of without) Reflect.deleteProperty(made, option)
    return new Entity(made as typeof whole)
  }
  const versioned = { attributes: { ...attributes, revision: integer() }, version: 'revision' }
  const schemaVersion = { attribute: '_v', current: 1, upgrades: [] }
  const zoo = { table: new Table({ name: name('union') }) }
  const kindOf = (kind: string) =>
    other(
      kind,
      {
        ...zoo,
        name: kind,
        attributes: { ...attributes, kind: attribute(literal(kind), { default: kind }) },
      },
      ['unique'],
    )
  // Each is defined when it is used.
  return {
    get plain() {
      return other('plain', {}, ['unique', 'softDelete'])
    },
    get keyed() {
      return other('keyed-plain', { key: { partition: 'tenantId', sort: 'id' } }, ['unique', 'softDelete'])
    },
    get versioned() {
      return other('versioned', versioned, ['unique', 'softDelete'])
    },
    get unique() {
      return other('unique', {}, ['softDelete'])
    },
    get soft() {
      return other('soft', {}, ['unique'])
    },
    get 'soft and unique'() {
      return new Entity(whole)
    },
    get 'tenant in the key'() {
      return other('keyed', { key: { partition: 'tenantId', sort: 'id' } })
    },
    get 'versions of a schema'() {
      return other('schema', { ...versioned, schemaVersion })
    },
    get union() {
      return Entity.oneOf([kindOf('Thing'), kindOf('Other')]) as never as Entity<
        typeof whole.attributes,
        typeof whole
      >
    },
  }
}

const hiddenNames = [
  'item',
  'stored',
  'failed',
  'actual',
  'error',
  'cause',
  'reasons',
  'message',
  'stack',
  'owner',
]

/** All that can be found in a value: by its properties, also those that are not listed, and in what it prints. */
export function everythingIn(value: unknown): string {
  const found: string[] = []
  const seen = new Set<unknown>()
  const walk = (each: unknown): void => {
    if (each === undefined || typeof each === 'function' || seen.has(each)) return
    if (typeof each !== 'object' || each === null) {
      found.push(String(each))
      return
    }
    seen.add(each)
    const prints = each instanceof Error || each === value
    if (prints)
      found.push(JSON.stringify(each), inspect(each, { depth: 20, showHidden: true, getters: true }))
    const names = each instanceof Error ? [...Reflect.ownKeys(each), ...hiddenNames] : Reflect.ownKeys(each)
    for (const name of names) walk(Reflect.get(each, name))
    // Clauses that have failed, and the reasons of a transaction.
    for (const name of ['actual', 'item', 'error', 'message']) walk(Reflect.get(each, name))
    if (each instanceof Map || each instanceof Set) for (const member of each) walk(member)
  }
  walk(value)
  return found.join('\n')
}
