// Attributes looked up by name, and the error for names that do not exist.
import { expect } from 'chai'
import { date, string } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import {
  definitionError,
  isKeyType,
  repeatedName,
  unknownAttribute,
} from '../../../lib/entity/table/attribute-lookup.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { contextOf } from '../compiled-attributes.js'

const context = contextOf({
  id: string(),
  at: date(),
  alias: attribute(string(), { name: 'stored/alias' }),
})

describe('unknownAttribute', () => {
  it('tells a stored name from a name that nothing has', () => {
    expect(unknownAttribute(context, 'x')).equal("'x' is not an attribute; the attributes are id, at, alias")
    expect(unknownAttribute(context, 'stored/alias')).contain("the property is 'alias'")
  })
})

describe('definitionError', () => {
  it('is an EntityDefinitionError of the entity', () => {
    const error = definitionError({ entity: 'Test' }, 'what is wrong')
    expect(error).instanceOf(EntityDefinitionError)
    expect(error.message).equal('Test: what is wrong')
    expect(error.entity).equal('Test')
  })
})

describe('isKeyType', () => {
  it('takes S, N and B', () => {
    expect((['S', 'N', 'B', 'BOOL', 'NULL', 'M', undefined] as const).map(isKeyType)).deep.equal([
      ...[true, true, true],
      ...[false, false, false, false],
    ])
  })
})

describe('repeatedName', () => {
  it('is the first name that was there before', () => {
    const parts = (names: string) => [...names].map((name) => ({ name }))
    expect(repeatedName(parts('abcb'))).equal('b')
    expect(repeatedName(parts('abc'))).equal(undefined)
  })
})
