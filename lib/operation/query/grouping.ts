// The groups of a collection: which kind of item belongs to which group, and how many of it there may be.

import { type Inspect, markOf } from '../../entity/item/item-mark.js'
import type { EntityModel } from '../../entity/model.js'
import { retold } from '../../errors/dyntastic-error.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import type { OptionPlace } from '../../errors/option-table.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import { isThenable } from '../../util/quieted.js'
import type { InvalidItemPolicy } from '../get/invalid-item-policy.js'
import type { Page } from './query-reading.js'

/** A group: its name, its kind of item, and whether it has at most one. */
export interface CollectionGroup {
  readonly name: string
  readonly model: EntityModel
  readonly one: boolean
}

/** The groups of a collection. */
export type Grouping = readonly CollectionGroup[]

/** The results in groups: a list for each kind, or one item. */
export type Grouped<S, O extends PropertyKey> = { [L in keyof S]: L extends O ? S[L] | undefined : S[L][] }

/** The items of groups, or what a function returned in place of them; nothing in place of no item. */
export type GroupsOr<S, Q> = {
  [L in keyof S]: [S[L]] extends [never] ? S[L] : S[L] | Exclude<Q, undefined>
}

/** An item with the name of its group. */
export type Entry<S> = { [L in keyof S]: [group: L, item: S[L]] }[keyof S]

/** A page whose items are in groups. */
export type GroupedPage<S, O extends PropertyKey> = Omit<Page<never>, 'items'> & {
  readonly items: Grouped<S, O>
}

const inPlace: unique symbol = Symbol('dyntastic.inPlace')

/** A value and its group. */
interface Placed {
  readonly group: CollectionGroup
  readonly value: unknown
}

// What a function returned in place of an item that does not match its entity, which has no mark.
interface Substitute {
  readonly [inPlace]: Placed
}

/**
 * Returns the policy of a query for that of a collection: what a function returns in place of an item is in the group
 * of the item's kind. An item of no kind has no group, so the function can only return `undefined` for it.
 */
export function policyInGroups(
  grouping: Grouping,
  policy: InvalidItemPolicy<unknown>,
): InvalidItemPolicy<unknown> {
  if (typeof policy === 'string') return policy
  return (stored, error) => {
    const value = policy(stored, error)
    if (value === undefined || isThenable(value)) return value
    const group = grouping.find(({ model }) => model.name === error.entity)
    if (group !== undefined) return Object.freeze({ [inPlace]: { group, value } })
    const detail = `${error.detail}; the item is of no kind, so what the function given to onInvalid returned belongs to no group: return undefined to leave it out`
    throw retold(error, { detail })
  }
}

/** Returns the item with the name of its group. */
export function entryOf(grouping: Grouping, item: object): [name: string, item: unknown] {
  const { group, value } = placed(grouping, item)
  return [group.name, value]
}

const placed = (grouping: Grouping, item: object | Substitute): Placed =>
  inPlace in item ? item[inPlace] : { group: groupOf(grouping, item), value: item }

// Each item that was read has the mark of its entity.
function groupOf(grouping: Grouping, item: object): CollectionGroup {
  const mark: Inspect | undefined = markOf(item)
  const group = grouping.find(({ model }) => model.inspect === mark)
  if (group !== undefined) return group
  const detail =
    'the index does not contain what tells the kinds apart, so its items cannot be grouped: add it to the projection of the index, or read whole items with full()'
  throw new QueryPlanError({ entity: mark?.entity, operation: 'query', detail })
}

/** Returns items in their groups, in their order. @throws InvalidItemError if a group of one item has more. */
export function intoGroups(
  grouping: Grouping,
  items: readonly object[],
  { entity, operation }: OptionPlace,
): Record<string, unknown> {
  const groups: Record<string, unknown> = {}
  for (const { name, one } of grouping) groups[name] = one ? undefined : []
  for (const item of items) {
    const { group, value } = placed(grouping, item)
    if (group.one && groups[group.name] !== undefined)
      throw new InvalidItemError({
        entity: group.model.name,
        operation,
        key: value === item && group.model.hasKey(item) ? group.model.keyOf(item) : undefined,
        failures: [{ path: [], message: secondItem(group.name, entity), value }],
        stored: value,
      })
    const list = groups[group.name]
    if (Array.isArray(list)) list.push(value)
    else groups[group.name] = value
  }
  return groups
}

const secondItem = (name: string, entity: string | undefined) =>
  `'${name}' of the collection ${entity} is one(), and this is a second item: narrow the query, read it with for await, or declare the group without one()`
