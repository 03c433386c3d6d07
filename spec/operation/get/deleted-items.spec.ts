// Reads of deleted items: of entities whose deletes mark them.
import { expect } from 'chai'
import { UnsupportedOperationError } from 'dyntastic'
import { liveModel } from '../../../lib/entity/deletion-view.js'
import { modelWithDeleted } from '../../../lib/operation/get/deleted-items.js'
import { userEntity } from '../../support/entities.js'
import { plainNoteEntity } from '../../support/notes.js'
import { thrown } from '../../support/rejection.js'

describe('reads of deleted items', () => {
  it('are of the whole entity', () => {
    const Note = plainNoteEntity()
    expect(modelWithDeleted(liveModel(Note), 'withDeleted')).equal(Note)
  })

  it('need `softDelete`', () => {
    const error = thrown(() => modelWithDeleted(userEntity(), 'withDeleted'), UnsupportedOperationError)
    expect(error.message).contain('withDeleted() needs `softDelete` in the definition of the entity')
  })
})
