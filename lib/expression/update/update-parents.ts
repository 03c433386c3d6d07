// Maps and lists that are missing on the path of a change: which ones, and the update that creates the maps.

import { invalid } from '../../entity/codec/codec.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Change } from '../change/update-change.js'
import { valueOperand } from '../condition/value-operand.js'
import { pathsRead } from '../function/update-operand.js'
import { pathsMeet, type UpdateRoot } from '../need/update-place.js'
import { type PathOperand, valueAt } from '../path/operand.js'
import { parsePath } from '../path/path.js'
import { resolvePath } from '../path/resolved-path.js'
import { applyChanges } from './update-result.js'

/**
 * Returns the maps and lists that must exist for the changes of what is in them, each once, outer ones first: `address`
 * for `address.geo.lat`, then `address.geo`; `lines` for `lines[0]`. If one is absent, DynamoDB rejects the update
 * ("The document path provided … is invalid for update").
 */
export function parentsOf(root: UpdateRoot, changes: readonly Change[]): readonly PathOperand[] {
  const parents = new Map<string, PathOperand>()
  for (const { target } of changes) {
    const steps = parsePath(target.text, root.entity)
    for (let length = 1; length < steps.length; length++) {
      const parent = resolvePath(root, steps.slice(0, length)).operand
      parents.set(parent.text, parent)
    }
  }
  return [...parents.values()].sort((a, b) => a.names.length - b.names.length)
}

/** Changes that create the maps that an item lacks, and what must still be true of the item when they are applied. */
export interface ParentedChanges {
  readonly changes: readonly Change[]
  /** The maps that are created: the changes are valid only while these are absent. */
  readonly created: readonly PathOperand[]
  /** The values that the new maps were computed from: the changes are valid only while these stay the same. */
  readonly read: readonly ReadValue[]
}

/** A path of an item, and its value; `undefined` if there is none. */
export interface ReadValue {
  readonly path: PathOperand
  readonly value: AttributeValue | undefined
}

/**
 * Returns the changes for an item that lacks parents: all changes inside a missing map become one SET of that map, with
 * the defaults of its struct; removals inside a missing map or list have no effect and are left out (so there may be no
 * changes left). For an item that has the parents, returns the changes unchanged.
 * @throws ValidationError if the new map would lack a required attribute.
 * @throws InvalidUpdateError if a list, or an element of one, is missing on the path of anything but a removal: the
 * elements before it are unknown.
 */
export function withParents(root: UpdateRoot, changes: readonly Change[], item: StoredItem): ParentedChanges {
  const missing = outermost(
    parentsOf(root, changes).filter(({ names }) => valueAt(item, names) === undefined),
  )
  const inside = (parent: PathOperand) => (change: Change) => pathsMeet(parent.names, change.target.names)
  const made = missing.flatMap((parent): readonly MissingMap[] => {
    const writes = changes.filter((change) => inside(parent)(change) && writing(change))
    return writes.length === 0 ? [] : [{ parent, writes }]
  })
  return {
    changes: [
      ...made.map(({ parent, writes }) => setMap(parent, wholeMap(root, parent, writes, item))),
      ...changes.filter((change) => !missing.some((parent) => inside(parent)(change))),
    ],
    created: made.map(({ parent }) => parent),
    read: readElsewhere(made, item),
  }
}

/** A map that is missing, and what to write into it. */
interface MissingMap {
  readonly parent: PathOperand
  readonly writes: readonly Change[]
}

const writing = ({ clause }: Change): boolean => clause === 'SET' || clause === 'ADD'

function outermost(paths: readonly PathOperand[]): readonly PathOperand[] {
  return paths.filter(
    ({ names }) => !paths.some((other) => other.names.length < names.length && pathsMeet(other.names, names)),
  )
}

// Whether the changes change elements of it.
function isListIn(changes: readonly Change[], { names }: PathOperand): boolean {
  return changes.some(
    ({ target }) => pathsMeet(names, target.names) && typeof target.names[names.length] === 'number',
  )
}

function setMap(target: PathOperand, value: AttributeValue): Change {
  return Object.freeze({ name: 'set', clause: 'SET', target, operand: valueOperand(value) })
}

// Returns the new map as a whole value of its struct, with its defaults filled in; rejects it if something required is
// still missing.
function wholeMap(
  root: UpdateRoot,
  parent: PathOperand,
  writes: readonly Change[],
  item: StoredItem,
): AttributeValue {
  const fault = isListIn(writes, parent)
    ? `there is no list at \`${parent.text}\`; set the whole list, or create it with append()`
    : typeof parent.names.at(-1) === 'number'
      ? `the list has no element ${parent.text}; append() adds elements`
      : undefined
  if (fault !== undefined)
    throw new InvalidUpdateError({
      entity: root.entity,
      detail: `${writes[0]?.name} on ${writes[0]?.target.text}: ${fault}`,
    })
  const deeper = parentsOf(root, writes).filter(({ names }) => names.length > parent.names.length)
  const empty = [parent, ...deeper.filter((each) => !isListIn(writes, each))]
  const seeded = empty.reduce(
    (whole, each) => applyChanges([setMap(each, { M: {} })], whole, root.entity),
    item,
  )
  const map = valueAt(applyChanges(writes, seeded, root.entity), parent.names)
  const { codec, steps } = resolvePath(root, parent.text)
  const failures: Failure[] = []
  const value = codec.decode(map, failures)
  const stored = value === invalid ? undefined : codec.encode(value)
  if (stored !== undefined) return stored
  throw new ValidationError({
    entity: root.entity,
    failures: failures.map((failure) => ({ ...failure, path: [...steps, ...failure.path] })),
  })
}

function readElsewhere(made: readonly MissingMap[], item: StoredItem): readonly ReadValue[] {
  const read = new Map<string, ReadValue>()
  for (const { parent, writes } of made)
    for (const { operand } of writes)
      for (const path of operand === undefined ? [] : pathsRead(operand))
        if (!pathsMeet(path.names, parent.names))
          read.set(path.text, { path, value: valueAt(item, path.names) })
  return [...read.values()]
}
