// Printing of paths as expression text: placeholders for names, indexes unchanged.
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { expressionLimits } from './limits.js'
import type { PathSteps } from './path.js'
import type { Placeholders } from './placeholders.js'

/** What is needed to print a path. */
export interface PrintablePath {
  /** The property path as a string, for the error. */
  readonly text: string
  readonly names: PathSteps
}

/**
 * Returns a path of stored names as it appears in an expression: `#0.#1[2]`.
 * @throws InvalidConditionError if it has more than 32 levels (DynamoDB's "nesting levels" of a path).
 */
export function printPath(path: PrintablePath, placeholders: Placeholders, entity?: string): string {
  if (path.names.length > expressionLimits.levels)
    throw new InvalidConditionError({
      entity,
      detail: `the path ${path.text} has ${path.names.length} levels; DynamoDB allows at most ${expressionLimits.levels}`,
    })
  const { names } = path
  if (names.length === 1) return placeholders.name(String(names[0]))
  let text = ''
  for (const step of names)
    if (typeof step === 'number') text += `[${step}]`
    else text += text === '' ? placeholders.name(step) : `.${placeholders.name(step)}`
  return text
}
