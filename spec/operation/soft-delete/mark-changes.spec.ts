// Changes of the attributes that mark items.
import { expect } from 'chai'
import { deletingChanges, restoringChanges } from '../../../lib/operation/soft-delete/mark-changes.js'
import { noteEntity, plainNoteEntity } from '../../support/notes.js'

const now = new Date('2026-01-01T00:00:00.500Z')
const soft = ({ softDelete }: ReturnType<typeof noteEntity> | ReturnType<typeof plainNoteEntity>) => {
  if (softDelete === undefined) throw new TypeError('no soft delete')
  return softDelete
}

describe('changes of marks', () => {
  it('of a delete: the time, and the time to live in whole seconds', () => {
    const Note = noteEntity()
    const [mark, ttl] = deletingChanges(Note, soft(Note), now)
    expect(mark?.target.names).deep.equal(['d'])
    expect(mark?.operand).deep.equal({ kind: 'value', value: { S: '2026-01-01T00:00:00.500Z' } })
    expect(ttl?.operand).deep.equal({
      kind: 'value',
      value: { N: String(Date.parse('2026-01-31T00:00:01.000Z') / 1_000) },
    })
  })

  it('of a restore: both are removed', () => {
    const names = (Note: Parameters<typeof soft>[0]) =>
      restoringChanges(Note, soft(Note)).map(({ clause, target }) => [clause, target.names[0]])
    expect(names(noteEntity())).deep.equal([
      ['REMOVE', 'd'],
      ['REMOVE', 'expiresAt'],
    ])
    expect(names(plainNoteEntity())).deep.equal([['REMOVE', 'deletedAt']])
  })
})
