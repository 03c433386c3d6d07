// What functions of the user's are given: the attributes that they list, and no others.
import { expect } from 'chai'
import { date, integer, optional, string } from 'superstruct'
import { listedAttributes, listedValues } from '../../../lib/entity/key/listed-attributes.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'
import { contextOf } from '../compiled-attributes.js'

const context = contextOf({ id: string(), n: integer(), at: date(), note: optional(string()) })
const stored = { id: { S: 'a' }, n: { N: '5' }, at: { S: '2026-01-05T00:00:00.000Z' } }

describe('listedAttributes', () => {
  it('refuses names that are not attributes, with the nearest one', () => {
    const error = thrown(
      () => listedAttributes(context, ['nots'], 'key.sort.attributes'),
      EntityDefinitionError,
    )
    expect(error.message).contain("key.sort.attributes: 'nots' is not an attribute")
  })

  it('give values that can be spread, compared and shown', () => {
    const values = listedValues(listedAttributes(context, ['id', 'note'], 'x'), stored, {
      entity: 'Test',
      place: 'x',
    })
    expect({ ...values }).deep.equal({ id: 'a' })
    expect(values['note']).equal(undefined)
    expect(String(Object.keys(values))).equal('id')
  })
})
