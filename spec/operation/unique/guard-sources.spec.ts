// Conditions that an item is as it was read.
import { expect } from 'chai'
import { guardSources, unchanged, wholeOf } from '../../../lib/operation/unique/guard-sources.js'
import { memberEntity } from '../../support/members.js'

const Member = memberEntity()
const stored = (more: object = {}) => ({
  memberId: { S: 'm1' },
  e: { S: 'a@b' },
  points: { N: '0' },
  ...more,
})

describe('guards of an item', () => {
  it('hold as long as what they depend on is unchanged', () => {
    expect(guardSources(Member)).deep.equal(['e', 'club', 'nickname', 'leavesAt'])
    expect(unchanged(Member, undefined).map(String)).deep.equal(['attribute_not_exists(memberId)'])
    expect(unchanged(Member, stored()).map(String)).deep.equal([
      'email = (value)',
      'attribute_not_exists(club)',
      'attribute_not_exists(nickname)',
      'attribute_not_exists(leavesAt)',
    ])
    expect(wholeOf(Member, stored({ other: { S: 'x' } }))).members([
      'memberId',
      'e',
      'club',
      'nickname',
      'points',
      'leavesAt',
      'other',
    ])
  })
})
