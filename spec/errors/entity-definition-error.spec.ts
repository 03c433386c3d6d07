// EntityDefinitionError has nothing of its own but its code: what it says without a detail, and with one.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { EntityDefinitionError } from '../../lib/errors/entity-definition-error.js'

describe('EntityDefinitionError', () => {
  it('belongs to the errors before sending', () => {
    expect(errorCodes[EntityDefinitionError.code].family).equal('before sending')
  })

  it('says what happened, or the detail that it is given', () => {
    expect(new EntityDefinitionError().message).equal(
      `${errorCodes.ENTITY_DEFINITION.sentence}. ${errorCodes.ENTITY_DEFINITION.remedy}`,
    )
    expect(new EntityDefinitionError({ entity: 'User', detail: 'just so' }).message).equal('User: just so')
  })

  it('can be recognized by its code if classes are not available', () => {
    expect(new EntityDefinitionError()).include({ code: 'ENTITY_DEFINITION', name: 'EntityDefinitionError' })
  })
})
