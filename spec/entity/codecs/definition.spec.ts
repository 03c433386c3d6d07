// Refusals at definition.
import { expect } from 'chai'
import { below, unstorable } from '../../../lib/entity/codecs/definition.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'

describe('refusals at definition', () => {
  it('name the place', () => {
    expect(unstorable('a.b', 'no'))
      .to.be.instanceOf(EntityDefinitionError)
      .with.property('message', 'a.b: no')
    expect(unstorable('', 'no').message).to.equal('no')
  })

  it('paths grow by properties', () => {
    expect(below('', 'a')).to.equal('a')
    expect(below('a', 'b')).to.equal('a.b')
  })
})
