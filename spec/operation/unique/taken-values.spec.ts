// Errors of values that are taken: what they say, and what they must not say within bounds.
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { boundModel } from '../../../lib/entity/bound-model.js'
import { ownerOfGuard, shownCause, uniqueValue } from '../../../lib/operation/unique/taken-values.js'
import { memberEntity, versionedMemberEntity } from '../../support/members.js'

const Member = memberEntity()
const guard = { memberId: { S: 'dyntastic:unique#…' }, _of: { M: { memberId: { S: 'm1' } } } }

describe('values that are taken', () => {
  it('are named in words', () => {
    const error = uniqueValue(undefined, [['email'], ['club', 'nickname']], {})
    expect(error.message).contain("this value of 'email', and of 'club' and 'nickname'")
    expect(error.taken).deep.equal([['email'], ['club', 'nickname']])
    expect(error.owner).equal(undefined)
  })

  it('have an owner that is known by its guard', () => {
    expect(ownerOfGuard(Member, guard, ['email'])).deep.equal({ memberId: 'm1' })
    expect(ownerOfGuard(Member, undefined, ['email'])).equal(undefined)
    expect(ownerOfGuard(Member, { memberId: { S: 'm1' } }, ['email'])).equal(undefined)
  })

  it('within bounds, the owner is known if the value or the key has the bounds', () => {
    const ofClub = boundModel(Member, { club: 'k' })
    expect(ownerOfGuard(ofClub, guard, ['email'])).equal(undefined)
    expect(ownerOfGuard(ofClub, guard, ['club', 'nickname'])).deep.equal({ memberId: 'm1' })
    const inKey = boundModel(versionedMemberEntity(), { club: 'k' })
    const owned = (club: string) => ({ ...guard, _of: { M: { club: { S: club }, memberId: { N: '1' } } } })
    expect(ownerOfGuard(inKey, owned('k'), ['email'])).deep.equal({ club: 'k', memberId: 1 })
    expect(ownerOfGuard(inKey, owned('other'), ['email'])).equal(undefined)
  })

  it('within bounds, the error of the SDK has no items', () => {
    const Item = { memberId: { S: 'm1' } }
    const cause = new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item }],
    })
    expect(shownCause([{ model: Member }], cause)).equal(cause)
    const shown = shownCause([{ model: Member }, { model: boundModel(Member, { club: 'k' }) }], cause)
    expect(shown).instanceOf(TransactionCanceledException)
    expect(shown).include({ name: cause.name, message: 'cancelled', stack: cause.stack })
    expect(Reflect.get(Object(shown), 'CancellationReasons')).deep.equal([{ Code: 'ConditionalCheckFailed' }])
    expect(cause.CancellationReasons).deep.equal([{ Code: 'ConditionalCheckFailed', Item }])
    const other = new Error('other')
    expect(shownCause([{ model: boundModel(Member, { club: 'k' }) }], other)).equal(other)
  })
})
