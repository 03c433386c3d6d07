// What updates do to guards: which changes touch them, and what becomes of them.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import type { Change } from '../../../lib/expression/change/update-change.js'
import { touchesUnique, uniqueEffect } from '../../../lib/operation/update/unique-effect.js'
import { memberEntity } from '../../support/members.js'
import { FakeRunner } from '../fake-runner.js'

const Member = memberEntity()
const members = new Repository(Member, new FakeRunner())
const stored = { memberId: { S: 'm1' }, e: { S: 'a' }, club: { S: 'c' }, points: { N: '2' } }

function effectOf(
  // biome-ignore lint/suspicious/noExplicitAny: any changes
  change: (update: any) => { state(): { changes: readonly Change[] } },
  before: typeof stored | undefined = stored,
) {
  const update = change(members.update('m1'))
  const state = update.state() as never
  const { changes } = update.state()
  const { writes, guards } = uniqueEffect(Member, state, changes, { stored: before })
  return {
    takes: writes.takes.map(({ text }) => text.slice(26)),
    releases: writes.releases.map(({ text }) => text.slice(26)),
    guards: guards.map(String),
  }
}

describe('what updates do to guards', () => {
  it('is nothing, unless they touch what guards depend on, or may create the item', () => {
    // biome-ignore lint/suspicious/noExplicitAny: any changes
    const touches = (change: (update: any) => any) => {
      const { upsert, changes } = change(members.update('m1')).state()
      return touchesUnique(Member, { upsert }, changes)
    }
    expect(touches((update) => update.set('points', 1))).equal(false)
    expect(touches((update) => update.set('points', 1).upsert({}))).equal(true)
    for (const change of ['email', 'club', 'nickname'])
      expect(touches((update) => update.set(change, 'x'))).equal(true)
    expect(touches((update) => update.remove('leavesAt'))).equal(true)
  })

  it('is computed from the item: values set, removed, copied, and left if they are there', () => {
    const unchanged = [
      'email = (value)',
      'club = (value)',
      'attribute_not_exists(nickname)',
      'attribute_not_exists(leavesAt)',
    ]
    expect(effectOf((update) => update.set('email', 'b'))).deep.equal({
      takes: [',["e"],["S","b"]]'],
      releases: [',["e"],["S","a"]]'],
      guards: unchanged,
    })
    expect(effectOf((update) => update.remove('email')).releases).deep.equal([',["e"],["S","a"]]'])
    expect(effectOf((update) => update.setIfMissing('email', 'b'))).deep.include({ takes: [], releases: [] })
    expect(effectOf((update) => update.set('nickname', 'n')).takes).deep.equal([
      ',["club","nickname"],["S","c"],["S","n"]]',
    ])
    expect(
      effectOf((update) => update.set('email', (attr: { club: unknown }) => attr.club)).takes,
    ).deep.equal([',["e"],["S","c"]]'])
    expect(effectOf((update) => update.set('leavesAt', new Date(5_000))).takes).deep.equal([
      ',["e"],["S","a"]]',
    ])
  })

  it('depends on all of the item if the old one is to be returned', () => {
    const { guards } = effectOf((update) => update.set('email', 'b').returning('old'))
    expect(guards).members([
      'memberId = (value)',
      'email = (value)',
      'club = (value)',
      'points = (value)',
      'attribute_not_exists(nickname)',
      'attribute_not_exists(leavesAt)',
    ])
  })
})
