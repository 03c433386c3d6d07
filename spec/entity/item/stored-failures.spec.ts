// Failures of stored items: keys, size, time to live, and keys that are reserved for guards.
import { expect } from 'chai'
import { attribute, Entity } from 'dyntastic'
import { date, optional, string } from 'superstruct'
import { storedFailures } from '../../../lib/entity/item/completed-item.js'
import { memberEntity } from '../../support/members.js'

describe('failures of stored items', () => {
  const messages = (stored: object) =>
    storedFailures(memberEntity(), stored as never).map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    )

  it('do not exist for an item that DynamoDB stores', () => {
    expect(messages({ memberId: { S: 'm1' } })).deep.equal([])
  })

  it('say what is wrong with key, size and time to live', () => {
    expect(messages({ memberId: { S: '' } })).deep.equal([
      'memberId: is empty, but a key attribute must not be empty',
    ])
    expect(messages({ memberId: { S: 'm1' }, e: { S: 'x'.repeat(410_000) } })[0]).contain(
      'can have at most 409600',
    )
    expect(messages({ memberId: { S: 'm1' }, leavesAt: { N: '1700000000000' } })[0]).contain(
      'looks like milliseconds',
    )
  })

  it('reserve the keys of guards in a table that has some', () => {
    const stored = { memberId: { S: 'dyntastic:unique#x' } }
    expect(messages(stored)).deep.equal([
      "memberId: begins with 'dyntastic:unique#', which is reserved for the guards of unique values",
    ])
    const Plain = new Entity({
      name: 'Plain',
      table: 'plain',
      attributes: { memberId: string(), at: attribute(optional(date()), { as: 'epochSeconds' }) },
      key: { partition: 'memberId' },
    })
    expect(storedFailures(Plain, stored)).deep.equal([])
  })
})
