// Keys in a WHERE clause: equalities that identify one item, and partitions and ranges that a query can read.
import type { Condition, Operand } from '../expressions/condition.js'
import type { KeyComparison } from '../expressions/key-condition.js'
import { fits } from '../storage/entry-keys.js'
import type { KeyAttribute, KeySchema } from '../storage/table-schema.js'
import { invalid } from '../values/service-failure.js'
import type { WireItem, WireValue } from '../values/wire.js'
import { sameValue } from '../values/wire-values.js'

/** A part of a table or an index that a query reads. */
export interface KeyCondition {
  readonly partition: WireValue
  readonly sort: KeyComparison | undefined
  /** Whether the branch tests the sort key in a way that no range expresses: `<>`, NOT. */
  readonly open: boolean
}

const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** The conditions that are joined by AND. */
export function conjuncts(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return []
  return condition.kind === 'and' ? condition.conditions.flatMap(conjuncts) : [condition]
}

/**
 * The key that a condition names by equality, and what else it asks; `undefined` if it does not name all of the key.
 */
export function namedKey(
  { all }: KeySchema,
  condition: Condition | undefined,
): { readonly key: WireItem; readonly rest: readonly Condition[] } | undefined {
  const found = new Map<string, WireValue>()
  const rest: Condition[] = []
  for (const each of conjuncts(condition)) {
    const attribute = all.find(({ name }) => equalTo(each, name) !== undefined)
    const value = attribute && equalTo(each, attribute.name)
    if (attribute === undefined || value === undefined) {
      rest.push(each)
      continue
    }
    const known = found.get(attribute.name)
    if (known !== undefined && !sameValue(known, value))
      throw invalid(
        `Multiple conditions on same key ${attribute.name}. Only single item Update/Insert/Delete are supported`,
      )
    found.set(attribute.name, value)
  }
  if (found.size < all.length) return undefined
  for (const attribute of all) requireType(attribute, found.get(attribute.name))
  return { key: Object.fromEntries(all.map(({ name }) => [name, found.get(name) ?? {}])), rest }
}

/** What queries read for a condition, one for each partition and range; `undefined` if only a scan finds everything. */
export function keyConditions(
  { partition, sort }: KeySchema,
  condition: Condition | undefined,
): readonly KeyCondition[] | undefined {
  const [hash] = partition
  if (hash === undefined || condition === undefined) return undefined
  if (condition.kind === 'or') {
    const branches = condition.conditions.map((one) => keyConditions({ partition, sort, all: [] }, one))
    return branches.every((one) => one !== undefined) ? branches.flat() : undefined
  }
  const all = conjuncts(condition)
  const values = firstOf(all, (one) => partitionsOf(one, hash))
  if (values === undefined) return undefined
  for (const value of values) requireType(hash, value)
  const ranges = sort[0] === undefined ? [] : sortRanges(all, sort[0])
  const open = ranges.length === 0 && all.some((one) => sort[0] !== undefined && isOpen(one, sort[0].name))
  const parts = ranges.length === 0 ? [undefined] : ranges
  return values.flatMap((value) => parts.map((part) => ({ partition: value, sort: part, open })))
}

/** Refuses comparisons of key attributes with values of other types, wherever they stand. */
export function checkKeyTypes(all: readonly KeyAttribute[], condition: Condition): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const one of condition.conditions) checkKeyTypes(all, one)
      return
    case 'not':
      checkKeyTypes(all, condition.condition)
      return
    case 'compare':
      compareTypes(all, [condition.left, condition.right])
      return
    case 'between':
      compareTypes(all, [condition.of, condition.low, condition.high])
      return
    case 'in':
      compareTypes(all, [condition.of, ...condition.values])
      return
    default:
      if (condition.name === 'begins_with') compareTypes(all, condition.operands)
  }
}

function compareTypes(all: readonly KeyAttribute[], operands: readonly Operand[]): void {
  const attribute = all.find(({ name }) => operands.some((one) => isAttribute(one, name)))
  if (attribute === undefined) return
  if (operands.some((one) => one.kind === 'value' && !fits(one.value, attribute)))
    throw invalid(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    )
}

/** Refuses a value of another type than the key attribute has. */
export function requireType(attribute: KeyAttribute, value: WireValue | undefined): void {
  if (!fits(value, attribute))
    throw invalid(
      `Key attribute's data type should match its data type in table's schema: Key ${attribute.name}`,
    )
}

function partitionsOf(condition: Condition, { name }: KeyAttribute): readonly WireValue[] | undefined {
  const value = equalTo(condition, name)
  if (value !== undefined) return [value]
  if (condition.kind === 'in') return membersOf(condition, name)
  if (condition.kind !== 'or') return undefined
  const branches = condition.conditions.map((one) => partitionsOf(one, { name, type: 'S' }))
  return branches.every((one) => one !== undefined) ? unique(branches.flat()) : undefined
}

// The narrowest that one condition says; the others are tested on what is read.
function sortRanges(all: readonly Condition[], attribute: KeyAttribute): readonly KeyComparison[] {
  const exact = firstOf(all, (one) => partitionsOf(one, attribute))
  const ranges: readonly KeyComparison[] =
    exact?.map((value) => ({ by: '=', values: [value] })) ??
    firstOf(all, (one) => rangeOf(one, attribute.name)) ??
    []
  for (const { values } of ranges) for (const value of values) requireType(attribute, value)
  return ranges
}

function rangeOf(condition: Condition, name: string): readonly KeyComparison[] | undefined {
  if (condition.kind === 'compare' && condition.by !== '<>') {
    const { left, right, by } = condition
    if (isAttribute(left, name) && right.kind === 'value') return [{ by, values: [right.value] }]
    if (isAttribute(right, name) && left.kind === 'value') return [{ by: mirrored[by], values: [left.value] }]
  }
  if (condition.kind === 'between' && isAttribute(condition.of, name)) {
    const { low, high } = condition
    if (low.kind === 'value' && high.kind === 'value')
      return [{ by: 'BETWEEN', values: [low.value, high.value] }]
  }
  if (condition.kind !== 'predicate' || condition.name !== 'begins_with') return undefined
  const [of, start] = condition.operands
  if (of === undefined || start?.kind !== 'value' || !isAttribute(of, name)) return undefined
  return [{ by: 'begins_with', values: [start.value] }]
}

function isOpen(condition: Condition, name: string): boolean {
  if (condition.kind === 'not') return mentions(condition.condition, name)
  return condition.kind === 'compare' && condition.by === '<>' && mentions(condition, name)
}

/** Whether a condition tests an attribute itself. */
export function mentions(condition: Condition, name: string): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.some((one) => mentions(one, name))
    case 'not':
      return mentions(condition.condition, name)
    case 'compare':
      return isAttribute(condition.left, name) || isAttribute(condition.right, name)
    case 'predicate':
      return condition.operands.some((one) => isAttribute(one, name))
    default:
      return isAttribute(condition.of, name)
  }
}

function equalTo(condition: Condition, name: string): WireValue | undefined {
  if (condition.kind !== 'compare' || condition.by !== '=') return undefined
  const { left, right } = condition
  if (isAttribute(left, name) && right.kind === 'value') return right.value
  return isAttribute(right, name) && left.kind === 'value' ? left.value : undefined
}

function membersOf(
  { of, values }: Extract<Condition, { readonly kind: 'in' }>,
  name: string,
): readonly WireValue[] | undefined {
  if (!isAttribute(of, name)) return undefined
  const found = values.flatMap((one) => (one.kind === 'value' ? [one.value] : []))
  return found.length === values.length ? unique(found) : undefined
}

function isAttribute(operand: Operand, name: string): boolean {
  return operand.kind === 'path' && operand.path.length === 1 && operand.path[0] === name
}

function unique(values: readonly WireValue[]): WireValue[] {
  return values.filter((value, at) => values.findIndex((one) => sameValue(one, value)) === at)
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}
