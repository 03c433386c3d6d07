// Conditions that leave deleted items out of queries.
import { expect } from 'chai'
import { deletedModel, liveModel } from '../../../lib/entity/deletion-view.js'
import { UnionModel } from '../../../lib/entity/union-model.js'
import {
  markCondition,
  sievesDeleted,
  unmarked,
  withoutDeleted,
} from '../../../lib/plan/source/deleted-apart.js'
import type { QuerySpec } from '../../../lib/plan/source/plan.js'
import { sourcesOf } from '../../../lib/plan/source/source.js'
import { folderEntities, noteEntity } from '../../support/notes.js'

const Note = noteEntity()
const spec: QuerySpec = {
  conditions: [],
  index: undefined,
  consistent: false,
  order: undefined,
  select: [],
  full: false,
  scan: false,
}
const words = (given: QuerySpec) => given.conditions.map((condition) => `${condition.entity}: ${condition}`)

describe('queries without deleted items', () => {
  it('look at the attribute that marks them', () => {
    expect(withoutDeleted(Note, spec)).equal(spec)
    expect(words(withoutDeleted(liveModel(Note), spec))).deep.equal(['Note: attribute_not_exists(deletedAt)'])
    expect(words(withoutDeleted(deletedModel(Note), spec))).deep.equal(['Note: attribute_exists(deletedAt)'])
    expect(markCondition('Note', { property: 'deletedAt', name: 'd' }, 'exists').node).deep.include({
      operator: 'exists',
      left: { kind: 'path', text: 'deletedAt', names: ['d'] },
    })
    expect(sievesDeleted(liveModel(Note))).equal(false)
    expect(sievesDeleted(Note)).equal(false)
  })

  it('of a collection look at it for the kinds that have it', () => {
    const { Folder, File } = folderEntities()
    const both = new UnionModel([Folder, File], undefined, 'collection')
    expect(words(withoutDeleted(liveModel(both), spec))).deep.equal(['File: attribute_not_exists(deletedAt)'])
    // Nothing that DynamoDB knows is true of deleted files alone: items are looked at after reading.
    expect(words(withoutDeleted(deletedModel(both), spec))).deep.equal([])
    expect(sievesDeleted(deletedModel(both))).equal(true)
    const [table] = sourcesOf(both)
    expect(unmarked(deletedModel(both), table)).deep.equal([])
    expect(unmarked(deletedModel(both), { ...table, projection: 'keys' })).deep.equal([
      "it does not contain 'deletedAt', by which deleted items are left out",
    ])
  })
})
