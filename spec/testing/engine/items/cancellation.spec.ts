import { expect } from 'chai'
import {
  allOrNothing,
  cancelled,
  refuseBulk,
  refuseRepeats,
} from '../../../../lib/testing/engine/items/cancellation.js'
import { failure, invalid } from '../../../../lib/testing/engine/values/service-failure.js'
import { refusalOf } from '../ways-in.js'

describe('cancellation', () => {
  it('has a reason for each action, in their order', () => {
    expect(allOrNothing([1, 2], (n) => n * 2)).to.deep.equal([2, 4])
    const { type, message, body } = refusalOf(() =>
      allOrNothing([1, 2, 3], (n) => {
        if (n === 2) throw failure('ConditionalCheckFailedException', 'failed', { Item: { id: { S: 'x' } } })
        if (n === 3) throw invalid('wrong')
        return n
      }),
    )
    expect(type).to.equal('TransactionCanceledException')
    expect(message).to.equal(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
    )
    expect(body['CancellationReasons']).to.deep.equal([
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'failed', Item: { id: { S: 'x' } } },
      { Code: 'ValidationError', Message: 'wrong' },
    ])
  })

  it('is not what an empty key or a failure of another kind ends in', () => {
    const end = (error: Error) =>
      refusalOf(() =>
        allOrNothing([1], () => {
          throw error
        }),
      )
    expect(end(invalid('One or more parameter values are not valid. Empty')).type).to.equal(
      'ValidationException',
    )
    expect(() =>
      allOrNothing([1], () => {
        throw new TypeError('broken')
      }),
    ).to.throw(TypeError)
    expect(end(failure('ResourceNotFoundException', 'gone')).type).to.equal('ResourceNotFoundException')
    expect(cancelled([{ Code: 'TransactionConflict' }]).message).to.match(/\[TransactionConflict\]$/)
  })

  it('is preceded by refusals of too much, and of one item twice', () => {
    refuseBulk([4 * 1024 * 1024], 'Too much.')
    expect(() => refuseBulk([4 * 1024 * 1024, 1], 'Too much.')).to.throw('Too much. Payload Size: 4194305')
    refuseRepeats(['a', 'b', undefined, undefined])
    expect(() => refuseRepeats(['a', undefined, 'a'])).to.throw(
      'Transaction request cannot include multiple operations on one item',
    )
  })
})
