// Error of stored items of other versions: what it says, and what it is a special case of.
import { expect } from 'chai'
import { InvalidItemError } from '../../lib/errors/invalid-item-error.js'
import { SchemaVersionError } from '../../lib/errors/schema-version-error.js'

describe('SchemaVersionError', () => {
  it('is an InvalidItemError, with the version of the item and the current one', () => {
    const error = new SchemaVersionError({ failures: [], stored: {}, version: 4, current: 3 })
    expect(error).instanceOf(InvalidItemError)
    expect(error).include({ code: 'SCHEMA_VERSION', version: 4, current: 3, outcome: 'nothing written' })
    expect(new InvalidItemError({ failures: [], stored: {} })).not.instanceOf(SchemaVersionError)
  })

  it('has no version if that of the item cannot be read', () => {
    const error = new SchemaVersionError({ failures: [], stored: {}, version: undefined, current: 3 })
    expect(error).not.property('version')
  })
})
