// The result of changes to a stored item: operands read the old item, and indexes refer to the old list.
import { type AttributeValue, attributeType, type StoredItem } from '../../entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import type { Change } from '../change/update-change.js'
import { type UpdateClauseRow, unfit, updateClauses } from '../function/update-functions.js'
import { updateOperandValue } from '../function/update-operand.js'
import { valueAt } from '../path/operand.js'

/**
 * Returns the item after the changes; the given item is not modified. A new item consists of its key.
 * @throws InvalidUpdateError if DynamoDB would reject the update of this item: an operand is absent or of the wrong
 * type, a number exceeds its limits, or the path leads through something that is not a map or list.
 */
export function applyChanges(changes: readonly Change[], item: StoredItem, entity?: string): StoredItem {
  if (changes.length === 0) return item
  const top: Branch = new Map()
  for (const change of changes) place(top, change, afterwards(change, item, entity))
  const changed = rebuilt({ M: item }, top, '', entity)
  return 'M' in changed ? changed.M : {}
}

/** The result for the attributes of an item: for each step, the steps below it or its new value. */
type Branch = Map<string | number, Branch | Outcome>

interface Outcome {
  readonly change: Change
  readonly value: AttributeValue | undefined
}

function afterwards(change: Change, item: StoredItem, entity: string | undefined): Outcome {
  const { name, clause, target, operand } = change
  const row: UpdateClauseRow = updateClauses[clause]
  const current = valueAt(item, target.names)
  const given = operand === undefined ? undefined : operandOn(change, item, entity)
  const value = row.apply(current, given)
  if (value !== unfit) return { change, value }
  const types = [given, current].map((each) => (each === undefined ? 'nothing' : attributeType(each)))
  throw new InvalidUpdateError({
    entity,
    detail: `${name} on ${target.text}: ${types.join(' cannot be combined with ')}, or the result exceeds the limits of numbers`,
  })
}

function operandOn({ name, target, operand }: Change, item: StoredItem, entity: string | undefined) {
  try {
    return operand === undefined ? undefined : updateOperandValue(operand, item)
  } catch (error) {
    if (!isError(error, InvalidUpdateError)) throw error
    throw new InvalidUpdateError({ entity, detail: `${name} on ${target.text}: ${error.message}` })
  }
}

function place(top: Branch, change: Change, outcome: Outcome): void {
  const { names } = change.target
  let level = top
  for (const [at, step] of names.entries()) {
    if (at === names.length - 1) level.set(step, outcome)
    else {
      const known = level.get(step)
      const next: Branch = known instanceof Map ? known : new Map()
      level.set(step, next)
      level = next
    }
  }
}

function rebuilt(
  value: AttributeValue | undefined,
  branch: Branch,
  path: string,
  entity: string | undefined,
): AttributeValue {
  const [first] = branch.keys()
  if (value !== undefined && typeof first === 'number' && 'L' in value)
    return { L: listOf(value.L, branch, path, entity) }
  if (value !== undefined && typeof first === 'string' && 'M' in value)
    return { M: mapOf(value.M, branch, path, entity) }
  const found = value === undefined ? 'absent' : `stored as ${attributeType(value)}`
  const needed = typeof first === 'number' ? 'a list' : 'a map'
  throw new InvalidUpdateError({
    entity,
    detail: `${path} is ${found}, but must be ${needed} to change what is in it`,
  })
}

function mapOf(map: StoredItem, branch: Branch, path: string, entity: string | undefined): StoredItem {
  const members = new Map(Object.entries(map))
  for (const [step, below] of branch) {
    const name = String(step)
    const value = after(members.get(name), below, path === '' ? name : `${path}.${name}`, entity)
    if (value === undefined) members.delete(name)
    else members.set(name, value)
  }
  return Object.fromEntries(members)
}

function listOf(
  list: readonly AttributeValue[],
  branch: Branch,
  path: string,
  entity: string | undefined,
): AttributeValue[] {
  const changed = list.map((element, index) => {
    const below = branch.get(index)
    return below === undefined ? element : after(element, below, `${path}[${index}]`, entity)
  })
  // An index past the end appends, the lowest first.
  const further = [...branch]
    .filter(([step]) => Number(step) >= list.length)
    .sort(([a], [b]) => Number(a) - Number(b))
  for (const [step, below] of further) changed.push(after(undefined, below, `${path}[${step}]`, entity))
  return changed.filter((element) => element !== undefined)
}

function after(
  value: AttributeValue | undefined,
  below: Branch | Outcome,
  path: string,
  entity: string | undefined,
): AttributeValue | undefined {
  return below instanceof Map ? rebuilt(value, below, path, entity) : below.value
}
