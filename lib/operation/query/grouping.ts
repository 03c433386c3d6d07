// The groups of a collection: which kind of item belongs to which group, and how many of it there may be.

import { type Inspect, markOf } from '../../entity/item/item-mark.js'
import type { EntityModel } from '../../entity/model.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import { oneOf } from '../../errors/option-kinds.js'
import type { OptionPlace, OptionRow } from '../../errors/option-table.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
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

/** An item with the name of its group. */
export type Entry<S> = { [L in keyof S]: [group: L, item: S[L]] }[keyof S]

/** A page whose items are in groups. */
export type GroupedPage<S, O extends PropertyKey> = Omit<Page<never>, 'items'> & {
  readonly items: Grouped<S, O>
}

/** The argument of `onInvalid` of a collection: the result of a function would not belong to a group. */
export const kindPolicyOption: OptionRow<'throw' | 'skip'> = {
  takes: oneOf('throw', 'skip'),
  default: "'throw'",
  doc: 'What a query of a collection does with stored data that does not match, or is not of any kind: throw or leave it out.',
}

/** Returns the item with the name of its group. */
export function entryOf(grouping: Grouping, item: object): [name: string, item: object] {
  return [groupOf(grouping, item).name, item]
}

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
    const group = groupOf(grouping, item)
    if (group.one && groups[group.name] !== undefined)
      throw new InvalidItemError({
        entity: group.model.name,
        operation,
        key: group.model.hasKey(item) ? group.model.keyOf(item) : undefined,
        failures: [{ path: [], message: secondItem(group.name, entity), value: item }],
        stored: item,
      })
    const list = groups[group.name]
    if (Array.isArray(list)) list.push(item)
    else groups[group.name] = item
  }
  return groups
}

const secondItem = (name: string, entity: string | undefined) =>
  `'${name}' of the collection ${entity} is one(), and this is a second item: narrow the query, read it with for await, or declare the group without one()`
