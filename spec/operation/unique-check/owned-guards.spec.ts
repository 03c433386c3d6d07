// Guards and the items that they are of.
import { expect } from 'chai'
import { itemGuards } from '../../../lib/operation/unique/item-guards.js'
import { isGuardOf, itemOfModel, ownerOf } from '../../../lib/operation/unique-check/owned-guards.js'
import { memberEntity } from '../../support/members.js'

describe('guards and their items', () => {
  const Member = memberEntity()
  const item = { memberId: { S: 'm1' }, e: { S: 'a' }, points: { N: '0' } }
  const guard = itemGuards(Member, item)[0]?.stored ?? {}

  it('belong together by the key of the item', () => {
    expect(ownerOf(guard)).deep.equal({ memberId: { S: 'm1' } })
    expect(ownerOf(item)).equal(undefined)
    expect(isGuardOf(guard, { memberId: { S: 'm1' } })).equal(true)
    expect(isGuardOf(guard, { memberId: { S: 'm2' } })).equal(false)
  })

  it('are told apart', () => {
    expect(itemOfModel(Member, item)).equal(item)
    expect(itemOfModel(Member, guard)).equal(undefined)
    expect(itemOfModel(Member, undefined)).equal(undefined)
  })
})
