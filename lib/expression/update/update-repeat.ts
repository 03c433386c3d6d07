// Repeatable updates: sending one twice has the effect of sending it once, so that it may be retried.
import type { Change } from '../change/update-change.js'
import { operandType } from '../condition/value-operand.js'
import { type UpdateClauseRow, updateClauses } from '../function/update-functions.js'
import type { OperandNode } from '../function/update-operand.js'
import { pathsMeet } from '../need/update-place.js'

/**
 * Whether repeating the update is harmless: constants, removals, members of sets, `setIfMissing`. It is not if a number
 * is added, if a value is computed from what the update itself changes (`total = total + 5`, appends), or if list
 * elements move or may be appended.
 */
export function isRepeatable(changes: readonly Change[]): boolean {
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at] as Change
    const { clause, operand } = change
    const row: UpdateClauseRow = updateClauses[clause]
    const type = operand?.kind === 'value' ? operandType(operand) : undefined
    if (!row.repeatable(type) || movesElements(change) || readsChanges(change, changes)) return false
  }
  return true
}

// Removing l[1] twice removes two elements, as does emptying a set in a list; setting l[5] twice may append twice. The
// first element exists after the first time.
function movesElements({ clause, target }: Change): boolean {
  const { names } = target
  const last = names[names.length - 1]
  if (typeof last !== 'number') return false
  return clause === 'REMOVE' || clause === 'DELETE' || last > 0
}

function readsChanges({ operand, target }: Change, changes: readonly Change[]): boolean {
  if (operand === undefined || operand.kind === 'value') return false
  return readsAny(isInitial(operand, target.text) ? operand.second : operand, changes)
}

function readsAny(operand: OperandNode, changes: readonly Change[]): boolean {
  if (operand.kind === 'value') return false
  if (operand.kind === 'path') return changes.some(({ target }) => pathsMeet(operand.names, target.names))
  return readsAny(operand.first, changes) || readsAny(operand.second, changes)
}

// What is set because it was absent exists the second time.
function isInitial(
  operand: OperandNode,
  target: string,
): operand is Extract<OperandNode, { kind: 'function' }> {
  return (
    operand.kind === 'function' &&
    operand.name === 'ifNotExists' &&
    operand.first.kind === 'path' &&
    operand.first.text === target
  )
}
