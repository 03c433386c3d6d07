// What deletes that mark and restores have in common: their state, and the entities that have them.
import { expect } from 'chai'
import { UnsupportedOperationError } from 'dyntastic'
import { liveModel } from '../../../lib/entity/deletion-view.js'
import { settle } from '../../../lib/operation/ground/deferred.js'
import { deletingChanges } from '../../../lib/operation/soft-delete/mark-changes.js'
import { markState } from '../../../lib/operation/soft-delete/mark-operation.js'
import { userEntity } from '../../support/entities.js'
import { noteEntity } from '../../support/notes.js'
import { thrown } from '../../support/rejection.js'

describe('the state of a mark', () => {
  it('has one time for all that is written, and the version of an item', () => {
    const model = liveModel(noteEntity())
    const key = { userId: 'u', noteId: 'n' }
    const state = markState(model, { ...key, revision: 3 }, 'delete', (soft, now) =>
      deletingChanges(model, soft, now),
    )
    const { now, version } = settle(state.target)
    expect(version).equal(3)
    expect(state.does).equal('delete')
    expect(state.changes[0]?.operand).deep.equal({ kind: 'value', value: { S: now.toISOString() } })
  })

  it('of an entity without soft deletes is refused when it runs', () => {
    const state = markState(userEntity(), 'u1', 'restore', () => [])
    const error = thrown(() => settle(state.target), UnsupportedOperationError)
    expect(error.message).contain('restore() needs `softDelete`')
  })
})
