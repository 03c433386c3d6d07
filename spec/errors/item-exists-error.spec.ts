// A failed condition of a special kind: whoever catches ConditionFailedError catches it too.
import { expect } from 'chai'
import { ConditionFailedError } from '../../lib/errors/condition-failed-error.js'
import { ItemExistsError } from '../../lib/errors/item-exists-error.js'
import { VersionConflictError } from '../../lib/errors/version-conflict-error.js'

describe('ItemExistsError', () => {
  it('is a ConditionFailedError, with the item as it stands', () => {
    const error = new ItemExistsError({ key: { id: 1 }, item: { id: 1, name: 'x' } })
    expect(error).instanceOf(ConditionFailedError)
    expect(error).not.instanceOf(VersionConflictError)
    expect(new ConditionFailedError({})).not.instanceOf(ItemExistsError)
    expect(error.item).deep.equal({ id: 1, name: 'x' })
    expect(error.failed).deep.equal([])
  })
})
