// Actions on guards: one for each guard, whatever the writes of a transaction do to it.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { guardActions } from '../../../lib/operation/unique/guard-actions.js'
import { memberEntity } from '../../support/members.js'
import { FakeRunner } from '../fake-runner.js'

const Member = memberEntity()
const members = new Repository(Member, new FakeRunner())
const item = (memberId: string, email: string): StoredItem => ({ memberId: { S: memberId }, e: { S: email } })
const textOf = (email: string) => `dyntastic:unique#["Member",["e"],["S","${email}"]]`

function actionsOf(
  writes: readonly (readonly ['save' | 'delete', memberId: string, email: string, before?: string])[],
  foreign: readonly string[] = [],
) {
  const faces = writes.map(([what, memberId, email]) =>
    what === 'save'
      ? members.save({ memberId, email }).transactWriteFace()
      : members.delete(memberId).transactWriteFace(),
  )
  const made = faces.map((face, at) => {
    const [, memberId = '', email = '', before] = writes[at] ?? []
    const old = writes[at]?.[0] === 'delete' ? email : before
    return face.guarded?.on(old === undefined ? undefined : item(memberId, old))
  })
  return guardActions(faces, made, new Set(foreign.map((email) => `members ${textOf(email)}`)))
}

const known = { TableName: 'members', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
const names = { '#0': '_of', '#1': 'memberId' }
const of = (memberId: string) => ({ M: { memberId: { S: memberId } } })

describe('actions on guards', () => {
  it('take a value that nobody has, or that the item itself has', () => {
    const [action] = actionsOf([['save', 'm1', 'a']]) as never as {
      action: object
      does: string
      at: number
    }[]
    expect(action).include({ does: 'take', at: 0 })
    expect(action?.action).deep.equal({
      Put: {
        ...known,
        Item: { memberId: { S: textOf('a') }, _unique: { S: '["Member",["e"]]' }, _of: of('m1') },
        ConditionExpression: 'attribute_not_exists(#1) OR #0 = :0',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':0': of('m1') },
      },
    })
  })

  it('give up a value that the item has; one that another item holds is left to it', () => {
    const [taken, given] = actionsOf([['save', 'm1', 'b', 'a']]) as never as {
      action: object
      does: string
    }[]
    expect([taken?.does, given?.does].sort()).deep.equal(['release', 'take'])
    const [release] = actionsOf([['delete', 'm1', 'a']]) as never as { action: object }[]
    const Key = { memberId: { S: textOf('a') } }
    const ExpressionAttributeValues = { ':0': of('m1') }
    expect(release?.action).deep.equal({
      Delete: {
        ...known,
        Key,
        ConditionExpression: 'attribute_not_exists(#1) OR #0 = :0',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues,
      },
    })
    const [left] = actionsOf([['delete', 'm1', 'a']], ['a']) as never as { action: object; does: string }[]
    expect(left?.does).equal('leave')
    expect(left?.action).deep.equal({
      ConditionCheck: {
        ...known,
        Key,
        ConditionExpression: 'NOT (#0 = :0)',
        ExpressionAttributeNames: { '#0': '_of' },
        ExpressionAttributeValues,
      },
    })
  })

  it('pass a value from one item to another in one action', () => {
    const actions = actionsOf([
      ['delete', 'm1', 'a'],
      ['save', 'm2', 'a', 'b'],
      ['save', 'm3', 'b'],
    ]) as never as { action: { Put?: { ExpressionAttributeValues: object } }; does: string; at: number }[]
    expect(actions.map(({ does, at }) => [does, at])).deep.equal([
      ['take', 1],
      ['take', 2],
    ])
    expect(actions[0]?.action.Put?.ExpressionAttributeValues).deep.equal({ ':0': of('m2'), ':1': of('m1') })
  })

  it('are not made for two items that take one value', () => {
    const both = actionsOf([
      ['save', 'm1', 'a'],
      ['save', 'm2', 'a'],
    ])
    expect(both).include({ first: 0, second: 1 })
  })
})
