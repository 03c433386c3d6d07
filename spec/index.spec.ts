// The shop window: a change of the list of public names is made on purpose, here.
import { expect } from 'chai'
import * as superstruct from 'superstruct'
import * as dyntastic from '../lib/index.js'
import { version } from '../lib/version.js'

describe('the package', () => {
  it('exports these values, and no others', () => {
    expect(Object.keys(dyntastic).sort()).deep.equal([
      'AbortedError',
      'BudgetExceededError',
      'Collection',
      'CommandExecutor',
      'ConditionFailedError',
      'DuplicateOperationError',
      'DyntasticError',
      'Entity',
      'EntityDefinitionError',
      'EntityUnion',
      'IdempotencyMismatchError',
      'InvalidConditionError',
      'InvalidCursorError',
      'InvalidItemError',
      'InvalidKeyError',
      'InvalidOptionError',
      'InvalidUpdateError',
      'ItemExistsError',
      'ItemNotFoundError',
      'QueryPlanError',
      'Repository',
      'RequestFailedError',
      'ScanForbiddenError',
      'SchemaVersionError',
      'ScopeError',
      'StreamRecordError',
      'Table',
      'TableNotFoundError',
      'ThrottledError',
      'TimeoutError',
      'TransactionCancelledError',
      'TransactionLimitError',
      'UniqueValueError',
      'UnknownOutcomeError',
      'UnprocessedError',
      'UnsupportedOperationError',
      'UpdateMisfitError',
      'ValidationError',
      'VersionConflictError',
      'and',
      'attribute',
      'backfill',
      'not',
      'one',
      'or',
      's',
      'upgrade',
      'vector',
      'version',
    ])
  })

  it('exports every error class, each under its own name', () => {
    for (const [name, value] of Object.entries(dyntastic)) {
      if (!name.endsWith('Error') || name === 'DyntasticError') continue
      // Not instanceof, which looks at a mark on the error.
      const { prototype, name: given } = Object(value)
      expect(given).equal(name)
      expect(Object.prototype.isPrototypeOf.call(dyntastic.DyntasticError.prototype, prototype), name).equal(
        true,
      )
    }
  })

  it('states its version', () => {
    expect(dyntastic.version).equal(version)
  })

  it('offers superstruct itself as s', () => {
    expect(dyntastic.s.string).equal(superstruct.string)
    expect(Object.keys(dyntastic.s).sort()).deep.equal(Object.keys(superstruct).sort())
  })
})
