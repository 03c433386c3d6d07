// Models that leave out deleted items, or all others.
import { expect } from 'chai'
import { Entity } from 'dyntastic'
import { deletedModel, deletesSoftly, liveModel, wholeModel } from '../../lib/entity/deletion-view.js'
import { UnionModel } from '../../lib/entity/union-model.js'
import { userEntity } from '../support/entities.js'
import { folderEntities, plainNoteEntity } from '../support/notes.js'

const Note = plainNoteEntity()
const kept = { noteId: { S: 'a' }, text: { S: 'x' } }
const gone = { ...kept, deletedAt: { S: '2026-01-01T00:00:00.000Z' } }

describe('models of what is not deleted', () => {
  it('are the entity itself, if deletes remove items', () => {
    const User = userEntity()
    expect(deletesSoftly(User)).equal(false)
    expect(liveModel(User)).equal(User)
  })

  it('take the items of one side only', () => {
    const [live, deleted] = [liveModel(Note), deletedModel(Note)]
    expect([live, deleted, Note].map((model) => [model.isOfKind(kept), model.isOfKind(gone)])).deep.equal([
      [true, false],
      [false, true],
      [true, true],
    ])
    expect([live.mayRead(kept), live.mayRead(gone)]).deep.equal([true, false])
    expect(live.deletion?.isDeleted(gone)).equal(true)
    expect(live.codec).equal(Note.codec)
    expect(liveModel(Note)).equal(live)
    expect(liveModel(deleted)).equal(live)
    expect(wholeModel(live)).equal(Note)
    expect(Note.deletion).equal(undefined)
  })

  it('of a collection look at the kind of each item', () => {
    const { Folder, File } = folderEntities()
    const both = liveModel(new UnionModel([Folder, File], undefined, 'collection'))
    const item = (Kind: Pick<typeof Folder, 'name'>, sk: string) => ({
      pk: { S: 'FOLDER#a' },
      sk: { S: sk },
      _kind: { S: Kind.name },
      deletedAt: { S: '2026-01-01T00:00:00.000Z' },
    })
    expect(both.mayRead(item(Folder, 'FOLDER'))).equal(true)
    expect(both.mayRead(item(File, 'FILE#b'))).equal(false)
    expect(both.deletion?.mark).equal(undefined)
    expect(both.among([File]).mayRead(item(File, 'FILE#b'))).equal(false)
    expect(both.among([Folder])).equal(Folder)
  })

  it('of a union share the mark', () => {
    const Other = new Entity({ ...Note.descriptor, name: 'OtherNote', attributes: Note.attributes })
    const union = Entity.oneOf([Note, Other], () => Note)
    expect(liveModel(union).deletion?.mark).include({ property: 'deletedAt', name: 'deletedAt' })
  })
})
