// What an operation looks like inside of a batch or a transaction: its faces.

import type { TransactWriteItem, WriteRequest } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { TableCreation } from '../../entity/table-definition.js'
import type { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'

/** The requests that hold many operations: BatchWriteItem, BatchGetItem, TransactWriteItems, TransactGetItems. */
export type FaceName = 'batchWrite' | 'batchGet' | 'transactWrite' | 'transactGet'

/**
 * An operation that has these faces, as far as its types are concerned: they stand on a property that exists for the compiler only, and say
 * what the operation resolves to inside of such a request.
 */
export interface Faced<F extends FaceName> {
  readonly FACES: { readonly [K in F]: unknown }
}

/** What `executor.batch` takes a list of: saves and deletes without conditions. */
export type BatchOperation = Facing & Faced<'batchWrite'>

/** What `executor.batchGet` takes a list of: gets. */
export type BatchReadOperation = Facing & Faced<'batchGet'>

/** What `executor.transaction` takes a list of: saves, creates, updates, deletes and checks. */
export type TransactionOperation = Facing & Faced<'transactWrite'>

/** What `executor.transactionGet` takes a list of: gets. */
export type TransactionReadOperation = Facing & Faced<'transactGet'>

/** What each of a list of operations resolves to inside of a request of many, in their order. */
export type FaceResults<O extends readonly Faced<F>[], F extends FaceName> = {
  -readonly [I in keyof O]: O[I]['FACES'][F]
}

/** What every face tells. */
export interface Face {
  readonly model: EntityModel
  /** What the operation runs through: one request holds operations of one runner. */
  readonly runner: object
  /** The method that made the operation: `save`. */
  readonly operation: string
  /** The stored key, or a stored item that holds it. */
  readonly stored: StoredItem
}

/** A write as it stands in a BatchWriteItem: without a condition, and without anything to answer. */
export interface BatchWriteFace extends Face {
  readonly request: WriteRequest
  /** What it resolves to. */
  readonly result: unknown
  /** How its table is made where it is missing; absent for a delete. */
  readonly creation?: () => TableCreation
}

/** A write, or a condition check, as it stands in a TransactWriteItems. */
export interface TransactWriteFace extends Face {
  readonly action: TransactWriteItem
  /** What it resolves to: the item of a put; `undefined` for all else, as a transaction answers nothing. */
  readonly result: unknown
  /** Whether what it resolves to on its own is not known in a transaction: the new item of an update. */
  readonly pending: boolean
  readonly creation?: () => TableCreation
  /** What a failed condition is to the user: the error that the operation alone would throw. */
  failure(error: ConditionFailedError): DyntasticError
}

/** A read by key as it stands in a BatchGetItem or a TransactGetItems. */
export interface ReadFace extends Face {
  readonly consistent: boolean
  /** The paths to read; none for the whole item. */
  readonly select: readonly ResolvedPath[]
  /** What the stored item, or nothing where there is none, means. @throws InvalidItemError, ItemNotFoundError. */
  decode(stored: StoredItem | undefined): unknown
}

/** What an operation is to those who put many into one request. */
export interface Facing {
  /** `'write'`: of one item, or a check of one; `'read'`: of one item by its key; `'other'`: it always runs on its own. */
  readonly role: 'write' | 'read' | 'other'
  /** The method that made it: `save`. */
  readonly name: string
  /** Its form in a BatchWriteItem. @throws UnsupportedOperationError where it has none; the errors that are raised before sending. @internal */
  batchWriteFace(): BatchWriteFace
  /** Its form in a TransactWriteItems. @throws UnsupportedOperationError where it has none; the errors that are raised before sending. @internal */
  transactWriteFace(): TransactWriteFace
  /** Its form in a BatchGetItem or a TransactGetItems. @throws UnsupportedOperationError where it has none; the errors that are raised before sending. @internal */
  readFace(): ReadFace
}
