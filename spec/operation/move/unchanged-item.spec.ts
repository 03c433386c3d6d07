// Conditions that an item is as it was read: every attribute, or the version with what guards depend on.
import { expect } from 'chai'
import { UnsupportedOperationError } from 'dyntastic'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { unchangedItem } from '../../../lib/operation/move/moved-item.js'
import { memberEntity, versionedMemberEntity } from '../../support/members.js'
import { thrown } from '../../support/rejection.js'

const many = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`other${at}`, { N: String(at) }]))
const holds = (conditions: ReturnType<typeof unchangedItem>, item: StoredItem) =>
  conditions.every((each) => evaluate(each, item))

describe('unchangedItem', () => {
  it('compares all attributes, those that the entity does not have and those that are missing', () => {
    const read: StoredItem = { memberId: { S: 'm1' }, e: { S: 'a' }, foreign: { S: 'f' } }
    const conditions = unchangedItem(memberEntity(), read)
    expect(holds(conditions, read)).equal(true)
    expect(holds(conditions, { ...read, foreign: { S: 'g' } })).equal(false)
    expect(holds(conditions, { ...read, club: { S: 'k' } })).equal(false)
  })

  it('compares the version and the unique values of an item with many attributes', () => {
    const read: StoredItem = {
      club: { S: 'k' },
      memberId: { N: '1' },
      email: { S: 'a' },
      revision: { N: '2' },
      ...many,
    }
    const conditions = unchangedItem(versionedMemberEntity(), read)
    expect(holds(conditions, { ...read, other1: { N: '5' } })).equal(true)
    expect(holds(conditions, { ...read, revision: { N: '3' } })).equal(false)
    expect(holds(conditions, { ...read, email: { S: 'b' } })).equal(false)
  })

  it('is refused for many attributes without a version', () => {
    const read: StoredItem = { memberId: { S: 'm1' }, ...many }
    thrown(() => unchangedItem(memberEntity(), read), UnsupportedOperationError)
  })
})
