// One change of an item: frozen data, made by an update function on a path of the entity.
import { takesAtMost } from '../../errors/arity.js'
import { kindOf, pathText } from '../../errors/failures.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { remembered } from '../../util/remembered.js'
import {
  type UpdateClause,
  type UpdateFunctionName,
  type UpdateFunctionRow,
  updateFunctions,
} from '../function/update-functions.js'
import type { OperandNode } from '../function/update-operand.js'
import { boundNeeds } from '../need/update-bounds.js'
import { copyNeeds, readsNull } from '../need/update-copies.js'
import { growthOf } from '../need/update-growth.js'
import { memberNeeds } from '../need/update-members.js'
import type { Growth, Need } from '../need/update-need.js'
import {
  inUpdate,
  noSchemaOfPart,
  pathsMeet,
  refuseUpdate,
  type UpdatePlace,
  type UpdateRoot,
} from '../need/update-place.js'
import { expressionLimits } from '../path/limits.js'
import type { PathOperand } from '../path/operand.js'
import type { PathSteps } from '../path/path.js'
import { resolvePath } from '../path/resolved-path.js'
import { mostUpdateArguments, updateArguments } from './update-arguments.js'

/** One change: the function that was called, its clause, the path that it changes, and its operand. */
export interface Change {
  readonly name: UpdateFunctionName
  readonly clause: UpdateClause
  readonly target: PathOperand
  /** Absent in REMOVE. */
  readonly operand?: OperandNode
  /**
   * What must be true of the item so that the change leaves a value that its struct accepts; absent if nothing must.
   */
  readonly needs?: readonly Need[]
  /** Its effect on the size of the list or Map that contains it; absent if that size is not limited. */
  readonly growth?: Growth
}

/**
 * Returns the change that an update function makes to a path, given the arguments of the function. A `set` to a value
 * that is stored as absence is a REMOVE.
 * @throws ValidationError if a value does not fit the struct at the path.
 * @throws InvalidUpdateError if the path is unknown, the attribute is required or must not be changed by updates, the
 * function does not apply to the attribute, or DynamoDB rejects the operands.
 */
export function changeOf(
  root: UpdateRoot,
  name: UpdateFunctionName,
  path: string | PathSteps,
  args: readonly unknown[],
): Change {
  const known = typeof path === 'string' ? knownTargets(root).get(name)?.get(path) : undefined
  const target = known ?? newTarget(root, name, path)
  const { place, row, constant } = target
  const most = mostUpdateArguments[row.arguments]
  if (args.length > most)
    refuseUpdate(place, `it ${takesAtMost(most)} after the path, but received ${args.length}`)
  if (constant !== undefined) return constant
  const operand = updateArguments[row.arguments](place, args)
  const { operand: attribute } = place.path
  const change: Change =
    operand === undefined
      ? { name, clause: 'REMOVE', target: attribute }
      : { name, clause: row.clause, target: attribute, operand }
  const plain = operand === undefined || operand.kind === 'value' ? target.free : target.freeToCopy
  const made = Object.freeze(plain ? change : guarded(place, change))
  if (most === 0) target.constant = made
  return made
}

/** A path that a function applies to. */
interface Target {
  readonly place: UpdatePlace
  readonly row: UpdateFunctionRow
  /** Whether values and removals there have no effect on anything else. */
  readonly free: boolean
  /** The same for values of other attributes. */
  readonly freeToCopy: boolean
  /** The change, if the function takes no arguments. */
  constant: Change | undefined
}

// A program has few paths and uses them again and again. But names in them may also come from its users, so the number
// is limited.
const mostKnown = 1_000
const longestKnown = 200
const knownTargets = remembered((_root: UpdateRoot) => new Map<UpdateFunctionName, Map<string, Target>>())

function newTarget(root: UpdateRoot, name: UpdateFunctionName, path: string | PathSteps): Target {
  if (typeof path !== 'string' && !Array.isArray(path))
    throw new InvalidUpdateError({
      entity: root.entity,
      detail: `a path must be a string, not ${kindOf(path)}`,
    })
  const place: UpdatePlace = { root, name, path: inUpdate(root.entity, () => resolvePath(root, path)) }
  const row: UpdateFunctionRow = updateFunctions[name]
  checkTarget(place, row)
  const { codec, parent, crosses } = place.path
  const free =
    codec.limits === undefined && codec.numeric !== 'few' && !crosses && parent.limits === undefined
  const target: Target = { place, row, free, freeToCopy: free && readsNull(codec), constant: undefined }
  if (typeof path === 'string' && path.length <= longestKnown) keepTarget(root, name, path, target)
  return target
}

function keepTarget(root: UpdateRoot, name: UpdateFunctionName, path: string, target: Target): void {
  const targets = knownTargets(root)
  const known = targets.get(name) ?? new Map<string, Target>()
  targets.set(name, known)
  if (known.size >= mostKnown) known.clear()
  known.set(path, target)
}

// Most changes need nothing: their attribute has no bounds, and is not inside a union.
function guarded(place: UpdatePlace, change: Change): Change {
  const { clause, operand } = change
  const { codec, parent, crosses } = place.path
  const copies = operand !== undefined && operand.kind !== 'value'
  const bounded = operand !== undefined && (codec.limits !== undefined || codec.numeric === 'few')
  if (!copies && !bounded && !crosses && parent.limits === undefined) return change
  const needs = [
    ...(copies ? copyNeeds(place, operand) : []),
    ...(bounded ? boundNeeds(place, clause, operand) : []),
    ...(crosses ? memberNeeds(place, { clause, operand }) : []),
  ]
  const growth = growthOf(place, clause)
  if (needs.length === 0 && growth === undefined) return change
  return { ...change, ...(needs.length > 0 && { needs: Object.freeze(needs) }), ...(growth && { growth }) }
}

function checkTarget(place: UpdatePlace, row: UpdateFunctionRow): void {
  const { root, path } = place
  for (const { steps, reason, wayOut } of root.fixed)
    if (pathsMeet(steps, path.steps))
      refuseUpdate(
        place,
        `${pathText(steps)} ${reason}; updates cannot change it${wayOut === undefined ? '' : `: ${wayOut}`}`,
      )
  const { types, unchecked } = path.codec
  if (unchecked === true) refuseUpdate(place, noSchemaOfPart)
  if (!types.some((type) => row.types.includes(type)))
    refuseUpdate(
      place,
      `it applies to ${row.types.join(', ')}, but the attribute is stored as ${types.join(', ')}`,
    )
  const { levels } = expressionLimits
  if (path.names.length > levels)
    refuseUpdate(place, `the path has ${path.names.length} levels; DynamoDB allows at most ${levels}`)
}
