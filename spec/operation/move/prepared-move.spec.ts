// Moves as parts of transactions: their elements, and what the failure of each means.
import { expect } from 'chai'
import {
  ConditionFailedError,
  ItemExistsError,
  ItemNotFoundError,
  UnsupportedOperationError,
} from 'dyntastic'
import { movePlan } from '../../../lib/operation/move/move-plan.js'
import { PreparedMove } from '../../../lib/operation/move/prepared-move.js'
import { kindsOf, orderOne, placedAt } from '../../support/kinds.js'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const { Order } = kindsOf('moves')
const later = new Date('2026-02-01T00:00:00.000Z')
const stored = Order.encode(orderOne)
const prepared = (changes: object) =>
  new PreparedMove(
    {
      context: { model: Order, runner: new FakeRunner() },
      plan: movePlan(Order, { customerId: 'c1', orderId: 'o1', placedAt }, changes),
      conditions: [Order.condition((attr) => attr.total.lt(9))],
    },
    stored,
  )
const failed = (item?: object, outcome?: 'unknown') =>
  new ConditionFailedError({ stored: item, ...(outcome === undefined ? {} : { outcome }) })

describe('a prepared move', () => {
  it('is a delete of the item as it was, and a put if there is none with the new key', () => {
    const { action, more = [], result } = prepared({ placedAt: later }).transactWriteFace()
    expect(action.Delete).deep.include({ TableName: 'moves', Key: { pk: stored['pk'], sk: stored['sk'] } })
    expect(action.Delete?.ConditionExpression).match(
      /^attribute_exists\(#0\) AND \(attribute_not_exists\(#1\) OR #1 = :0\) AND #2 < :1 AND /,
    )
    expect(more.map((each) => each.action)).deep.equal([
      {
        Put: {
          TableName: 'moves',
          Item: Order.encode({ ...orderOne, placedAt: later }),
          ConditionExpression: 'attribute_not_exists(#0)',
          ExpressionAttributeNames: { '#0': 'pk' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ])
    expect(result).deep.equal({ ...orderOne, placedAt: later, status: 'open' })
  })

  it('is one put of the item over itself, if the key stays the same', () => {
    const { action, more } = prepared({ placedAt, total: 6 }).transactWriteFace()
    expect(more).equal(undefined)
    expect(action.Put?.Item).deep.equal(Order.encode({ ...orderOne, total: 6 }))
    expect(action.Put?.ConditionExpression).match(/^attribute_exists/)
  })

  it('fails by what is in the way: no item, a condition, another writer, an item with the new key', () => {
    const move = prepared({ placedAt: later })
    const { failure, more = [] } = move.transactWriteFace()
    expect(failure(failed())).instanceOf(ItemNotFoundError)
    expect(failure(failed({ ...stored, _type: { S: 'Other' } }))).instanceOf(ItemNotFoundError)
    const unmet = failure(failed({ ...stored, total: { N: '9' } }))
    expect(unmet).instanceOf(ConditionFailedError)
    expect((unmet as ConditionFailedError).failed).deep.equal([{ clause: 'total < (value)', path: 'total' }])
    expect(move.outdated.has(unmet)).equal(false)
    const changed = failure(failed({ ...stored, note: { S: 'n' } }))
    expect(changed.message).contain('changed by another writer after it was read')
    expect(move.outdated.has(changed)).equal(true)
    // After a lost response, a missing item may have been moved.
    expect(failure(failed(undefined, 'unknown')))
      .instanceOf(ConditionFailedError)
      .include({ outcome: 'unknown' })
    expect(more[0]?.failure(failed(stored))).instanceOf(ItemExistsError)
  })

  it('has no other form', () => {
    thrown(() => prepared({ placedAt: later }).batchWriteFace(), UnsupportedOperationError)
    thrown(() => prepared({ placedAt: later }).readFace(), UnsupportedOperationError)
  })
})
