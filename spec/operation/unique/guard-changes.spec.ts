// What a write changes about the guards of an item.
import { expect } from 'chai'
import { changesGuards, guardChanges } from '../../../lib/operation/unique/guard-changes.js'
import { memberEntity } from '../../support/members.js'

const Member = memberEntity()
const stored = (more: object = {}) => ({
  memberId: { S: 'm1' },
  e: { S: 'a@b' },
  points: { N: '0' },
  ...more,
})

describe('changes of guards', () => {
  it('are taken and given up as the values change', () => {
    const changes = (before: object | undefined, after: object | undefined) => {
      const item = (given: object | undefined) => (given === undefined ? undefined : stored(given))
      const { takes, releases } = guardChanges(Member, item(before), item(after))
      return [takes.map(({ text }) => text.slice(27)), releases.map(({ text }) => text.slice(27))]
    }
    const [a, b] = ['["e"],["S","a@b"]]', '["e"],["S","x"]]']
    expect(changes(undefined, {})).deep.equal([[a], []])
    expect(changes({}, {})).deep.equal([[], []])
    expect(changes({}, undefined)).deep.equal([[], [a]])
    expect(changes({}, { e: { S: 'x' } })).deep.equal([[b], [a]])
    expect(changes({}, { e: { NULL: true } })).deep.equal([[], [a]])
    // Its guard expires when the item does.
    expect(changes({}, { leavesAt: { N: '5' } })).deep.equal([[a], []])
    expect(changesGuards(guardChanges(Member, stored(), stored()))).equal(false)
    expect(changesGuards(guardChanges(Member, undefined, stored()))).equal(true)
  })
})
