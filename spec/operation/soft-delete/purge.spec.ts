// Purges: items are removed permanently, deleted or not.
import { expect } from 'chai'
import { Repository, UnsupportedOperationError } from 'dyntastic'
import { purgeOperation } from '../../../lib/operation/soft-delete/purge.js'
import { userEntity } from '../../support/entities.js'
import { plainNoteEntity } from '../../support/notes.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

describe('a purge', () => {
  it('is a DeleteItem without a condition', () => {
    const notes = new Repository(plainNoteEntity(), new FakeRunner())
    const purge = notes.purge('a')
    expect(purge.toCommand().input).deep.equal({ TableName: 'plain-notes', Key: { noteId: { S: 'a' } } })
    expect(String(purge)).equal('PlainNote.purge, not run')
    expect(purge.batchWriteFace().request).deep.equal({ DeleteRequest: { Key: { noteId: { S: 'a' } } } })
  })

  it('needs `softDelete`', async () => {
    const runner = new FakeRunner()
    const error = await rejection(
      purgeOperation({ model: userEntity(), runner }, 'u1'),
      UnsupportedOperationError,
    )
    expect(error.message).contain('purge() needs `softDelete`')
  })
})
