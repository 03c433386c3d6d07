// A condition that cannot be said: whoever catches QueryPlanError catches it too.
import { expect } from 'chai'
import { InvalidConditionError } from '../../lib/errors/invalid-condition-error.js'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'

describe('InvalidConditionError', () => {
  it('is a QueryPlanError', () => {
    expect(new InvalidConditionError({ detail: 'no such attribute' })).instanceOf(QueryPlanError)
    expect(new QueryPlanError({ detail: 'no index' })).not.instanceOf(InvalidConditionError)
  })
})
