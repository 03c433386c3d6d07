// Completes the changes of an update for an item that lacks maps on their paths.

import { invalid } from '../../entity/codec/codec.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Change } from '../../expression/change/update-change.js'
import { valueOperand } from '../../expression/condition/value-operand.js'
import { pathsRead } from '../../expression/function/update-operand.js'
import { pathsMeet, type UpdateRoot } from '../../expression/need/update-place.js'
import { type PathOperand, valueAt } from '../../expression/path/operand.js'
import { resolvePath } from '../../expression/path/resolved-path.js'
import { parentsOf, type ReadValue, withParents } from '../../expression/update/update-parents.js'
import { applyChanges } from '../../expression/update/update-result.js'
import type { Fill } from './update-upsert.js'

/** The changes for an item that lacks maps, and what must still be true when they are applied. */
export interface CompletedChanges {
  readonly changes: readonly Change[]
  /** The missing maps, outermost ones only. */
  readonly missing: readonly PathOperand[]
  /** The values from which new values were computed. */
  readonly read: readonly ReadValue[]
}

/**
 * Returns the changes with the missing maps completed. If an upsert has a value for an attribute (given, or the
 * default), the changes inside are applied to that value. Removals inside a missing map are dropped.
 * @throws ValidationError if a map would lack a required attribute.
 * @throws InvalidUpdateError if a list, or a list element, is missing on a path.
 */
export function completedChanges(
  root: UpdateRoot,
  changes: readonly Change[],
  item: StoredItem,
  fills: readonly Fill[],
): CompletedChanges {
  const missing = outermost(
    parentsOf(root, changes).filter(({ names }) => valueAt(item, names) === undefined),
  )
  const begun = fills.filter(
    ({ target, value }) =>
      value !== undefined &&
      valueAt(item, target.names) === undefined &&
      // Also if the missing part lies deeper, such as an element of a list that the upsert starts with.
      missing.some(({ names }) => pathsMeet(target.names, names)),
  )
  const within = (change: Change): boolean =>
    begun.some(({ target }) => pathsMeet(target.names, change.target.names))
  const parented = withParents(
    root,
    changes.filter((change) => !within(change)),
    item,
  )
  const completed = [...begun.map((fill) => begunWith(root, fill, changes, item)), ...parented.changes]
  const read = changes
    .filter(within)
    .flatMap(({ operand }) => (operand === undefined ? [] : pathsRead(operand)))
  const [first] = missing
  return {
    // An update without changes still has conditions and a return value.
    changes: completed.length === 0 && first !== undefined ? [removal(first)] : completed,
    missing,
    read: [
      ...parented.read,
      ...read
        .filter(({ names }) => !missing.some((parent) => pathsMeet(parent.names, names)))
        .map((path) => ({ path, value: valueAt(item, path.names) })),
    ],
  }
}

function outermost(paths: readonly PathOperand[]): readonly PathOperand[] {
  return paths.filter(
    ({ names }) => !paths.some((other) => other.names.length < names.length && pathsMeet(other.names, names)),
  )
}

// Sets the whole attribute: the value of the upsert, with the changes applied to it.
function begunWith(
  root: UpdateRoot,
  { target, value }: Fill,
  changes: readonly Change[],
  item: StoredItem,
): Change {
  const inside = changes.filter((change) => pathsMeet(target.names, change.target.names))
  const begun: StoredItem = value === undefined ? item : { ...item, [String(target.names[0])]: value }
  const made = applyChanges(withParents(root, inside, begun).changes, begun, root.entity)
  const failures: Failure[] = []
  const { codec, steps } = resolvePath(root, target.text)
  const decoded = codec.decode(valueAt(made, target.names), failures)
  const stored = decoded === invalid ? undefined : codec.encode(decoded)
  if (stored !== undefined)
    return Object.freeze({ name: 'set', clause: 'SET', target, operand: valueOperand(stored) })
  throw new ValidationError({
    entity: root.entity,
    operation: 'update',
    failures: failures.map((failure) => ({ ...failure, path: [...steps, ...failure.path] })),
  })
}

const removal = (target: PathOperand): Change => Object.freeze({ name: 'remove', clause: 'REMOVE', target })
