// The table of error codes: one row per error, used for the messages of the classes and for docs/errors.md.

/** Whether an error is thrown before anything is sent, or after a request was sent. */
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
    sentence: 'the definition of the entity, attribute or table is invalid',
    remedy: 'Correct the definition; the message names the invalid part.',
  },
  INVALID_OPTION: {
    family: 'before sending',
    sentence: 'an option does not exist, or its value is of the wrong kind or out of range',
    remedy: 'Correct `option`; the message says which values it takes.',
  },
  VALIDATION: {
    family: 'before sending',
    sentence: 'a value does not fit its attribute',
    remedy: 'Look at `failures`: each one has a path, a message and the value.',
  },
  INVALID_KEY: {
    family: 'before sending',
    sentence: 'the key does not fit the entity',
    remedy: 'Provide each key attribute, with a value of its type, and no other attributes.',
  },
  QUERY_PLAN: {
    family: 'before sending',
    sentence: 'the query cannot be planned',
    remedy: 'The message names the attribute, the operator and what to do instead.',
  },
  INVALID_CONDITION: {
    family: 'before sending',
    sentence: 'the condition cannot be expressed in DynamoDB',
    remedy: 'The message names the path, the operator or the limit.',
  },
  INVALID_CURSOR: {
    family: 'before sending',
    sentence: 'the cursor does not belong to this query',
    remedy: 'Look at `reason`; start again without a cursor, or run the query that the cursor came from.',
  },
  INVALID_UPDATE: {
    family: 'before sending',
    sentence: 'the update cannot be expressed in DynamoDB',
    remedy: 'The message names the attribute, the function or the limit.',
  },
  SCAN_FORBIDDEN: {
    family: 'before sending',
    sentence:
      'the query has no condition on a partition key and would read the whole table, which the executor forbids',
    remedy: 'Add a condition on a partition key, or the index that the message names; or use `scan()`.',
  },
  UNSUPPORTED_OPERATION: {
    family: 'before sending',
    sentence: 'the operation cannot be part of this batch or transaction',
    remedy: 'Run it on its own, or in the form that the message suggests.',
  },
  DUPLICATE_OPERATION: {
    family: 'before sending',
    sentence: 'two operations of one request refer to the same item',
    remedy: 'Combine the two operations into one (look at `operations`), or run them one after the other.',
  },
  TRANSACTION_LIMIT: {
    family: 'before sending',
    sentence: 'the transaction exceeds a limit of DynamoDB (100 operations, 4 MB)',
    remedy: 'Make it smaller, or set `autoCommit`, which commits it in parts.',
  },
  SCOPE: {
    family: 'before sending',
    sentence: 'the operation, batch or transaction cannot run here',
    remedy: 'Look at `reason`; `executor.unscoped(work)` runs work outside the surrounding scope.',
  },
  BUDGET_EXCEEDED: {
    family: 'after sending',
    sentence: 'the query used up its budget before it had read all matches',
    remedy:
      'Continue with `cursor` (`items` are the items read so far), or read with `page()`, which returns a cursor.',
  },
  UNPROCESSED: {
    family: 'after sending',
    sentence: 'part of the work was not done',
    remedy:
      'Run the remaining work (`remaining`) again later; look at `failures` for requests that failed permanently. If DynamoDB left work unprocessed, raise the capacity or slow down.',
  },
  TRANSACTION_CANCELLED: {
    family: 'after sending',
    sentence: 'the transaction was cancelled',
    remedy:
      'Look at `reasons`: the i-th reason belongs to the i-th operation and has the item as it is stored now. Nothing was written, unless `outcome` is `unknown`: then an earlier attempt ended without a response and may still be applied.',
  },
  IDEMPOTENCY_MISMATCH: {
    family: 'after sending',
    sentence:
      'the token was used for a different transaction within the last 10 minutes, and nothing was written',
    remedy: 'Use each token for one transaction only; a repeat must be exactly the same transaction.',
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
    sentence: 'DynamoDB throttled the call until no attempts were left',
    remedy: 'Slow down, raise the capacity, or distribute requests over more partition keys.',
  },
  REQUEST_FAILED: {
    family: 'after sending',
    sentence: 'the call failed',
    remedy: 'Look at `cause`, which is the error of the SDK.',
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
    remedy:
      'Call `createTable()`, let a write create it (`autoCreate`), or check the name, region and endpoint.',
  },
  ITEM_NOT_FOUND: {
    family: 'after sending',
    sentence: 'there is no item with this key',
    remedy: 'If a missing item is not an error, use `get`, which resolves to `undefined`.',
  },
  ITEM_EXISTS: {
    family: 'after sending',
    sentence: 'an item with this key already exists',
    remedy: 'Use `save` to replace it, or look at `item`, the item as it is stored now.',
  },
  SCHEMA_VERSION: {
    family: 'after sending',
    sentence: 'a stored item is of a version that is not known, or cannot be upgraded',
    remedy:
      'Deploy the program that knows its `version`, or correct the upgrade; the message names the step. The option `onInvalid` of the call sets what happens to such items.',
  },
  UNIQUE_VALUE: {
    family: 'after sending',
    sentence: 'another item already has this value, which must be unique, and nothing was written',
    remedy:
      'Look at `attributes`, the attributes whose value is taken, and at `owner`, the key of the item that has it; choose another value. If there is no such item, run `checkUnique({ repair: true })`.',
  },
  CONDITION_FAILED: {
    family: 'after sending',
    sentence: 'the condition was not met',
    remedy:
      'Look at `item`, the item as it is stored now, and at `failed`, the clauses that were false; with `.orSkip()` the call resolves to `undefined` instead.',
  },
  VERSION_CONFLICT: {
    family: 'after sending',
    sentence: 'another writer changed the item since it was read',
    remedy: 'Read the item again (`item` is the current one), apply the change, and write it again.',
  },
  UPDATE_MISFIT: {
    family: 'after sending',
    sentence:
      'the update would have left an attribute with a value that does not fit its struct, and nothing was written',
    remedy:
      'Look at `bound`, which says what the attribute at `path` must be, and at `item`, the item as it is stored now.',
  },
  STREAM_RECORD: {
    family: 'after sending',
    sentence: 'a record of a stream could not be handled',
    remedy:
      'Look at `reason`; add a handler `unknown`, or correct the option `view`, the name of the table or the trigger.',
  },
  INVALID_ITEM: {
    family: 'after sending',
    sentence: 'stored data does not fit the entity',
    remedy: 'Look at `failures`; the option `onInvalid` of the call sets what happens to such items.',
  },
} as const satisfies Record<string, ErrorRow>

/** The stable `code` of an error. */
export type ErrorCode = keyof typeof errorCodes

/**
 * Returns the name of the class for a code: `ITEM_EXISTS` is `ItemExistsError`. Errors take their `name` from the code,
 * not from the class, so that names in logs stay the same if a minifier renames classes.
 */
export function errorName(code: string): string {
  const words = code.toLowerCase().split('_')
  return `${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')}Error`
}
