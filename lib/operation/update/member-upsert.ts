// Upserts: of a union of entities, a new item is of one of them, and an existing item must be of that one, too.
import type { EntityModel } from '../../entity/model.js'
import { pathText } from '../../errors/failures.js'
import { chain } from '../../expression/chain/chain.js'
import type { Condition } from '../../expression/condition/condition.js'
import { joined, or } from '../../expression/condition/logic.js'
import { knownValues } from '../../expression/condition/path-root.js'
import { updateRoot } from '../../expression/update/update-protection.js'
import { settle } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import { absenceGuard } from '../write/guards.js'
import type { WriteClauses } from '../write/write.js'
import type { UpdateState } from './update-state.js'
import { upsertFills } from './update-upsert.js'

/**
 * Returns an upsert: of a union, as one of the entity that the values, the key and the conditions tell, on the
 * condition
 * that an existing item is of that entity.
 * @throws ValidationError if they tell none, or if values do not fit that entity; what `upsertFills` throws.
 */
export function upsertOf(
  context: OperationContext,
  state: UpdateState,
  clauses: WriteClauses,
  values: object,
): [OperationContext, UpdateState, WriteClauses] {
  if (context.model.discriminator === undefined)
    return [context, { ...state, upsert: upsertFills(context.model, state.root, values) }, clauses]
  const { model: union } = context
  const { conditions } = clauses
  const left = union.narrowed(knownValues(conditions))
  const model =
    left.discriminator === undefined ? left : left.creating({ ...keyValues(state), ...values }, 'update')
  const isOfIt = discriminator(union, model)
  const root = updateRoot(union, isOfIt === undefined ? conditions : [...conditions, isOfIt])
  const missing = absenceGuard(model).condition
  const condition = isOfIt === undefined ? missing : or(missing, isOfIt)
  return [
    { ...context, model },
    { ...state, root, upsert: upsertFills(model, root, values) },
    { ...clauses, conditions: joined(conditions, condition) },
  ]
}

// A key that was refused is thrown when the update runs.
function keyValues({ target }: UpdateState): object {
  try {
    return settle(target).key.values
  } catch {
    return {}
  }
}

function discriminator(union: EntityModel, model: EntityModel): Condition | undefined {
  const property = union.discriminator?.property
  if (property === undefined) return undefined
  const values = [...(model.codec.at(property)?.codec.only ?? [])]
  const attribute = reference<unknown>(model, property)
  return values.length === 1 ? attribute.eq(values[0] as never) : attribute.in(values as never)
}

function reference<V>(model: EntityModel, property: string) {
  const root = { entity: model.name, codec: model.codec }
  return chain<V, Condition>(root, pathText([property]), (condition) => condition)
}
