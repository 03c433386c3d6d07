// Guards of an item: one for each unique value that it has, and what a write changes about them.
import { expect } from 'chai'
import { Entity } from 'dyntastic'
import { date, optional, string } from 'superstruct'
import { itemGuards, keyOfItem } from '../../../lib/operation/unique/item-guards.js'
import { memberEntity, versionedMemberEntity } from '../../support/members.js'
import { tasksAndNotes } from '../../support/tasks.js'

const Member = memberEntity()
const stored = (more: object = {}) => ({
  memberId: { S: 'm1' },
  e: { S: 'a@b' },
  points: { N: '0' },
  ...more,
})

describe('the guards of an item', () => {
  it('are items with the key of the table that name the value and the item', () => {
    expect(itemGuards(Member, undefined)).deep.equal([])
    const [guard, ...others] = itemGuards(Member, stored({ club: { S: 'c' }, leavesAt: { N: '1700000000' } }))
    expect(others).deep.equal([])
    expect(guard).deep.equal({
      text: 'dyntastic:unique#["Member",["e"],["S","a@b"]]',
      properties: ['email'],
      stored: {
        memberId: { S: 'dyntastic:unique#["Member",["e"],["S","a@b"]]' },
        leavesAt: { N: '1700000000' },
        _unique: { S: '["Member",["e"]]' },
        _of: { M: { memberId: { S: 'm1' } } },
      },
    })
    const both = itemGuards(Member, stored({ club: { S: 'c' }, nickname: { S: 'n' } }))
    expect(both.map(({ properties }) => properties)).deep.equal([['email'], ['club', 'nickname']])
  })

  it('have the sort key of guards, and name the whole key of the item', () => {
    const item = { club: { S: 'c' }, memberId: { N: '7' }, email: { S: 'x' } }
    const [guard] = itemGuards(versionedMemberEntity(), item)
    expect(guard?.stored['memberId']).deep.equal({ N: '-1e125' })
    expect(guard?.stored['_of']).deep.equal({ M: { club: { S: 'c' }, memberId: { N: '7' } } })
    expect(keyOfItem(versionedMemberEntity(), item)).deep.equal({ club: { S: 'c' }, memberId: { N: '7' } })
  })

  it('have a marker of their own in a table of several kinds', () => {
    const { Task } = tasksAndNotes('tasks')
    const Unique = Task.extend({ unique: ['owner'] } as never) as unknown as typeof Task
    const [guard] = itemGuards(Unique, { ...Task.encode({ taskId: 't', owner: 'O' } as never) })
    expect(Object.values(guard?.stored ?? {})).deep.include({ S: 'dyntastic:unique' })
    expect(Unique.isOfKind(guard?.stored ?? {})).equal(false)
  })

  it('are those of the value that is read, however it is stored', () => {
    const Dated = new Entity({
      name: 'Dated',
      table: 'dated',
      attributes: { id: string(), at: optional(date()) },
      key: { partition: 'id' },
      unique: ['at'],
    })
    const textOf = (S: string) => itemGuards(Dated, { id: { S: 'x' }, at: { S } })[0]?.text
    expect(textOf('2026-01-05T00:00:00Z')).equal(textOf('2026-01-05T00:00:00.000Z'))
    expect(textOf('no date')).contain('no date')
  })
})
