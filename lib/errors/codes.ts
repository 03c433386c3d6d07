// The table of error codes: one row an error, from which classes take their sentence and docs/errors.md is made.

/** Whether an error is raised before anything is sent, or is (or follows) an answer. */
export type ErrorFamily = 'before sending' | 'after sending'

export interface ErrorRow {
  readonly family: ErrorFamily
  /** What happened. */
  readonly sentence: string
  /** What to do about it. */
  readonly remedy: string
}

export const errorCodes = {
  DYNTASTIC: {
    family: 'after sending',
    sentence: 'an operation failed',
    remedy: 'Look at `cause`.',
  },
  ENTITY_DEFINITION: {
    family: 'before sending',
    sentence: 'the entity, attribute or table is not defined right',
    remedy: 'Correct the descriptor; the message names the part.',
  },
  INVALID_OPTION: {
    family: 'before sending',
    sentence: 'an option does not exist, or its value is of the wrong kind or out of range',
    remedy: 'Correct `option`; the message says what it takes.',
  },
  VALIDATION: {
    family: 'before sending',
    sentence: 'a value does not fit its attribute',
    remedy: 'Look at `failures`: each has a path, a message and the value.',
  },
  INVALID_KEY: {
    family: 'before sending',
    sentence: 'the key does not fit the entity',
    remedy: 'Give each key attribute with a value of its type, and nothing else.',
  },
  QUERY_PLAN: {
    family: 'before sending',
    sentence: 'the query cannot be planned',
    remedy: 'The message names the attribute, the operator and the way out.',
  },
  INVALID_CONDITION: {
    family: 'before sending',
    sentence: 'the condition cannot be expressed in DynamoDB',
    remedy: 'The message names the path, the operator or the limit.',
  },
  INVALID_CURSOR: {
    family: 'before sending',
    sentence: 'the cursor is not one of this query',
    remedy: 'Look at `reason`; begin anew without a cursor, or run the query that the cursor came from.',
  },
  INVALID_UPDATE: {
    family: 'before sending',
    sentence: 'the update cannot be expressed in DynamoDB',
    remedy: 'The message names the attribute, the function or the limit.',
  },
  SCAN_FORBIDDEN: {
    family: 'before sending',
    sentence:
      'the query has no partition key to go by and would read the whole table, which the executor forbids',
    remedy: 'Add a condition on a partition key, or the index that the message names; or say `scan()`.',
  },
  UNSUPPORTED_OPERATION: {
    family: 'before sending',
    sentence: 'the operation cannot be part of this batch or transaction',
    remedy: 'Run it on its own, or in the form that the message names.',
  },
  DUPLICATE_OPERATION: {
    family: 'before sending',
    sentence: 'two operations of one request are about the same item',
    remedy: 'Make one operation of the two (look at `operations`), or run them one after the other.',
  },
  TRANSACTION_LIMIT: {
    family: 'before sending',
    sentence: 'the transaction is larger than DynamoDB takes (100 operations, 4 MB)',
    remedy: 'Make it smaller, or say `autoCommit`, which commits in parts.',
  },
  SCOPE: {
    family: 'before sending',
    sentence: 'the operation, batch or transaction cannot be run at this place',
    remedy: 'Look at `reason`; `executor.unscoped(work)` runs work outside of the scope around it.',
  },
  BUDGET_EXCEEDED: {
    family: 'after sending',
    sentence: 'the budget of the query was spent before all matches were read',
    remedy:
      'Go on with `cursor` (`items` are those read so far), or read by `page()`, which hands back a cursor.',
  },
  UNPROCESSED: {
    family: 'after sending',
    sentence: 'part of the work was left undone',
    remedy:
      'Run what is left (`remaining`) again later; look at `failures` for requests that failed for good. Where DynamoDB left work unprocessed, raise the capacity, or slow down.',
  },
  TRANSACTION_CANCELLED: {
    family: 'after sending',
    sentence: 'the transaction was cancelled',
    remedy:
      'Look at `reasons`: the i-th belongs to the i-th operation, with the item as it stands. Nothing was written, unless `outcome` is `unknown`: then an earlier attempt ended without a response and may still be applied.',
  },
  IDEMPOTENCY_MISMATCH: {
    family: 'after sending',
    sentence: 'the token was used for something else within the last 10 minutes, and nothing was written',
    remedy: 'Use a token for one transaction alone; a repeat must be the very same transaction.',
  },
  ABORTED: {
    family: 'after sending',
    sentence: 'the call was aborted by its signal',
    remedy: 'If `outcome` is `unknown`, the write may have been applied: read before you repeat it.',
  },
  TIMEOUT: {
    family: 'after sending',
    sentence: 'the call did not finish within its time limit',
    remedy:
      'If `outcome` is `unknown`, the write may have been applied: read before you repeat it. The limit is the executor option `timeout`.',
  },
  THROTTLED: {
    family: 'after sending',
    sentence: 'DynamoDB throttled the call, and the attempts ran out',
    remedy: 'Slow down, raise the capacity, or spread the partition keys.',
  },
  REQUEST_FAILED: {
    family: 'after sending',
    sentence: 'the call failed',
    remedy: 'Look at `cause`: it is the error of the SDK.',
  },
  UNKNOWN_OUTCOME: {
    family: 'after sending',
    sentence: 'the response to a write was lost',
    remedy:
      'The write may have been applied: read before you repeat it. An update with `.idempotent()` and a transaction with a `token` can be repeated safely.',
  },
  TABLE_NOT_FOUND: {
    family: 'after sending',
    sentence: 'the table does not exist',
    remedy: 'Call `createTable()`, let a write create it (`autoCreate`), or check name, region and endpoint.',
  },
  ITEM_NOT_FOUND: {
    family: 'after sending',
    sentence: 'there is no item with this key',
    remedy: 'Use `get`, which answers `undefined`, where a missing item is no error.',
  },
  ITEM_EXISTS: {
    family: 'after sending',
    sentence: 'an item with this key exists already',
    remedy: 'Use `save` to replace it, or look at `item`, the item as it stands.',
  },
  CONDITION_FAILED: {
    family: 'after sending',
    sentence: 'the condition was not met',
    remedy:
      'Look at `item`, the item as it stands, and `failed`, the clauses that were false; `.orSkip()` resolves to undefined instead.',
  },
  VERSION_CONFLICT: {
    family: 'after sending',
    sentence: 'the item was changed by another writer since it was read',
    remedy: 'Read the item again (`item` is the current one), apply the change, and write it again.',
  },
  UPDATE_MISFIT: {
    family: 'after sending',
    sentence: 'the update would have left an attribute that does not fit its struct, and nothing was written',
    remedy: 'Look at `bound`, what the attribute at `path` must be, and at `item`, the item as it stands.',
  },
  INVALID_ITEM: {
    family: 'after sending',
    sentence: 'stored data does not fit the entity',
    remedy: 'Look at `failures`; `onInvalid` of the call decides what is done with such an item.',
  },
} as const satisfies Record<string, ErrorRow>

/** The stable `code` of an error. */
export type ErrorCode = keyof typeof errorCodes

/**
 * The name of the class that has a code: `ITEM_EXISTS` is `ItemExistsError`. Errors take their `name` from it and not from the
 * class, so that a minifier that renames classes leaves names in logs alone.
 */
export function errorName(code: string): string {
  const words = code.toLowerCase().split('_')
  return `${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')}Error`
}
