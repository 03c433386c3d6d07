// One error of every code, with a secret in every place that may hold an attribute's value: the specs look for it.

import { BudgetExceededError } from '../../lib/errors/budget-exceeded-error.js'
import type { ErrorCode } from '../../lib/errors/codes.js'
import { ConditionFailedError } from '../../lib/errors/condition-failed-error.js'
import { DuplicateOperationError } from '../../lib/errors/duplicate-operation-error.js'
import { DyntasticError, type ErrorDetails } from '../../lib/errors/dyntastic-error.js'
import { EntityDefinitionError } from '../../lib/errors/entity-definition-error.js'
import { IdempotencyMismatchError } from '../../lib/errors/idempotency-mismatch-error.js'
import { AbortedError, TimeoutError } from '../../lib/errors/interrupted.js'
import { InvalidConditionError } from '../../lib/errors/invalid-condition-error.js'
import { InvalidCursorError } from '../../lib/errors/invalid-cursor-error.js'
import { InvalidItemError } from '../../lib/errors/invalid-item-error.js'
import { InvalidKeyError } from '../../lib/errors/invalid-key-error.js'
import { InvalidOptionError } from '../../lib/errors/invalid-option-error.js'
import { InvalidUpdateError } from '../../lib/errors/invalid-update-error.js'
import { ItemExistsError } from '../../lib/errors/item-exists-error.js'
import { ItemNotFoundError } from '../../lib/errors/item-not-found-error.js'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'
import { RequestFailedError } from '../../lib/errors/request-failed-error.js'
import { ScanForbiddenError } from '../../lib/errors/scan-forbidden-error.js'
import { SchemaVersionError } from '../../lib/errors/schema-version-error.js'
import { ScopeError } from '../../lib/errors/scope-error.js'
import { StreamRecordError } from '../../lib/errors/stream-record-error.js'
import { TableNotFoundError } from '../../lib/errors/table-not-found-error.js'
import { ThrottledError } from '../../lib/errors/throttled-error.js'
import { TransactionCancelledError } from '../../lib/errors/transaction-cancelled-error.js'
import { TransactionLimitError } from '../../lib/errors/transaction-limit-error.js'

import { UniqueValueError } from '../../lib/errors/unique-value-error.js'
import { UnknownOutcomeError } from '../../lib/errors/unknown-outcome-error.js'
import { UnprocessedError } from '../../lib/errors/unprocessed-error.js'
import { UnsupportedOperationError } from '../../lib/errors/unsupported-operation-error.js'
import { UpdateMisfitError } from '../../lib/errors/update-misfit-error.js'
import { ValidationError } from '../../lib/errors/validation-error.js'
import { VersionConflictError } from '../../lib/errors/version-conflict-error.js'

/** A value of an attribute that is not a key. */
export const secret = 'hunter2-marker'

/** Where every sample happened. */
export const where = { entity: 'User', operation: 'save' } as const

const key = { userId: 'u1' }
const item = { userId: 'u1', password: secret }
const stored = { userId: { S: 'u1' }, password: { S: secret } }
const failures = [
  { path: ['password'], message: `Expected a number, but received: "${secret}"`, value: secret, quotes: [] },
  {
    path: ['lines', 0, 'sku'],
    message: `Expected one of \`"a"\`, but received: "${secret}"`,
    value: secret,
    quotes: [],
  },
]
const failed = [{ clause: 'password = (value)', path: 'password', actual: secret }]
const met = { key, item, stored, failed }

/** A class of errors, as far as the specs look at it. */
export interface ErrorClass {
  new (details: never): DyntasticError
  readonly code: ErrorCode
}

/** The sample of each code. A new code does not compile until it has one. */
export const samples: Record<ErrorCode, readonly [ErrorClass, (details: ErrorDetails) => DyntasticError]> = {
  DYNTASTIC: [DyntasticError, (details) => new DyntasticError(details)],
  ENTITY_DEFINITION: [EntityDefinitionError, (details) => new EntityDefinitionError(details)],
  INVALID_OPTION: [
    InvalidOptionError,
    (details) => new InvalidOptionError({ ...details, option: 'timeout.total' }),
  ],
  VALIDATION: [ValidationError, (details) => new ValidationError({ ...details, failures })],
  INVALID_KEY: [InvalidKeyError, (details) => new InvalidKeyError(details)],
  QUERY_PLAN: [QueryPlanError, (details) => new QueryPlanError(details)],
  INVALID_CONDITION: [InvalidConditionError, (details) => new InvalidConditionError(details)],
  INVALID_UPDATE: [InvalidUpdateError, (details) => new InvalidUpdateError(details)],
  INVALID_CURSOR: [
    InvalidCursorError,
    (details) => new InvalidCursorError({ ...details, reason: 'tampered' }),
  ],
  SCAN_FORBIDDEN: [ScanForbiddenError, (details) => new ScanForbiddenError(details)],
  BUDGET_EXCEEDED: [
    BudgetExceededError,
    (details) => new BudgetExceededError({ ...details, items: [item], cursor: secret }),
  ],
  UNPROCESSED: [
    UnprocessedError,
    (details) =>
      new UnprocessedError({
        ...details,
        remaining: [stored],
        written: 1,
        read: 2,
        results: [item],
        failures: [{ error: new Error(secret), remaining: [item] }],
      }),
  ],
  UNSUPPORTED_OPERATION: [UnsupportedOperationError, (details) => new UnsupportedOperationError(details)],
  DUPLICATE_OPERATION: [
    DuplicateOperationError,
    (details) => new DuplicateOperationError({ ...details, key, operations: [item, stored] }),
  ],
  TRANSACTION_LIMIT: [TransactionLimitError, (details) => new TransactionLimitError(details)],
  SCOPE: [ScopeError, (details) => new ScopeError({ ...details, reason: 'closed' })],
  TRANSACTION_CANCELLED: [
    TransactionCancelledError,
    (details) =>
      new TransactionCancelledError({
        ...details,
        reasons: [
          {
            ...where,
            code: 'ConditionalCheckFailed',
            key,
            message: secret,
            item,
            error: new ConditionFailedError(met),
          },
        ],
      }),
  ],
  IDEMPOTENCY_MISMATCH: [IdempotencyMismatchError, (details) => new IdempotencyMismatchError(details)],
  ABORTED: [AbortedError, (details) => new AbortedError(details)],
  TIMEOUT: [TimeoutError, (details) => new TimeoutError(details)],
  STREAM_RECORD: [
    StreamRecordError,
    (details) => new StreamRecordError({ ...details, reason: 'unknown kind', sequence: '1' }),
  ],
  THROTTLED: [ThrottledError, (details) => new ThrottledError(details)],
  UNKNOWN_OUTCOME: [UnknownOutcomeError, (details) => new UnknownOutcomeError(details)],
  REQUEST_FAILED: [RequestFailedError, (details) => new RequestFailedError(details)],
  TABLE_NOT_FOUND: [TableNotFoundError, (details) => new TableNotFoundError(details)],
  ITEM_NOT_FOUND: [ItemNotFoundError, (details) => new ItemNotFoundError({ ...details, key })],
  ITEM_EXISTS: [ItemExistsError, (details) => new ItemExistsError({ ...details, ...met })],
  SCHEMA_VERSION: [
    SchemaVersionError,
    (details) => new SchemaVersionError({ ...details, key, failures, stored, version: 4, current: 3 }),
  ],
  UNIQUE_VALUE: [
    UniqueValueError,
    (details) => new UniqueValueError({ ...details, key, taken: [['email']], owner: { userId: 'u2' } }),
  ],
  CONDITION_FAILED: [ConditionFailedError, (details) => new ConditionFailedError({ ...details, ...met })],
  VERSION_CONFLICT: [VersionConflictError, (details) => new VersionConflictError({ ...details, ...met })],
  UPDATE_MISFIT: [
    UpdateMisfitError,
    (details) =>
      new UpdateMisfitError({ ...details, ...met, path: 'stock', bound: 'stock must be at least 0' }),
  ],
  INVALID_ITEM: [InvalidItemError, (details) => new InvalidItemError({ ...details, key, failures, stored })],
}
