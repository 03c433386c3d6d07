// The marker of an item's kind.
import { expect } from 'chai'
import { addMarker, foreignFailure } from '../../../lib/entity/key/marker.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { kindsOf } from '../../support/kinds.js'

const { Cat } = kindsOf('shop')

describe('addMarker', () => {
  it('writes the kind', () => {
    const stored: StoredItem = {}
    const failures: Failure[] = []
    addMarker(Cat, stored, failures)
    expect(stored).deep.equal({ _type: { S: 'Cat' } })
    expect(failures).deep.equal([])
  })
})

describe('foreignFailure', () => {
  it('says by what it is seen', () => {
    const shown = (stored: StoredItem) => foreignFailure(Cat, stored).message
    expect(shown({ _type: { S: 'Dog' } })).equal("the stored item is not of the kind Cat: its _type is 'Dog'")
    expect(shown({ _type: { N: '1' } })).equal(
      'the stored item is not of the kind Cat: its _type is not a string',
    )
    expect(shown({})).equal('the stored item is not of the kind Cat: its key is not one of this entity')
  })
})
