// What an update is asked, as plain data.
import { oneOf } from '../../errors/option-kinds.js'
import type { OptionRow } from '../../errors/option-table.js'
import type { Change } from '../../expression/change/update-change.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'
import type { Deferred } from '../ground/deferred.js'
import type { UpdateTarget } from './update-target.js'
import type { Fill } from './update-upsert.js'

/** What comes back of an update (ReturnValues). */
export type UpdateReturning = 'new' | 'old' | 'updatedNew' | 'updatedOld' | 'none'

/** The argument of `returning` of an update. */
export const updateReturningOption: OptionRow<UpdateReturning> = {
  takes: oneOf('new', 'old', 'updatedNew', 'updatedOld', 'none'),
  default: "'new'",
  doc: 'What an update resolves to (ReturnValues).',
}

/** What an update is asked, besides its conditions. */
export interface UpdateState {
  readonly root: UpdateRoot
  readonly target: Deferred<UpdateTarget>
  readonly changes: readonly Change[]
  /** Whether a missing item is created, and what it begins with besides the changes. */
  readonly upsert: readonly Fill[] | undefined
  readonly returning: UpdateReturning
  /** Whether it is sent as a transaction of one, under this token or one of its own. */
  readonly once: { readonly token: string | undefined } | undefined
}

/** The state with a change; without one, itself. Member by member, as spreading a frozen object takes several times as long. */
export function withState(state: UpdateState, change: Partial<UpdateState> | undefined): UpdateState {
  if (change === undefined) return state
  const { root, target, changes, upsert, returning, once } = state
  return {
    root: change.root ?? root,
    target: change.target ?? target,
    changes: change.changes ?? changes,
    upsert: change.upsert ?? upsert,
    returning: change.returning ?? returning,
    once: change.once ?? once,
  }
}
