// One change of an item: frozen data, made by an update function on a path of the entity.
import { kindOf, pathText } from '../errors/failures.js'
import { InvalidUpdateError } from '../errors/invalid-update-error.js'
import { expressionLimits } from './limits.js'
import type { PathOperand } from './operand.js'
import type { PathSteps } from './path.js'
import { resolvePath } from './resolved-path.js'
import { updateArguments } from './update-arguments.js'
import {
  type UpdateClause,
  type UpdateFunctionName,
  type UpdateFunctionRow,
  updateFunctions,
} from './update-functions.js'
import type { UpdateOperand } from './update-operand.js'
import { inUpdate, pathsMeet, refuseUpdate, type UpdatePlace, type UpdateRoot } from './update-place.js'

/** One change: the function that was called, the clause that it stands in, the path that it changes, and what with. */
export interface Change {
  readonly name: UpdateFunctionName
  readonly clause: UpdateClause
  readonly target: PathOperand
  /** None in REMOVE. */
  readonly operand?: UpdateOperand
}

/**
 * The change that an update function makes of a path, with the function's arguments. A `set` to what is stored as absence is a REMOVE.
 * @throws ValidationError for a value that does not fit the struct at the path.
 * @throws InvalidUpdateError for an unknown path, an attribute that updates must leave alone or that is required, a function that is
 * not for this attribute, and operands that DynamoDB refuses.
 */
export function changeOf(
  root: UpdateRoot,
  name: UpdateFunctionName,
  path: string | PathSteps,
  args: readonly unknown[],
): Change {
  if (typeof path !== 'string' && !Array.isArray(path))
    throw new InvalidUpdateError({ entity: root.entity, detail: `a path is a text, not ${kindOf(path)}` })
  const place: UpdatePlace = { root, name, path: inUpdate(root.entity, () => resolvePath(root, path)) }
  const row: UpdateFunctionRow = updateFunctions[name]
  checkTarget(place, row)
  const operand = updateArguments[row.arguments](place, args)
  const target = place.path.operand
  return Object.freeze(
    operand === undefined
      ? { name, clause: 'REMOVE', target }
      : { name, clause: row.clause, target, operand },
  )
}

function checkTarget(place: UpdatePlace, row: UpdateFunctionRow): void {
  const { root, path } = place
  for (const { steps, reason } of root.fixed)
    if (pathsMeet(steps, path.steps))
      refuseUpdate(place, `${pathText(steps)} ${reason}; an update cannot change it`)
  const { types } = path.codec
  if (!types.some((type) => row.types.includes(type)))
    refuseUpdate(
      place,
      `it is for ${row.types.join(', ')}, and the attribute is stored as ${types.join(', ')}`,
    )
  const { levels } = expressionLimits
  if (path.names.length > levels)
    refuseUpdate(place, `the path has ${path.names.length} levels; DynamoDB takes at most ${levels}`)
}
