// Stored NULLs that mean absence, in updates: DynamoDB treats them as values, which most functions do not accept.
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import type { Change } from '../change/update-change.js'
import type { ConditionNode } from '../condition/condition-node.js'
import { nullTest } from '../condition/null-absence.js'
import { valueOperand } from '../condition/value-operand.js'
import { type OperandNode, pathsRead } from '../function/update-operand.js'
import type { UpdateRoot } from '../need/update-place.js'
import { isNull, type PathOperand, valueAt } from '../path/operand.js'
import type { PathSteps } from '../path/path.js'
import { parentsOf } from './update-parents.js'
import { applyChanges } from './update-result.js'

/**
 * Returns the paths that the changes touch (what they change, the maps and lists on the way, what they read) at which
 * the item holds NULL for absence.
 */
export function nullsOn(
  root: UpdateRoot,
  changes: readonly Change[],
  item: StoredItem,
): readonly PathOperand[] {
  const found = new Map<string, PathOperand>()
  for (const path of touchedBy(root, changes))
    if (path.nullIsAbsence === true && isNull(valueAt(item, path.names))) found.set(path.text, path)
  return [...found.values()]
}

/** Whether there may be a NULL for absence at any of these paths. */
export function mayMeetNull(root: UpdateRoot, changes: readonly Change[]): boolean {
  return touchedBy(root, changes).some(({ nullIsAbsence }) => nullIsAbsence === true)
}

function touchedBy(root: UpdateRoot, changes: readonly Change[]): readonly PathOperand[] {
  return [
    ...parentsOf(root, changes),
    ...changes.flatMap(({ target, operand }) => [target, ...reads(operand)]),
  ]
}

/** Returns the item without the values at these paths. */
export function withoutPaths(item: StoredItem, paths: readonly PathOperand[]): StoredItem {
  return paths.reduce((rest, { names }) => without(rest, names), item)
}

function without(map: StoredItem, [name, ...rest]: PathSteps): StoredItem {
  const copy = { ...map }
  const value = copy[String(name)]
  if (rest.length === 0) delete copy[String(name)]
  else if (value !== undefined) copy[String(name)] = inside(value, rest)
  return copy
}

function inside(value: AttributeValue, steps: PathSteps): AttributeValue {
  if ('M' in value) return { M: without(value.M, steps) }
  if (!('L' in value)) return value
  const [index, ...rest] = steps
  return { L: value.L.map((element, at) => (at === index ? inside(element, rest) : element)) }
}

/** Changes for an item in which NULLs count as absent, and the values that they were computed from. */
export interface ChangesOnAbsence {
  readonly changes: readonly Change[]
  readonly read: readonly PathOperand[]
}

/**
 * Replaces the changes that read or add to one of these NULLs by changes to their results: `item` is without the NULLs.
 * All other changes stay.
 * @throws InvalidUpdateError if a change reads what is absent and has no value to use instead.
 */
export function changesOnAbsence(
  changes: readonly Change[],
  nulls: readonly PathOperand[],
  item: StoredItem,
  entity: string,
): ChangesOnAbsence {
  const isNullPath = ({ text }: PathOperand): boolean => nulls.some((path) => path.text === text)
  const read: PathOperand[] = []
  const made = changes.flatMap((change): readonly Change[] => {
    const { name, clause, target, operand } = change
    const paths = clause === 'SET' ? reads(operand) : [target]
    if (clause === 'REMOVE' || !paths.some(isNullPath)) return [change]
    read.push(...paths)
    const value = valueAt(applyChanges([change], item, entity), target.names)
    if (value === undefined) return [{ name: 'remove', clause: 'REMOVE', target }]
    return [{ name, clause: 'SET', target, operand: valueOperand(value) }]
  })
  return { changes: made.map((change) => Object.freeze(change)), read }
}

/**
 * Returns what must be true where DynamoDB would silently treat a NULL as a value: `if_not_exists` would keep it, and a
 * SET of another attribute's value would copy it. Sums and lists reject it themselves.
 * @param except the paths, as strings, that may hold NULL.
 */
export function nullGuards(changes: readonly Change[], except: readonly string[]): readonly ConditionNode[] {
  // Most updates read no attribute that may hold NULL.
  let paths: Map<string, PathOperand> | undefined
  for (const { operand } of changes) if (operand !== undefined) paths = withTested(operand, paths)
  if (paths === undefined) return none
  const tested = [...paths.values()].filter(({ text }) => !except.includes(text))
  return tested.map((path) => nullTest(path, 'ne'))
}

const none: readonly ConditionNode[] = Object.freeze([])

type Tested = Map<string, PathOperand> | undefined

function withTested(operand: OperandNode, paths: Tested): Tested {
  if (operand.kind === 'value') return paths
  if (operand.kind === 'path')
    return operand.nullIsAbsence === true ? (paths ?? new Map()).set(operand.text, operand) : paths
  const { name, first, second } = operand
  const left = name === 'ifNotExists' || first.kind === 'function' ? withTested(first, paths) : paths
  return name === 'ifNotExists' || second.kind === 'function' ? withTested(second, left) : left
}

const reads = (operand: OperandNode | undefined): readonly PathOperand[] =>
  operand === undefined ? [] : pathsRead(operand)
