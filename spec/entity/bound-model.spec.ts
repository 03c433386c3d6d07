// A model within bounds is that of its entity in all but what the bounds say.
import { expect } from 'chai'
import { boundModel, isBeyond } from '../../lib/entity/bound-model.js'
import { liveModel } from '../../lib/entity/deletion-view.js'
import { plainNoteEntity } from '../support/notes.js'
import { tenantEntities } from '../support/tenants.js'

const { Keyed, Loose, Animal, Cat } = tenantEntities((prefix) => prefix)

describe('models within bounds', () => {
  it('have the parts of the entity', () => {
    const bound = boundModel(Loose, { tenantId: 't1' })
    expect(bound.name).equal('Loose')
    expect(bound.codec).equal(Loose.codec)
    expect(bound.key).equal(Loose.key)
    expect(String(bound)).equal('entity Loose')
    expect(Loose.bounds).equal(undefined)
    expect(Animal.bounds).equal(undefined)
  })

  it('take their own stored items only', () => {
    const bound = boundModel(Loose, { tenantId: 't1' })
    expect(bound.isOfKind({ id: { S: 'a' }, t: { S: 't1' } })).equal(true)
    expect(bound.isOfKind({ id: { S: 'a' }, t: { S: 't2' } })).equal(false)
    expect(bound.contested).equal(true)
    expect(boundModel(Keyed, { tenantId: 't1' }).contested).equal(false)
  })

  it('tell what errors must not show; a deleted item within the bounds is not that', () => {
    const bound = boundModel(Loose, { tenantId: 't1' })
    expect(isBeyond(bound, { id: { S: 'a' }, t: { S: 't2' } })).equal(true)
    expect(isBeyond(bound, { id: { S: 'a' }, t: { S: 't1' } })).equal(false)
    expect(isBeyond(Loose, { id: { S: 'a' }, t: { S: 't2' } })).equal(false)
    expect(isBeyond(bound, undefined)).equal(false)
    const note = liveModel(boundModel(plainNoteEntity(), { text: 'x' }))
    const deleted = { noteId: { S: 'n' }, deletedAt: { S: '2020-01-01T00:00:00.000Z' } }
    expect(isBeyond(note, { ...deleted, text: { S: 'x' } })).equal(false)
    expect(isBeyond(note, { ...deleted, text: { S: 'y' } })).equal(true)
  })

  it('of a union, stay bound when members are left', () => {
    const bound = boundModel(Animal, { tenantId: 't1' })
    const cats = bound.narrowed([['kind', [{ S: 'cat' }]]])
    expect(cats.name).equal('Cat')
    expect(cats.bounds?.base).equal(Cat)
    expect(bound.narrowed([])).equal(bound)
    expect(bound.creating({ kind: 'cat' }, 'update').bounds?.all).have.length(1)
  })
})
