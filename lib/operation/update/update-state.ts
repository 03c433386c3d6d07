// State of an update as plain data.
import type { EntityModel } from '../../entity/model.js'
import { oneOf } from '../../errors/option-kinds.js'
import type { OptionRow } from '../../errors/option-table.js'
import type { Change } from '../../expression/change/update-change.js'
import type { Condition } from '../../expression/condition/condition.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'
import { updateRoot } from '../../expression/update/update-protection.js'
import type { Deferred } from '../ground/deferred.js'
import type { UpdateTarget } from './update-target.js'
import type { Fill } from './update-upsert.js'

/** What an update returns (ReturnValues). */
export type UpdateReturning = 'new' | 'old' | 'updatedNew' | 'updatedOld' | 'none'

/** The argument of `returning` of an update. */
export const updateReturningOption: OptionRow<UpdateReturning> = {
  takes: oneOf('new', 'old', 'updatedNew', 'updatedOld', 'none'),
  default: "'new'",
  doc: 'What an update resolves to (ReturnValues).',
}

/** What an update is called: a soft delete and a restore are updates, too. */
export type UpdateName = 'update' | 'delete' | 'restore'

/** The state of an update, besides its conditions. */
export interface UpdateState {
  readonly does: UpdateName
  readonly root: UpdateRoot
  readonly target: Deferred<UpdateTarget>
  readonly changes: readonly Change[]
  /** For an upsert, the initial values of a new item, besides the changes. */
  readonly upsert: readonly Fill[] | undefined
  readonly returning: UpdateReturning
  /** Whether the update is sent as a transaction of one operation, with this token or a generated one. */
  readonly once: { readonly token: string | undefined } | undefined
}

/**
 * Returns the state with a change, or unchanged. Copied member by member, because spreading a frozen object is several
 * times slower.
 */
export function withState(state: UpdateState, change: Partial<UpdateState> | undefined): UpdateState {
  if (change === undefined) return state
  const { does, root, target, changes, upsert, returning, once } = state
  return {
    does: change.does ?? does,
    root: change.root ?? root,
    target: change.target ?? target,
    changes: change.changes ?? changes,
    upsert: change.upsert ?? upsert,
    returning: change.returning ?? returning,
    once: change.once ?? once,
  }
}

/** Returns an update that changes nothing yet. */
export function emptyUpdate(root: UpdateRoot, target: Deferred<UpdateTarget>): UpdateState {
  return {
    does: 'update',
    root,
    target,
    changes: Object.freeze([]),
    upsert: undefined,
    returning: 'new',
    once: undefined,
  }
}

/** Returns the state with paths that begin at what the conditions leave of a union of entities. */
export function rootedState(
  model: EntityModel,
  state: UpdateState,
  conditions: readonly Condition[],
): UpdateState {
  return model.discriminator === undefined ? state : withState(state, { root: updateRoot(model, conditions) })
}
