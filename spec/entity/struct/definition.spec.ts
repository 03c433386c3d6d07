// Refusals at definition.

import { expect } from 'chai'
import { array, object, record, set, string, tuple } from 'superstruct'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { below, unstorable } from '../../../lib/entity/struct/definition.js'
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

describe('entity/codecs/definition: stored names', () => {
  const named = () => attribute(string(), { name: 'x' })
  const cases: Record<string, () => object> = {
    array: () => array(named()),
    tuple: () => tuple([named()]),
    record: () => record(string(), named()),
    set: () => set(named()),
  }
  for (const [kind, make] of Object.entries(cases))
    it(`a member of ${kind} has no name of its own`, () => {
      const compile = () => compileCodec(object({ a: make() as never }), { nulls: 'omit', unknown: 'drop' })
      expect(compile).to.throw(
        EntityDefinitionError,
        'a stored `name` can be given only to a property of an object',
      )
    })
})
