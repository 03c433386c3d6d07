// Printing of changes as the UpdateExpression of a request, which counts DynamoDB's limits while it prints.
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import type { Change } from '../change/update-change.js'
import { plainInk } from '../condition/condition-text.js'
import { RequestInk } from '../condition/request-ink.js'
import { type UpdateClause, type UpdateClauseRow, updateClauses } from '../function/update-functions.js'
import { printUpdateOperand } from '../function/update-operand.js'
import { expressionLimits } from '../path/limits.js'
import type { Ink } from '../path/operand.js'
import type { Placeholders } from '../path/placeholders.js'
import { refuseOverlaps } from './update-overlap.js'

/**
 * Returns the text of an UpdateExpression: each clause once, in the order SET, REMOVE, ADD, DELETE, with its changes in
 * the given order. Names and values are added to the placeholders of the request.
 * @throws InvalidUpdateError if there are no changes, if changes overlap, or if there are more than 300 operators and
 * functions or 4,096 bytes ("Expression limits").
 */
export function printUpdate(changes: readonly Change[], placeholders: Placeholders, entity?: string): string {
  if (changes.length === 0) refuse(entity, 'the update has no changes; add at least one, such as set')
  if (changes.length > 1) refuseOverlaps(changes, entity)
  const text = updateText(changes, new RequestInk(placeholders, entity, refuseMore))
  // Expression text is ASCII, so its length is its size in bytes.
  const { bytes } = expressionLimits
  if (text.length > bytes)
    refuse(
      entity,
      `the update has ${text.length} bytes of expression text; the limit is ${bytes} (a limit of DynamoDB)`,
    )
  return text
}

function refuseMore(entity: string | undefined): never {
  const { operators } = expressionLimits
  refuse(entity, `the update has more than ${operators} operators and functions (a limit of DynamoDB)`)
}

function refuse(entity: string | undefined, detail: string): never {
  throw new InvalidUpdateError({ entity, detail })
}

/**
 * Returns the changes with names as the user wrote them and without values: `SET total = total + (value) REMOVE note`.
 */
export function updateInWords(changes: readonly Change[]): string {
  return updateText(changes, plainInk)
}

const clauseNames = Object.freeze(Object.keys(updateClauses)) as readonly UpdateClause[]

function updateText(changes: readonly Change[], ink: Ink): string {
  let text = ''
  for (const clause of clauseNames) {
    let lead = text === '' ? `${clause} ` : ` ${clause} `
    for (const change of changes) {
      if (change.clause !== clause) continue
      text += lead + actionText(change, ink)
      lead = ', '
    }
  }
  return text
}

function actionText({ clause, target, operand }: Change, ink: Ink): string {
  const row: UpdateClauseRow = updateClauses[clause]
  const path = ink.path(target)
  return row.print(path, operand === undefined ? '' : printUpdateOperand(operand, ink))
}
